from django.db import migrations

from accounts.rls import IS, UID, Policy

OWN = f"{IS['partner']} and partner_id = {UID}"
TABLE = "screening_draft"
BEFORE = Policy("own", "all", OWN)
# What was begun at home is not there on a device of the practice, nor is anything begun on one.
AFTER = Policy("own", "all", f"{OWN} and not kap_handed_off()")


def instead(policy: Policy) -> str:
    return f'drop policy "{policy.name}" on {TABLE}; {policy.sql(TABLE)}'


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0007_measured"),
        ("clients", "0030_hand_off"),
    ]
    operations = [migrations.RunSQL(instead(AFTER), instead(BEFORE))]
