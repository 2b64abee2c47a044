from django.db import migrations

from accounts.rls import IS, UID, Policy, protect, restrict

STAFF = IS["staff"]


def cared(column: str) -> str:
    return f"{IS['therapist']} and kap_in_care({column})"


class Migration(migrations.Migration):
    dependencies = [("billing", "0003_what_a_superbill_states"), ("clients", "0002_reach")]
    operations = [
        protect(
            "billing_diagnosis",
            Policy("therapist reads", "select", cared("partner_id")),
            Policy("staff reads", "select", STAFF),
            Policy("therapist sets", "insert", f"{cared('partner_id')} and by_id = {UID}"),
            Policy("therapist ends", "update", cared("partner_id")),
            web="select, insert, update (until, ended_at, ended_by_id)",
        ),
        protect(
            "billing_superbill",
            Policy("therapist reads", "select", cared("person_id")),
            Policy("staff reads", "select", STAFF),
            Policy("own reads", "select", f"{IS['partner']} and person_id = {UID}"),
            Policy("practice issues", "insert", f"({STAFF} or {cared('person_id')}) and issued_by_id = {UID}"),
            Policy("practice voids", "update", f"({STAFF} or {cared('person_id')})"),
            web="select, insert, update (voided_at, voided_by_id, void_reason, void_document_id)",
        ),
        # A session that is neither paid for nor stated can still go to the other one's account.
        restrict("billing_charge", web="select, insert, update (account_id)", worker="select, insert"),
        restrict("billing_insuredperson", web="select, insert"),
        restrict("billing_diagnosiscode", web="select, insert"),
    ]
