from django.db import migrations

from accounts.rls import IS, UID, Policy, protect

OWN = f"{IS['partner']} and partner_id = {UID}"
CARED = f"{IS['therapist']} and kap_in_care(partner_id)"
REFERRED = f"{IS['prescriber']} and kap_referred(partner_id)"
HEALTH = f"{REFERRED} and layer = 'health'"

therapist_reads = Policy("therapist reads", "select", CARED)
therapist_adds = Policy("therapist adds", "insert", f"{CARED} and by_id = {UID}")
staff_reads = Policy("staff reads", "select", IS["staff"])
prescriber_reads = Policy("prescriber reads", "select", REFERRED)
own_adds = Policy("own adds", "insert", OWN)
prescriber_adds = Policy("prescriber adds", "insert", f"{REFERRED} and prescriber_id = {UID}")
THEIR_CLEARANCE = "exists (select 1 from screening_clearance c where c.id = clearance_id)"


class Migration(migrations.Migration):
    dependencies = [("screening", "0001_initial"), ("clients", "0002_reach")]
    operations = [
        protect("screening_draft", Policy("own", "all", OWN), web="select, insert, update, delete"),
        protect(
            "screening_submission",
            Policy("own reads", "select", OWN),
            own_adds,
            therapist_reads,
            Policy("prescriber reads", "select", HEALTH),
            worker="select",
        ),
        protect("screening_sealedanswer", own_adds, therapist_reads, Policy("prescriber reads", "select", HEALTH)),
        protect(
            "screening_hold",
            own_adds,
            Policy("therapist adds", "insert", CARED),
            Policy("therapist lifts", "update", CARED),
            therapist_reads,
            staff_reads,
            prescriber_reads,
            web="select, insert, update (released_at, released_by_id)",
            worker="select",
        ),
        protect("screening_privatecheck", therapist_reads, therapist_adds),
        # Others learn only that it goes on; whatever else was decided reaches them as a hold without content.
        protect(
            "screening_decision",
            therapist_reads,
            therapist_adds,
            Policy("others see go on", "select", f"outcome = 'go_on' and ({IS['staff']} or {REFERRED})"),
        ),
        protect("screening_clearance", therapist_reads, staff_reads, prescriber_reads, prescriber_adds),
        protect(
            "screening_clearancesuspension",
            Policy("whoever sees the clearance", "select", THEIR_CLEARANCE),
            Policy("prescriber adds", "insert", f"{IS['prescriber']} and by_id = {UID} and {THEIR_CLEARANCE}"),
        ),
        protect("screening_prescriberreply", therapist_reads, prescriber_reads, prescriber_adds),
    ]
