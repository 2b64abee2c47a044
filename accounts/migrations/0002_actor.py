from django.db import migrations

from accounts.rls import HELPERS, HELPERS_BACK


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(HELPERS, HELPERS_BACK)]
