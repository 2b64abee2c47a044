from django.db import migrations

from accounts.rls import IS, UID, WORKER_ACTS, Policy, definer, protect

OWN = f"{IS['partner']} and partner_id = {UID}"
CARED = f"{IS['therapist']} and kap_in_care(partner_id)"
REFERRED = f"{IS['prescriber']} and kap_referred(partner_id)"
HEALTH = f"{REFERRED} and layer = 'health'"
BASELINE = "point = 'baseline' and asked_by_id is null"
OF_OURS = "kap_role() in ('therapist', 'prescriber', 'staff', 'partner')"

own_reads, own_adds = Policy("own reads", "select", OWN), Policy("own adds", "insert", OWN)
# Only to what this very person was asked: a key of the other's, had it been guessed, finds nothing.
own_answers = Policy(
    "own answers", "insert", f"{OWN} and exists (select 1 from screening_measure m where m.id = measure_id)"
)
therapist_reads = Policy("therapist reads", "select", CARED)
prescriber_reads = Policy(
    "prescriber reads", "select", f"{IS['prescriber']} and kap_reads_health(partner_id) and layer = 'health'"
)

ON_CALL = f"""
select kap_role() in ('therapist', 'prescriber')
  and coalesce((select w.user_id = {UID} from screening_safetywatch w order by w.set_at desc limit 1), false)
"""
# Whom the clinician on call has to reach: a name and numbers, and nothing else of the record. The number that the person
# gave as safe is sealed and leaves the database so.
REACH = """
select coalesce(nullif(p.preferred_name, ''), p.legal_first_name), p.phone, s.phone, coalesce(s.voicemail, false)
from screening_safetytask t join clients_partner p on p.user_id = t.partner_id
left join lateral (
  select c.phone, c.voicemail from clients_safecontact c where c.partner_id = p.user_id order by c.set_at desc limit 1
) s on true
where t.id = task and t.passed_on_at is not null and kap_on_call()
"""


class Migration(migrations.Migration):
    """Who is asked what, who answered, and who reads it: the person adds, clinicians read, the office sees none of it."""

    dependencies = [("screening", "0014_measures"), ("clients", "0020_emergency_access")]
    operations = [
        protect(
            "screening_measure",
            own_reads,
            therapist_reads,
            prescriber_reads,
            Policy("therapist asks", "insert", f"{CARED} and (asked_by_id = {UID} or ({BASELINE}))"),
            # Whoever adds a couple has the same asked of everybody, and reads none of it.
            Policy("office adds the baseline", "insert", f"{IS['staff']} and {BASELINE}"),
            Policy("therapist takes back", "update", CARED),
            web="select, insert, update (withdrawn_at, withdrawn_by_id)",
        ),
        protect("screening_measurereceipt", own_reads, own_answers, therapist_reads, prescriber_reads),
        protect("screening_measureanswers", own_answers, therapist_reads, prescriber_reads),
        protect(
            "screening_measureresult",
            therapist_reads,
            prescriber_reads,
            Policy("therapist enters", "insert", f"{CARED} and by_id = {UID}"),
            Policy("prescriber enters", "insert", f"{HEALTH} and by_id = {UID}"),
            Policy("therapist strikes", "update", CARED),
            Policy("prescriber strikes", "update", f"{HEALTH} and by_id = {UID}"),
            web="select, insert, update (struck_at, struck_by_id)",
        ),
        protect(
            "screening_owninstrument",
            Policy("anybody of ours reads", "select", OF_OURS),
            Policy("therapist loads", "insert", f"{IS['therapist']} and loaded_by_id = {UID}"),
            Policy("therapist retires", "update", IS["therapist"]),
            web="select, insert, update (retired_at, retired_by_id)",
        ),
        definer("kap_on_call", "", "boolean", ON_CALL),
        protect(
            "screening_safetywatch",
            Policy("clinicians read", "select", f"{IS['therapist']} or {IS['prescriber']}"),
            Policy("therapist names", "insert", f"{IS['therapist']} and set_by_id = {UID}"),
            WORKER_ACTS,
            worker="select",
        ),
        protect(
            "screening_safetytask",
            own_adds,
            therapist_reads,
            Policy("on call reads", "select", "passed_on_at is not null and kap_on_call()"),
            WORKER_ACTS,
            web="select, insert, update (passed_on_at)",
            worker="select, update (passed_on_at)",
        ),
        protect(
            "screening_safetytaskdone",
            therapist_reads,
            Policy("therapist takes up", "insert", f"{CARED} and by_id = {UID}"),
            Policy(
                "on call reads",
                "select",
                "kap_on_call() and exists (select 1 from screening_safetytask t where t.id = task_id)",
            ),
            Policy(
                "on call takes up",
                "insert",
                f"kap_on_call() and by_id = {UID}"
                " and exists (select 1 from screening_safetytask t where t.id = task_id and t.passed_on_at is not null"
                " and t.partner_id = screening_safetytaskdone.partner_id)",
            ),
            Policy("worker reads", "select", IS["worker"]),
            worker="select (id, task_id, at)",
        ),
        definer(
            "kap_safety_reach",
            "task uuid",
            "table (called text, phone text, safe_phone text, voicemail boolean)",
            REACH,
        ),
    ]
