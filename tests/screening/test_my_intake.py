"""The intake pages in the portal: words kept half-done, closed pages sent at once, what each marks for both."""

import json

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.actor import as_actor
from screening.models import CallRequest, Draft, Hold, SealedAnswer
from screening.rules.issues import ISSUES, PLACES
from screening.rules.pages import PAGES
from tests.cast import NOON, Cast, signed_in_as
from tests.states import TOLD, answered, told

HISTORY, GOALS, CARE, HOPES, READINESS, CLOSENESS = (f"/my/questions/{number}/" for number in range(21, 27))
CANARY = "Heron-7 by the lake"


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def ann(cast: Cast) -> Client:
    return signed_in_as(cast.ann.user)


def sealed(cast: Cast) -> dict[str, str]:
    with as_actor(cast.therapist):
        return dict(json.loads(SealedAnswer.objects.get().body))


def filled(page: str) -> dict[str, object]:
    """As a browser sends it: each tick by itself."""
    ticks = {item.id for item in PAGES[page].items if item.kind == "ticks"}
    return {name: value.split(",") if name in ticks else value for name, value in TOLD[page].items()}


@pytest.mark.parametrize("page", ["history", "goals", "care", "hopes", "readiness"])
def test_each_page_says_why_and_who_reads_and_is_sealed_as_it_was_filled_in(cast: Cast, ann: Client, page: str) -> None:
    url = reverse("my_page", args=[page])
    opened = ann.get(url).content.decode()
    assert "Read by: your therapist." in opened
    assert "Why we ask" in opened
    answer = ann.post(url, filled(page) | {"send": "yes"})
    assert answer["Location"] == "/my/next/?part=2"
    expected = dict(TOLD[page])
    assert sealed(cast) == expected
    again = ann.get(url).content.decode()
    assert "Answered on" in again
    assert "checked" not in again


def test_words_and_ticks_are_kept_half_done_and_found_again(cast: Cast, ann: Client) -> None:
    half = {"years": "4_7", "children": ["home", "wish"], "good": CANARY, "later": "yes"}
    assert ann.post(HISTORY, half)["Location"] == "/my/"
    page = signed_in_as(cast.ann.user).get(HISTORY).content.decode()
    assert CANARY in page
    assert page.count("checked") == 3


def test_a_script_keeps_ticks_too(cast: Cast, ann: Client) -> None:
    ann.post(HOPES, {"concerns": ["control", "cost"], "version": "0"}, headers={"X-Autosave": "1"})
    with as_actor(cast.ann.user):
        assert json.loads(Draft.objects.get().answers) == {"concerns": "control,cost"}


def test_a_page_without_a_word_asks_for_some_or_for_a_talk(ann: Client) -> None:
    page = ann.post(GOALS, {"together": "no", "send": "yes"})
    assert page.status_code == 422
    assert "tick that you would rather talk about it" in page.content.decode()
    assert ann.post(GOALS, {"rather_talk": ["yes"], "send": "yes"}).status_code == 302


def test_choices_have_to_be_made(ann: Client) -> None:
    page = ann.post(CARE, {"carers": CANARY, "send": "yes"})
    assert page.status_code == 422
    assert "Answer “May we speak with them?”" in page.content.decode()
    assert CANARY in page.content.decode()


def test_what_nobody_offered_is_refused(ann: Client) -> None:
    assert ann.post(HISTORY, filled("history") | {"children": ["seven"], "send": "yes"}).status_code == 422
    assert ann.post(READINESS, filled("readiness") | {"willingness": "11"}).status_code == 422


def test_closed_pages_are_kept_nowhere_half_done(cast: Cast, ann: Client) -> None:
    page = ann.get(READINESS).content.decode()
    assert "data-autosave" not in page
    assert "Save and finish later" not in page
    assert "sent as a whole" in page
    ann.post(READINESS, {"stuck": "yes"}, headers={"X-Autosave": "1"})
    with as_actor(cast.ann.user):
        assert not Draft.objects.exists()


def test_nothing_may_be_brought_up_together_unless_it_is_allowed(cast: Cast, ann: Client) -> None:
    ann.post(GOALS, {"goal_self": "x", "send": "yes"})
    assert "together" not in sealed(cast)
    page = signed_in_as(cast.ben.user).get(GOALS).content.decode()
    assert "No, keep it between us" in page


@pytest.mark.parametrize(
    ("sending", "calls"),
    [
        ({"skip": "yes"}, 1),
        ({"skip": "left_out"}, 0),
        (dict(TOLD["closeness"]), 0),
    ],
)
def test_closeness_can_be_answered_left_out_or_talked_about_and_reads_the_same(
    cast: Cast, ann: Client, sending: dict[str, str], calls: int
) -> None:
    answer = ann.post(f"{CLOSENESS}?part=2", sending)
    assert answer["Location"] == "/my/next/?part=2"
    assert "Answered on" in ann.get(CLOSENESS).content.decode()
    with as_actor(cast.therapist):
        assert CallRequest.objects.count() == calls
        assert not Hold.objects.exists()


def test_the_private_questions_cannot_be_left_out_without_a_talk(cast: Cast, ann: Client) -> None:
    assert "Leave this out" not in ann.get("/my/questions/4/").content.decode()
    ann.post("/my/questions/4/", {"skip": "left_out"})
    with as_actor(cast.therapist):
        assert CallRequest.objects.count() == 1


def test_closeness_begins_with_the_question_of_being_alone(ann: Client) -> None:
    page = ann.get(CLOSENESS).content.decode()
    assert "Are you alone, and is this device yours?" in page
    assert "Leave this page" in page
    assert "<textarea" not in ann.get(f"{CLOSENESS}?part=2").content.decode()


def test_all_nine_can_be_ranked(cast: Cast, ann: Client) -> None:
    ranked = {place: issue.id for (place, _), issue in zip(PLACES, ISSUES, strict=True)} | {"together": "yes"}
    assert ann.post("/my/questions/5/", ranked).status_code == 302
    assert sealed(cast) == ranked
    page = signed_in_as(cast.therapist).get(f"/partners/{cast.ann.pk}/screening/").content.decode()
    assert "May be brought up when both are there" in page


def test_places_with_something_to_mend_stand_open(ann: Client) -> None:
    page = ann.post("/my/questions/5/", {"first": "grief", "seventh": "grief"}).content.decode()
    assert '<details class="more" open>' in page
    assert "You have chosen this one already" in page


def test_each_person_s_intake_stands_behind_their_own_wall(cast: Cast) -> None:
    told(cast.ann, hopes={"idea": "mine", "hopes": CANARY})
    told(cast.ben)
    therapist = signed_in_as(cast.therapist)
    hers = therapist.get(f"/partners/{cast.ann.pk}/screening/").content.decode()
    his = therapist.get(f"/partners/{cast.ben.pk}/screening/").content.decode()
    assert CANARY in hers
    assert CANARY not in his
    assert CANARY not in therapist.get(f"/couples/{cast.couple.pk}/").content.decode()


def test_the_prescriber_and_the_office_read_nothing_of_it(cast: Cast) -> None:
    told(cast.ann)
    for user in (cast.prescriber, cast.staff, cast.ann.user, cast.ben.user):
        with as_actor(user):
            assert not SealedAnswer.objects.visible_to(user).exists()


def test_a_decision_waits_for_none_of_it(cast: Cast) -> None:
    answered(cast.ann)
    page = signed_in_as(cast.therapist).get(f"/partners/{cast.ann.pk}/screening/").content.decode()
    assert "Still open" not in page
    assert "has sent nothing of it yet" in page
