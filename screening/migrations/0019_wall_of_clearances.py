from django.db import migrations

from accounts.rls import IS, UID, Policy, definer, protect

CARED = f"{IS['therapist']} and kap_in_care(partner_id)"
REFERRED = f"{IS['prescriber']} and kap_referred(partner_id)"
BOTH = f"(({CARED}) or ({REFERRED}))"
OF_THAT_PERSON = (
    "exists (select 1 from screening_paperclearance p where p.id = paper_id and p.partner_id = {}.partner_id)"
)
# Whoever typed the paper reads it again only half a day later: see `screening.rules.papers.SAME_READER_WAITS`.
ANOTHER_TIME = f"""exists (select 1 from screening_paperclearance p
    where p.id = paper_id and (p.by_id <> {UID} or p.at <= screening_paperreading.at - interval '12 hours'))"""
READ_AGAIN = "exists (select 1 from screening_paperreading r where r.paper_id = screening_clearance.paper_id)"

# What the office books by: until when, how many sessions, whether it stands. No route, dose, limit or word.
IN_BRIEF = f"""
select distinct on (c.partner_id) c.partner_id, c.given_at, c.valid_until, c.sessions::integer, s.id is not null,
    c.re_evaluate_on, c.re_evaluate_after::integer
from screening_clearance c left join screening_clearancesuspension s on s.clearance_id = c.id
where c.partner_id = any(people) and {IS["staff"]}
order by c.partner_id, c.given_at desc
"""
BRIEF = (
    "table (partner_id uuid, given_at timestamptz, valid_until date, sessions integer, suspended boolean,"
    " re_evaluate_on date, re_evaluate_after integer)"
)

# A prescriber's paper is no paper of the portal.
SCANS = f"""
create policy "prescriber reads clearances" on documents_upload for select to kap_web
    using ({IS["prescriber"]} and purpose = 'clearance' and kap_referred(about_id));
create policy "prescriber keeps clearances" on documents_upload for insert to kap_web
    with check ({IS["prescriber"]} and purpose = 'clearance' and kap_referred(about_id) and by_id = {UID});
drop policy "own reads" on documents_upload;
create policy "own reads" on documents_upload for select to kap_web
    using ({IS["partner"]} and about_id = {UID} and purpose <> 'clearance');
"""
SCANS_BACK = f"""
drop policy "prescriber reads clearances" on documents_upload;
drop policy "prescriber keeps clearances" on documents_upload;
drop policy "own reads" on documents_upload;
create policy "own reads" on documents_upload for select to kap_web using ({IS["partner"]} and about_id = {UID});
"""
POLICIES = f"""
drop policy "staff reads" on screening_clearance;
drop policy "prescriber adds" on screening_clearance;
create policy "prescriber adds" on screening_clearance for insert to kap_web
    with check ({REFERRED} and prescriber_id = {UID} and paper_id is null);
create policy "a second reader adds" on screening_clearance for insert to kap_web
    with check ({BOTH} and prescriber_id is null and confirmed_by_id = {UID} and {READ_AGAIN});
create policy "therapist adds" on screening_clearancesuspension for insert to kap_web
    with check ({IS["therapist"]} and by_id = {UID}
        and exists (select 1 from screening_clearance c where c.id = clearance_id));
"""
POLICIES_BACK = f"""
drop policy "therapist adds" on screening_clearancesuspension;
drop policy "a second reader adds" on screening_clearance;
drop policy "prescriber adds" on screening_clearance;
create policy "prescriber adds" on screening_clearance for insert to kap_web
    with check ({REFERRED} and prescriber_id = {UID});
create policy "staff reads" on screening_clearance for select to kap_web using ({IS["staff"]});
"""

both_read = Policy("both read", "select", BOTH)


class Migration(migrations.Migration):
    """Paper clearances and words to a prescriber are for the two who share a person's health; the office counts by a
    function that answers dates and numbers alone."""

    dependencies = [
        ("screening", "0018_every_limit"),
        ("clients", "0004_wall"),
        ("documents", "0005_scans_of_clearances"),
    ]
    operations = [
        protect("screening_paperclearance", both_read, Policy("both add", "insert", f"{BOTH} and by_id = {UID}")),
        protect(
            "screening_paperreading",
            both_read,
            Policy(
                "another reader adds",
                "insert",
                f"{BOTH} and by_id = {UID} and {OF_THAT_PERSON.format('screening_paperreading')} and {ANOTHER_TIME}",
            ),
        ),
        protect(
            "screening_papersetaside",
            both_read,
            Policy(
                "both add", "insert", f"{BOTH} and by_id = {UID} and {OF_THAT_PERSON.format('screening_papersetaside')}"
            ),
        ),
        protect(
            "screening_wordtoprescriber",
            both_read,
            Policy("therapist adds", "insert", f"{CARED} and by_id = {UID}"),
        ),
        migrations.RunSQL(POLICIES, POLICIES_BACK),
        migrations.RunSQL(SCANS, SCANS_BACK),
        definer("kap_clearances_in_brief", "people uuid[]", BRIEF, IN_BRIEF),
    ]
