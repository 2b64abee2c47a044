from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import migrations

TEXTS = Path(__file__).resolve().parent.parent / "texts"
WRITTEN_AT = datetime(2026, 11, 1, 18, 0, tzinfo=UTC)
TITLES = {
    "treatment": "Consent to ketamine-assisted psychotherapy",
    "privacy": "Privacy, records and what is shared",
    "fees": "Fees, and how we write to each other",
    "touch": "Touch in sessions",
    "room": "Agreements for the room",
}


def publish(apps: Any, schema_editor: Any) -> None:
    """The one consent of before becomes the text on treatment. Where somebody signed it, it stands as it was signed, and
    the new wording waits as a draft; the other texts are asked anew, of everybody.
    """
    alias = schema_editor.connection.alias
    document, consent, draft = (
        apps.get_model("clients", name).objects.using(alias) for name in ("ConsentDocument", "Consent", "TextDraft")
    )
    signed = consent.filter(document__kind="kap").exists()
    changed = document.filter(kind="kap").count() > 1
    document.filter(kind="kap").update(kind="treatment")
    if signed or changed:
        words = {"title": TITLES["treatment"], "body": _text("treatment"), "saved_at": WRITTEN_AT}
        draft.create(kind="treatment", **words)
    else:
        document.filter(kind="treatment").update(title=TITLES["treatment"], body=_text("treatment"))
    for kind, title in TITLES.items():
        if kind != "treatment":
            document.create(kind=kind, version=1, title=title, body=_text(kind), published_at=WRITTEN_AT)


def withdraw(apps: Any, schema_editor: Any) -> None:
    document = apps.get_model("clients", "ConsentDocument").objects.using(schema_editor.connection.alias)
    document.filter(kind__in=set(TITLES) - {"treatment"}).delete()
    document.filter(kind="treatment").update(kind="kap")


def _text(kind: str) -> str:
    return (TEXTS / f"{kind}_1.txt").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("clients", "0010_consent_packet")]
    operations = [migrations.RunPython(publish, withdraw)]
