from django.db import migrations

from accounts.rls import IS, UID, Policy, protect, restrict

# A dose itself is open to whoever counts the sessions of a clearance by it, the office too; its deviation is not.
REACH = """
create function kap_cares_for_appointment(appointment uuid) returns boolean language sql stable as $$
    select exists (
        select 1 from kap_sessions_appointment a join clients_careteam t on t.couple_id = a.couple_id
        where a.id = appointment and t.user_id = kap_uid())
$$;
create function kap_cares_for_dose(dose uuid) returns boolean language sql stable as $$
    select exists (select 1 from kap_sessions_dose d where d.id = dose and kap_in_care(d.person_id))
$$;
"""
REACH_BACK = "drop function kap_cares_for_appointment(uuid); drop function kap_cares_for_dose(uuid);"
OF_PERSON = f"{IS['therapist']} and kap_in_care(person_id)"
OF_APPOINTMENT = f"{IS['therapist']} and kap_cares_for_appointment(appointment_id)"
OF_DOSE = f"{IS['therapist']} and kap_cares_for_dose(dose_id)"

# What is asked alone or said in the room.
ASKED_ALONE = ("daycheck", "leaving", "logentry")


class Migration(migrations.Migration):
    dependencies = [("kap_sessions", "0003_talking_day"), ("clients", "0002_reach")]
    operations = [
        migrations.RunSQL(REACH, REACH_BACK),
        *[
            protect(
                f"kap_sessions_{name}",
                Policy("therapist reads", "select", OF_PERSON),
                Policy("therapist adds", "insert", f"{OF_PERSON} and by_id = {UID}"),
            )
            for name in ASKED_ALONE
        ],
        protect(
            "kap_sessions_deviation",
            Policy("therapist reads", "select", OF_DOSE),
            Policy("therapist adds", "insert", OF_DOSE),
            Policy("therapist reviews", "update", OF_DOSE),
            web="select, insert, update (reviewed_at, reviewed_by_id, words)",
        ),
        protect(
            "kap_sessions_talkingdayreason",
            Policy("therapist reads", "select", OF_APPOINTMENT),
            Policy("therapist adds", "insert", f"{OF_APPOINTMENT} and by_id = {UID}"),
        ),
        # Appointments end by their state and stay.
        *[
            restrict(f"kap_sessions_{name}", web="select, insert, update")
            for name in ("appointment", "attendance", "therapysession")
        ],
    ]
