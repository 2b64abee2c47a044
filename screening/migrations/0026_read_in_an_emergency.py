from django.db import migrations

READS, REFERRED = (
    "kap_role() = 'prescriber' and kap_reads_health(partner_id)",
    "kap_role() = 'prescriber' and kap_referred(partner_id)",
)
HEALTH = " and layer = 'health'"
# What a prescriber reads of somebody in an emergency is what a referral lets them read; nothing more can be written.
READ = {
    "screening_submission": HEALTH,
    "screening_sealedanswer": HEALTH,
    "screening_hold": "",
    "screening_clearance": "",
    "screening_prescriberreply": "",
}


def policies(rule: str) -> str:
    return "\n".join(
        f'alter policy "prescriber reads" on {table} using ({rule}{layer});' for table, layer in READ.items()
    )


class Migration(migrations.Migration):
    dependencies = [("screening", "0022_review"), ("clients", "0020_emergency_access")]
    operations = [migrations.RunSQL(policies(READS), policies(REFERRED))]
