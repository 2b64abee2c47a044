"""“Anything changed?” in the portal, before each session and at any other time."""

import json
import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from accounts.actor import as_actor
from screening.gather import waiting_for_prescriber
from screening.models import CallRequest, Hold, SafetyTask, SealedAnswer, Submission
from screening.rules.change import CHANGES
from tests.cast import NOON, Cast, signed_in_as
from tests.inference_world import masked
from tests.states import HOUR, answered, given_clearance, referred

pytestmark = pytest.mark.django_db
PAGE = "/my/change/"
NO_CHANGE = {question.id: "no" for question in CHANGES}
CANARY = "CANARY-ANN-7f3c"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def ann(cast: Cast) -> Client:
    return signed_in_as(cast.ann.user)


def told(cast: Cast) -> list[tuple[str, dict[str, str]]]:
    with as_actor(cast.therapist):
        return [(row.page, json.loads(row.body)) for row in SealedAnswer.objects.order_by("sent_at")]


def holds(cast: Cast) -> int:
    with as_actor(cast.therapist):
        return Hold.objects.active().filter(scope=Hold.Scope.CLINICAL).count()


def test_nothing_has_changed_is_one_tap_and_stops_nothing(cast: Cast, ann: Client) -> None:
    page = ann.post(PAGE, {"nothing": "yes", "key": str(uuid4())}, follow=True).content.decode()
    assert told(cast) == [("unchanged", NO_CHANGE)]
    assert holds(cast) == 0
    assert "Received. Thank you." in page
    assert "Last answered on 17 November 2026." in page


def test_the_one_tap_names_all_that_it_answers_with_no(ann: Client) -> None:
    [said] = re.findall(r'<h2 id="nothing">Nothing new</h2>\s*<p>(.*?)</p>', ann.get(PAGE).content.decode())
    named = ("medicine", "illness", "other care", "passing water", "ending your life", "pregnancy")
    assert len(named) == len(CHANGES)
    assert all(words in said for words in named)


def test_what_has_changed_is_sealed_and_stops_until_a_clinician_looked(cast: Cast, ann: Client) -> None:
    page = ann.post(PAGE, NO_CHANGE | {"change_medicines": "yes", "change_words": CANARY}, follow=True).content.decode()
    assert told(cast) == [("change", NO_CHANGE | {"change_medicines": "yes", "change_words": CANARY})]
    assert holds(cast) == 1
    assert CANARY not in page


def test_every_answer_leads_to_the_same_page_to_the_letter(cast: Cast) -> None:
    pages = set()
    for answers in ({"nothing": "yes"}, NO_CHANGE | {"change_suicide": "yes"}, NO_CHANGE | {"change_bladder": "talk"}):
        ann = signed_in_as(cast.ann.user)
        pages.add(masked(ann.post(PAGE, answers, follow=True).content.decode()))
    assert len(pages) == 1


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Answer “Is there a medicine, vitamin or herb that is new, changed or no longer taken?”"),
        (NO_CHANGE | {"change_illness": "yes"}, "Write what it is"),
        (NO_CHANGE | {"change_illness": "perhaps"}, "Choose one of the answers shown."),
        (NO_CHANGE | {"change_words": "x" * 2001}, "Shorten this to 2000 characters."),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field_and_nothing_typed_is_lost(
    cast: Cast, ann: Client, answers: dict[str, str], sentence: str
) -> None:
    page = ann.post(PAGE, answers | ({"change_words": CANARY} if not answers else {}))
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert answers or CANARY in page.content.decode()
    assert told(cast) == []


def test_a_double_click_is_one(cast: Cast, ann: Client) -> None:
    key = str(uuid4())
    for _ in range(2):
        page = ann.post(PAGE, {"nothing": "yes", "key": key}, follow=True)
    assert "We already have this." in page.content.decode()
    with as_actor(cast.ann.user):
        assert Submission.objects.count() == 1


@pytest.mark.parametrize("answer", ["yes", "unsure", "talk"])
def test_a_word_about_ending_ones_life_calls_the_therapist_and_help_stood_there_before(
    cast: Cast, ann: Client, answer: str
) -> None:
    assert "Nobody reads this tonight, and by day not at once." in ann.get(PAGE).content.decode()
    ann.post(PAGE, NO_CHANGE | {"change_suicide": answer})
    with as_actor(cast.therapist):
        assert SafetyTask.objects.open().count() == 1
        assert not CallRequest.objects.exists()
    assert holds(cast) == 1


@pytest.mark.parametrize(("changed", "waits"), [("no", []), ("yes", ["health_added"])])
def test_the_prescriber_reads_again_only_what_is_news(cast: Cast, ann: Client, changed: str, waits: list[str]) -> None:
    answered(cast.ann, NOON - 9 * HOUR)
    referred(cast, cast.ann, NOON - 8 * HOUR)
    given_clearance(cast, cast.ann, NOON - 7 * HOUR)
    ann.post(PAGE, NO_CHANGE | {"change_bladder": changed})
    with as_actor(cast.prescriber):
        assert [item.kind for item in waiting_for_prescriber(cast.prescriber, NOON)] == waits


@pytest.mark.parametrize("role", ["therapist", "staff", "prescriber"])
def test_the_practice_answers_no_questions(cast: Cast, role: str) -> None:
    assert signed_in_as(getattr(cast, role)).get(PAGE).status_code == 403
