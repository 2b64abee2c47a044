from django.db import migrations

from accounts.rls import IS, UID

# A partner is told of dates by what is published; rows of dates are theirs only once the date has taken place, since their
# charges name them. So a date that waits for its review is behind the second wall too.
TOLD = f"""
create or replace function kap_my_appointments() returns setof uuid language sql stable security definer
set search_path = public, pg_temp as $$
select a.appointment_id from kap_sessions_attendance a join kap_sessions_appointment p on p.id = a.appointment_id
where a.person_id = {UID} and a.role <> 'absent' and p.state = 'completed' and {IS["partner"]}
union all
select a.appointment_id from kap_sessions_attendance a join clients_referral r on r.partner_id = a.person_id
where r.prescriber_id = {UID} and r.ended_at is null and {IS["prescriber"]}
$$;
drop policy "whose people they are" on kap_sessions_attendance;
create policy "whose people they are" on kap_sessions_attendance for select to kap_web using (
    person_id in (select kap_my_people())
    and (not {IS["partner"]} or appointment_id in (select kap_my_appointments())));
"""


class Migration(migrations.Migration):
    dependencies = [("kap_sessions", "0008_published")]
    operations = [migrations.RunSQL(TOLD, migrations.RunSQL.noop)]
