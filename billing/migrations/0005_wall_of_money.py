from django.db import migrations

from accounts.rls import IS, PRACTICE, UID, WORKER_ACTS, Policy, protect, restrict

STAFF, THERAPIST = IS["staff"], IS["therapist"]
PEOPLE, COUPLES = "(select kap_my_people())", "(select kap_my_couples())"
SEEN_CHARGE = "exists (select 1 from billing_charge c where c.id = charge_id)"
SEEN_PAYMENT = "exists (select 1 from billing_payment p where p.id = payment_id)"
SEEN_SUPERBILL = "exists (select 1 from billing_superbill s where s.id = superbill_id)"
MINE = f"{THERAPIST} and couple_id in {COUPLES}"

staff_reads = Policy("staff reads", "select", STAFF)


class Migration(migrations.Migration):
    """The second wall around money. What is on one person's account is theirs, whoever paid for it."""

    dependencies = [("billing", "0004_wall"), ("clients", "0004_wall"), ("kap_sessions", "0005_wall_of_dates")]
    operations = [
        protect(
            "billing_charge",
            staff_reads,
            Policy("therapist reads", "select", MINE),
            Policy("own reads", "select", f"{IS['partner']} and account_id = {UID}"),
            Policy("practice moves", "update", f"{STAFF} or ({MINE})"),
            WORKER_ACTS,
            web="select, insert, update (account_id)",
            worker="select, insert",
        ),
        protect(
            "billing_chargeline",
            Policy("whoever sees the charge", "select", SEEN_CHARGE),
            WORKER_ACTS,
            worker="select, insert",
        ),
        protect(
            "billing_payment",
            staff_reads,
            Policy("therapist reads", "select", f"{THERAPIST} and account_id in {PEOPLE}"),
            Policy("own reads", "select", f"{IS['partner']} and account_id = {UID}"),
            Policy(
                "practice records", "insert", f"({STAFF} or ({THERAPIST} and account_id in {PEOPLE})) and by_id = {UID}"
            ),
        ),
        protect(
            "billing_allocation",
            Policy("whoever sees the payment", "select", SEEN_PAYMENT),
            Policy("practice settles", "insert", f"{PRACTICE} and {SEEN_PAYMENT}"),
        ),
        protect(
            "billing_superbillline",
            Policy("whoever sees the superbill", "select", SEEN_SUPERBILL),
            Policy("practice states", "insert", f"{PRACTICE} and {SEEN_SUPERBILL}"),
            Policy("practice voids", "update", f"{PRACTICE} and {SEEN_SUPERBILL}"),
            web="select, insert, update (live)",
        ),
        protect(
            "billing_insuredperson",
            staff_reads,
            Policy("therapist reads", "select", MINE),
            Policy("practice sets", "insert", f"({STAFF} or ({MINE})) and by_id = {UID}"),
            WORKER_ACTS,
            worker="select",
        ),
        # Of no person: the fee schedule, the code set, the counters of papers.
        restrict("billing_fee", web="select, insert, update, delete"),
        restrict("billing_numbercounter", web="select, insert, update", worker=""),
    ]
