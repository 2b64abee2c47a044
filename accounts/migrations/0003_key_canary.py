from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import accounts.sealed
from accounts.rls import restrict


def write(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Sealed with the key that writes at this moment."""
    canary = apps.get_model("accounts", "KeyCanary")
    canary._default_manager.using(schema_editor.connection.alias).create(body="canary")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_actor")]
    operations = [
        migrations.CreateModel(
            name="KeyCanary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", accounts.sealed.SealedText()),
            ],
        ),
        restrict("accounts_keycanary", web="select", worker="select"),
        migrations.RunPython(write, migrations.RunPython.noop),
    ]
