from django.db import migrations

from accounts.rls import IS, UID, definer

# Whether the medicine may still work in somebody: a dose since then, and nobody has found them ready to leave. A person
# asks it of themselves, the therapist of her people; it tells no dose.
UNDER_EFFECT = f"""
select exists (
    select 1 from kap_sessions_dose d
    where d.person_id = person and d.at > since
    and not exists (
        select 1 from kap_sessions_leaving l
        where l.therapy_session_id = d.therapy_session_id and l.person_id = person))
and (
    {IS["partner"]} and person = {UID}
    or {IS["therapist"]} and person in (select kap_my_people()))
"""


class Migration(migrations.Migration):
    dependencies = [("kap_sessions", "0013_gate"), ("clients", "0004_wall")]
    operations = [definer("kap_under_effect", "person uuid, since timestamptz", "boolean", UNDER_EFFECT)]
