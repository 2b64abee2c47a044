from django.db import migrations

from accounts.rls import IS, Policy, definer

# What the gate needs of a decision: when, and whether it goes on. The reason is the therapist's, so nobody else reads the
# row; of what is no "go on" others learn by a hold without content.
BRIEF = f"""
select distinct on (d.partner_id) d.partner_id, d.at, d.outcome = 'go_on' from screening_decision d
where d.partner_id = any(people) and (
    {IS["therapist"]} and kap_in_care(d.partner_id)
    or d.outcome = 'go_on' and ({IS["staff"]} or {IS["prescriber"]} and kap_referred(d.partner_id)))
order by d.partner_id, d.at desc
"""
OTHERS = Policy(
    "others see go on",
    "select",
    f"outcome = 'go_on' and ({IS['staff']} or {IS['prescriber']} and kap_referred(partner_id))",
)
NO_OTHERS = 'drop policy "others see go on" on screening_decision;'


class Migration(migrations.Migration):
    dependencies = [("screening", "0026_read_in_an_emergency")]
    operations = [
        definer(
            "kap_decisions_in_brief",
            "people uuid[]",
            "table (partner_id uuid, at timestamptz, goes_on boolean)",
            BRIEF,
        ),
        migrations.RunSQL(NO_OTHERS, OTHERS.sql("screening_decision")),
    ]
