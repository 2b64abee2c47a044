from django.db import migrations

from accounts.rls import IS, UID, Policy, protect

CARED = f"{IS['therapist']} and kap_in_care(person_id)"
REFERRED = f"{IS['prescriber']} and kap_referred(person_id)"
BOTH = f"(({CARED}) or ({REFERRED}))"
OF_THAT_PERSON = """exists (select 1 from kap_sessions_prescription p
    where p.id = prescription_id and p.person_id = kap_sessions_medicinecount.person_id)"""
# A sheet stands on a telling of its very date to that person; from when on it is shown, the telling itself says.
WAS_TOLD = """exists (select 1 from kap_sessions_published p
    where p.person_id = kap_sessions_givensheet.person_id and p.appointment_id = kap_sessions_givensheet.appointment_id
    and p.kind = 'date' and p.starts_at = kap_sessions_givensheet.starts_at)"""

both_read = Policy("both read", "select", BOTH)


class Migration(migrations.Migration):
    dependencies = [("kap_sessions", "0011_medicine_and_sheets"), ("clients", "0007_parting")]
    operations = [
        protect("kap_sessions_prescription", both_read, Policy("both add", "insert", f"{BOTH} and by_id = {UID}")),
        protect(
            "kap_sessions_medicinecount",
            both_read,
            Policy("both add", "insert", f"{BOTH} and by_id = {UID} and {OF_THAT_PERSON}"),
        ),
        protect(
            "kap_sessions_givensheet",
            Policy("therapist reads", "select", CARED),
            Policy("therapist gives", "insert", f"{CARED} and by_id = {UID}"),
            Policy("own reads", "select", f"{IS['partner']} and person_id = {UID} and {WAS_TOLD}"),
        ),
        protect(
            "kap_sessions_printed",
            Policy("who asked reads", "select", f"{CARED} and by_id = {UID}"),
            Policy("therapist prints", "insert", f"{CARED} and by_id = {UID}"),
        ),
    ]
