"""One page of conditions became one page a topic. What somebody had begun to answer goes along, each to its page."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

OLD = "conditions"
# As the questions lay when the page was parted; this list is history, so it stands here.
TOPICS: Mapping[str, tuple[str, ...]] = {
    "heart": ("blood_pressure", "heart", "stroke"),
    "head": ("brain_pressure", "eye_pressure", "seizures"),
    "body": ("thyroid", "liver", "bladder", "breathing"),
    "family": ("pregnancy", "breastfeeding"),
    "mind": ("psychosis", "family_psychosis", "mania", "bipolar"),
    "use": ("substances", "ketamine_use"),
}


def part(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    draft: Any = apps.get_model("screening", "Draft")
    for old in draft.objects.filter(page=OLD):
        answers = json.loads(old.answers)
        for page, questions in TOPICS.items():
            own = {name: words for name, words in answers.items() if name.removesuffix("_more") in questions}
            if own:
                draft.objects.create(
                    pk=uuid4(), partner_id=old.partner_id, page=page, answers=json.dumps(own), saved_at=old.saved_at
                )
        old.delete()


class Migration(migrations.Migration):
    dependencies = [("screening", "0005_history")]
    operations = [migrations.RunPython(part, migrations.RunPython.noop)]
