from django.db import migrations

from accounts.rls import restrict

ONLY_ADDED = ("charge", "chargeline", "payment", "allocation")


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial"), ("kap_sessions", "0002_wall")]
    operations = [
        *[restrict(f"billing_{name}", web="select, insert", worker="select, insert") for name in ONLY_ADDED],
        restrict("billing_superbill", web="select, insert, update (voided_at, voided_by_id, void_reason)"),
        restrict("billing_superbillline", web="select, insert, update (live)"),
    ]
