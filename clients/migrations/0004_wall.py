from django.db import migrations

from accounts.rls import IS, PRACTICE, UID, WORKER_ACTS, Policy, definer, protect

STAFF, THERAPIST = IS["staff"], IS["therapist"]
MY_COUPLES = f"""
select t.couple_id from clients_careteam t where t.user_id = {UID} and {THERAPIST}
union all
select m.couple_id from clients_membership m where m.partner_id = {UID} and m.until is null and {IS["partner"]}
"""
MY_PEOPLE = f"""
select m.partner_id from clients_membership m join clients_careteam t on t.couple_id = m.couple_id
where t.user_id = {UID} and {THERAPIST}
union all
select r.partner_id from clients_referral r
where r.prescriber_id = {UID} and r.ended_at is null and {IS["prescriber"]}
union all
select {UID} where {IS["partner"]}
"""
IN_NOBODYS_CARE = "select not exists (select 1 from clients_careteam t where t.couple_id = couple)"

PEOPLE, COUPLES = "(select kap_my_people())", "(select kap_my_couples())"
OWN = f"{IS['partner']} and partner_id = {UID}"
SEEN_USERS = "user_id in (select u.id from accounts_user u)"
SEEN_CONSENT = "exists (select 1 from clients_consent c where c.id = consent_id)"
NEW_OR_OWN = f"{STAFF} or ({THERAPIST} and (couple_id in {COUPLES} or kap_in_nobodys_care(couple_id)))"

door_acts = Policy("door acts", "all", IS["door"])
staff_reads = Policy("staff reads", "select", STAFF)
their_people = Policy("whose people they are", "select", f"partner_id in {PEOPLE}")
practice_adds = Policy("practice adds", "insert", PRACTICE)


class Migration(migrations.Migration):
    """The second wall around who is in care. The people who sign in stand here too: who may see whom is a matter of care."""

    dependencies = [
        ("clients", "0003_first_consent"),
        ("accounts", "0002_actor"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [
        definer("kap_my_couples", "", "setof uuid", MY_COUPLES),
        definer("kap_my_people", "", "setof uuid", MY_PEOPLE),
        definer("kap_in_nobodys_care", "couple uuid", "boolean", IN_NOBODYS_CARE),
        protect(
            "accounts_user",
            door_acts,
            staff_reads,
            Policy("colleagues are seen", "select", "role <> 'partner' and kap_role() <> ''"),
            Policy("whose people they are", "select", f"id in {PEOPLE}"),
            practice_adds,
            Policy("practice changes", "update", f"{STAFF} or ({THERAPIST} and (role <> 'partner' or id in {PEOPLE}))"),
            Policy("own changes", "update", f"id = {UID}"),
            WORKER_ACTS,
            web="select, insert, update",
            worker="select",
        ),
        protect(
            "accounts_credential",
            door_acts,
            Policy("anybody of ours reads", "select", "kap_role() <> ''"),
            Policy("own", "all", f"user_id = {UID}"),
            web="select, insert, update",
        ),
        protect(
            "accounts_invitation",
            door_acts,
            Policy("practice reads", "select", f"{PRACTICE} and {SEEN_USERS}"),
            Policy("practice invites", "insert", f"{PRACTICE} and sent_by_id = {UID}"),
            Policy("practice withdraws", "update", f"{PRACTICE} and {SEEN_USERS}"),
            WORKER_ACTS,
            web="select, insert, update",
            worker="select",
        ),
        *[
            protect(
                table,
                door_acts,
                Policy("own", "all", f"user_id = {UID}"),
                Policy("practice keeps", "all", f"{PRACTICE} and {SEEN_USERS}"),
                web="select, insert, update, delete",
            )
            for table in ("account_emailaddress", "mfa_authenticator")
        ],
        protect("account_emailconfirmation", door_acts, web="select, insert, update, delete"),
        protect(
            "clients_partner",
            staff_reads,
            Policy("whose people they are", "select", f"user_id in {PEOPLE}"),
            practice_adds,
            Policy("practice changes", "update", f"{STAFF} or ({THERAPIST} and user_id in {PEOPLE})"),
            # Signing and answering lock the person's own row, for which PostgreSQL asks the right to change it.
            Policy("own is locked", "update", f"user_id = {UID}"),
            WORKER_ACTS,
            web="select, insert, update",
            worker="select",
        ),
        protect(
            "clients_couple",
            staff_reads,
            Policy("whose couples they are", "select", f"id in {COUPLES}"),
            Policy("practice opens", "insert", f"{PRACTICE} and opened_by_id = {UID}"),
            Policy("practice changes", "update", f"{STAFF} or ({THERAPIST} and id in {COUPLES})"),
            WORKER_ACTS,
            web="select, insert, update",
            worker="select",
        ),
        protect(
            "clients_membership",
            staff_reads,
            Policy("therapist reads", "select", f"{THERAPIST} and couple_id in {COUPLES}"),
            Policy("own reads", "select", OWN),
            Policy("practice adds", "insert", NEW_OR_OWN),
            Policy("practice changes", "update", f"{STAFF} or ({THERAPIST} and couple_id in {COUPLES})"),
            WORKER_ACTS,
            web="select, insert, update",
            worker="select",
        ),
        protect(
            "clients_careteam",
            staff_reads,
            Policy("whose couples they are", "select", f"couple_id in {COUPLES}"),
            Policy("practice adds", "insert", NEW_OR_OWN),
            WORKER_ACTS,
            worker="select",
        ),
        protect(
            "clients_referral",
            staff_reads,
            Policy("therapist reads", "select", f"{THERAPIST} and partner_id in {PEOPLE}"),
            Policy("prescriber reads", "select", f"{IS['prescriber']} and prescriber_id = {UID}"),
            Policy("therapist refers", "insert", f"{THERAPIST} and partner_id in {PEOPLE} and made_by_id = {UID}"),
            Policy("therapist ends", "update", f"{THERAPIST} and partner_id in {PEOPLE}"),
            web="select, insert, update (ended_at)",
        ),
        protect(
            "clients_consent",
            staff_reads,
            their_people,
            Policy("own signs", "insert", OWN),
        ),
        protect(
            "clients_consentwithdrawal",
            Policy("whoever sees the consent", "select", SEEN_CONSENT),
            Policy("own withdraws", "insert", f"{IS['partner']} and by_id = {UID} and {SEEN_CONSENT}"),
        ),
    ]
