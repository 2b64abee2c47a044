from django.db import migrations

from accounts.rls import IS, PRACTICE, UID, WORKER_ACTS, Policy, definer, protect

STAFF, THERAPIST = IS["staff"], IS["therapist"]
PEOPLE, COUPLES = "(select kap_my_people())", "(select kap_my_couples())"
MY_APPOINTMENTS = f"""
select a.appointment_id from kap_sessions_attendance a
where a.person_id = {UID} and a.role <> 'absent' and {IS["partner"]}
union all
select a.appointment_id from kap_sessions_attendance a join clients_referral r on r.partner_id = a.person_id
where r.prescriber_id = {UID} and r.ended_at is null and {IS["prescriber"]}
"""
# That somebody took the medicine, or is about to, and when: what a clearance is counted by. Never how much, so that the
# office can count without reading a dose. A start that ended without a dose is no use of a clearance.
DOSING_EVENTS = f"""
with allowed as (
    select person from unnest(people) as person where {STAFF} or person in (select kap_my_people()) and not {IS["partner"]})
select d.person_id, d.therapy_session_id, d.at from kap_sessions_dose d
where d.person_id in (select person from allowed)
union all
select s.person_id, s.therapy_session_id, s.at from kap_sessions_dosingstart s
join kap_sessions_therapysession t on t.appointment_id = s.therapy_session_id
join kap_sessions_appointment a on a.id = t.appointment_id
where s.person_id in (select person from allowed)
and t.completed_at is null and a.state = 'booked' and a.became_talking_at is null
"""
# In which of these somebody took the medicine: it decides the fee, and tells no dose.
DOSED = f"""
select distinct d.therapy_session_id from kap_sessions_dose d
where d.therapy_session_id = any(appointments) and ({PRACTICE} or {IS["worker"]})
and exists (select 1 from kap_sessions_appointment a where a.id = d.therapy_session_id
and (not {THERAPIST} or a.couple_id in (select kap_my_couples())))
"""
EVENT = "table (person_id uuid, therapy_session_id uuid, at timestamptz)"

MINE = f"{THERAPIST} and couple_id in {COUPLES}"
staff_keeps = Policy("staff keeps", "all", STAFF)


class Migration(migrations.Migration):
    dependencies = [("kap_sessions", "0004_wall_of_the_room"), ("clients", "0004_wall")]
    operations = [
        definer("kap_my_appointments", "", "setof uuid", MY_APPOINTMENTS),
        definer("kap_dosing_events", "people uuid[]", EVENT, DOSING_EVENTS),
        definer("kap_dosed", "appointments uuid[]", "setof uuid", DOSED),
        protect(
            "kap_sessions_planstep",
            staff_keeps,
            Policy("therapist keeps", "all", MINE),
            # A private intake is its own person's.
            Policy(
                "own reads",
                "select",
                f"{IS['partner']} and couple_id in {COUPLES} and (person_id is null or person_id = {UID})",
            ),
            WORKER_ACTS,
            web="select, insert, update, delete",
            worker="select",
        ),
        protect(
            "kap_sessions_appointment",
            staff_keeps,
            Policy("therapist keeps", "all", MINE),
            Policy("whoever is there", "select", "id in (select kap_my_appointments())"),
            WORKER_ACTS,
            web="select, insert, update",
            worker="select",
        ),
        protect(
            "kap_sessions_attendance",
            staff_keeps,
            Policy("therapist keeps", "all", f"{THERAPIST} and person_id in {PEOPLE}"),
            Policy("whose people they are", "select", f"person_id in {PEOPLE}"),
            WORKER_ACTS,
            web="select, insert, update",
            worker="select",
        ),
        protect(
            "kap_sessions_therapysession",
            Policy("staff reads", "select", STAFF),
            Policy("therapist keeps", "all", f"{THERAPIST} and kap_cares_for_appointment(appointment_id)"),
            Policy(
                "prescriber reads", "select", f"{IS['prescriber']} and appointment_id in (select kap_my_appointments())"
            ),
            WORKER_ACTS,
            web="select, insert, update",
            worker="select",
        ),
        *[
            protect(
                f"kap_sessions_{name}",
                Policy("clinicians read", "select", f"not {IS['partner']} and person_id in {PEOPLE}"),
                Policy("therapist adds", "insert", f"{THERAPIST} and person_id in {PEOPLE} and by_id = {UID}"),
            )
            for name in ("reading", "dose", "dosingstart")
        ],
    ]
