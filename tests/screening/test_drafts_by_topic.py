"""What somebody had begun on the one page of conditions, after it was parted by topic."""

import importlib
import json

import pytest
from django.apps import apps

from accounts.actor import as_actor
from screening.models import Draft
from tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db
part = importlib.import_module("screening.migrations.0006_drafts_by_topic").part
BEGUN = {"heart": "yes", "heart_more": "recent", "liver": "unsure", "ketamine_use": "talk"}


def test_every_answer_goes_along_to_the_page_that_asks_it_now(cast: Cast) -> None:
    with as_actor(cast.ann.user):
        Draft.objects.create(partner=cast.ann, page="conditions", answers=json.dumps(BEGUN), saved_at=NOON)
        part(apps, None)
        drafts = {draft.page: json.loads(draft.answers) for draft in Draft.objects.all()}
    assert drafts == {
        "heart": {"heart": "yes", "heart_more": "recent"},
        "body": {"liver": "unsure"},
        "use": {"ketamine_use": "talk"},
    }
