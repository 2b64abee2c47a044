from django.db import migrations

from accounts.rls import IS, UID, Policy, protect, restrict

CARED = (
    f"{IS['therapist']} and exists (select 1 from kap_sessions_appointment a join clients_careteam t"
    f" on t.couple_id = a.couple_id where a.id = appointment_id and t.user_id = {UID})"
)
THEIR_NOTE = "exists (select 1 from kap_sessions_note n where n.id = note_id)"
ONLY_ADDED = ("daycheck", "dosingstart", "reading", "dose", "logentry", "leaving")


class Migration(migrations.Migration):
    dependencies = [("kap_sessions", "0001_initial"), ("screening", "0002_wall")]
    operations = [
        protect(
            "kap_sessions_note",
            Policy("therapist reads", "select", CARED),
            Policy("therapist begins", "insert", f"{CARED} and author_id = {UID}"),
            # What is signed is out of reach of every UPDATE; words are added by amendment.
            Policy("therapist writes until signed", "update", f"{CARED} and signed_at is null", after=CARED),
            web="select, insert, update",
        ),
        protect(
            "kap_sessions_amendment",
            Policy("therapist reads", "select", THEIR_NOTE),
            Policy("therapist adds", "insert", f"by_id = {UID} and {THEIR_NOTE}"),
        ),
        *[restrict(f"kap_sessions_{name}", web="select, insert") for name in ONLY_ADDED],
    ]
