from django.db import migrations

from accounts.rls import IS, definer

# What a prescriber reads of earlier sessions: that there was nausea or distress, and when the person left. The words of
# the log and what was asked at leaving stay with the therapist.
COURSE = f"""
select l.therapy_session_id, l.at, l.kind::text from kap_sessions_logentry l
where l.person_id = person and l.kind in ('nausea', 'distress')
and (({IS["prescriber"]} and kap_referred(person)) or ({IS["therapist"]} and kap_in_care(person)))
union all
select l.therapy_session_id, l.at, 'left' from kap_sessions_leaving l
where l.person_id = person
and (({IS["prescriber"]} and kap_referred(person)) or ({IS["therapist"]} and kap_in_care(person)))
order by 2
"""


class Migration(migrations.Migration):
    dependencies = [("kap_sessions", "0009_dates_are_told"), ("clients", "0007_parting")]
    operations = [
        definer("kap_course_of", "person uuid", "table (therapy_session_id uuid, at timestamptz, kind text)", COURSE)
    ]
