from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import migrations

TEXT = Path(__file__).resolve().parent.parent / "texts" / "kap_consent_1.txt"
WRITTEN_AT = datetime(2026, 11, 1, 18, 0, tzinfo=UTC)


def publish(apps: Any, schema_editor: Any) -> None:
    document = apps.get_model("clients", "ConsentDocument")
    document.objects.using(schema_editor.connection.alias).create(
        kind="kap",
        version=1,
        title="Consent to ketamine-assisted psychotherapy",
        body=TEXT.read_text(encoding="utf-8"),
        published_at=WRITTEN_AT,
    )


class Migration(migrations.Migration):
    dependencies = [("clients", "0002_reach")]
    operations = [migrations.RunPython(publish, migrations.RunPython.noop)]
