"""Medicines row by row, height and weight, and a page answered again."""

import json

import pytest
from django.test import Client

from accounts.actor import as_actor
from screening.models import Draft, Hold, SafetyTask, SealedAnswer
from tests.cast import Cast, signed_in_as
from tests.states import NO_HEART, NO_MEDICINES, NO_TO_ALL, answered

pytestmark = pytest.mark.django_db
HEART, MEDICINES, MIND, SIZE = (f"/my/questions/{number}/" for number in (1, 2, 9, 11))
CANARY = "CANARY-ANN-7f3c"
TAKES = NO_MEDICINES | {"any_medicine": "yes"}


@pytest.fixture
def ann(cast: Cast) -> Client:
    return signed_in_as(cast.ann.user)


def sealed(cast: Cast) -> list[dict[str, str]]:
    with as_actor(cast.therapist):
        return [json.loads(row.body) for row in SealedAnswer.objects.order_by("sent_at")]


def test_rows_are_sealed_as_they_were_filled_in(cast: Cast, ann: Client) -> None:
    row = {"medicine_1_name": "Zoloft", "medicine_1_dose": "50 mg", "medicine_1_last": "today"}
    ann.post(MEDICINES, TAKES | row | {"medicine_3_name": "Xanax", "send": "yes"})
    assert sealed(cast) == [TAKES | row | {"medicine_3_name": "Xanax"}]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({}, "Write the names you know"),
        ({"medicine_2_dose": "5 mg"}, "Write the name, or leave the whole row empty."),
        ({"medicine_1_name": "x" * 121}, "Shorten this to 120 characters."),
        ({"medicine_1_name": "Zoloft", "medicine_1_last": "tomorrow"}, "Choose one of the answers shown."),
    ],
)
def test_a_row_that_cannot_be_kept_says_why_beside_it(
    cast: Cast, ann: Client, row: dict[str, str], sentence: str
) -> None:
    page = ann.post(MEDICINES, TAKES | row | {"medicine_3_name": CANARY if row else "", "send": "yes"})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not row or CANARY in page.content.decode()
    assert sealed(cast) == []


def test_more_rows_come_without_a_script_and_keep_what_was_typed(cast: Cast, ann: Client) -> None:
    page = ann.post(MEDICINES, {"medicine_1_name": CANARY, "more": "6", "version": "0"}, follow=True).content.decode()
    assert CANARY in page
    assert page.count("<legend>Medicine") == 6
    assert 'name="version" value="1"' in page


@pytest.mark.parametrize(("rows", "shown"), [("", 3), ("x", 3), ("-2", 3), ("7", 7), ("900", 24), ("9" * 40, 3)])
def test_there_are_some_rows_at_least_and_not_endlessly_many(ann: Client, rows: str, shown: int) -> None:
    page = ann.get(f"{MEDICINES}?rows={rows}").content.decode()
    assert page.count("<legend>Medicine") == shown
    assert ("Add more rows" in page) == (shown < 24)


def test_a_list_begun_before_there_were_rows_comes_back_as_rows(cast: Cast, ann: Client) -> None:
    with as_actor(cast.ann.user):
        kept = json.dumps({"any_medicine": "yes", "medicine_list": f"Zoloft 50\n{CANARY}"})
        Draft.objects.create(partner=cast.ann, page="medicines", answers=kept, saved_at="2026-11-01T12:00:00Z")
    page = ann.get(MEDICINES).content.decode()
    assert f'name="medicine_2_name" value="{CANARY}"' in page


def test_a_size_is_kept_in_units_of_science_and_as_it_was_typed(cast: Cast, ann: Client) -> None:
    ann.post(SIZE, {"size": "yes", "height_ft": "5", "height_in": "7", "weight_metric": "70.5", "send": "yes"})
    assert sealed(cast) == [
        {
            "size": "yes",
            "height_cm": "170.2",
            "height_typed": "5 ft 7 in",
            "weight_kg": "70.5",
            "weight_typed": "70.5 kg",
        }
    ]


@pytest.mark.parametrize("answer", ["unsure", "talk"])
def test_a_size_may_stay_open_whatever_was_typed(cast: Cast, ann: Client, answer: str) -> None:
    ann.post(SIZE, {"size": answer, "height_ft": "abc", "send": "yes"})
    assert sealed(cast) == [{"size": answer}]


KNOWN = {"size": "yes", "height_metric": "170", "weight_metric": "70", "send": "yes"}


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Answer “Do you know your height and weight?”"),
        ({"size": "yes"}, "Give your height in feet and inches, or in centimeters."),
        ({"size": "yes", "height_metric": "170"}, "Give your weight in pounds, or in kilograms."),
        (KNOWN | {"height_ft": "5"}, "Give your height once"),
        (KNOWN | {"weight_lb": "150"}, "Give your weight once"),
        (KNOWN | {"height_metric": "17"}, "17 cm cannot be a height."),
        (KNOWN | {"weight_metric": "700"}, "700 kg cannot be a weight."),
        (KNOWN | {"height_metric": "tall"}, "Enter a number, like 120.50."),
        (KNOWN | {"weight_metric": "-4"}, "Enter a number of 0 or more."),
        (KNOWN | {"height_metric": "221"}, "221 cm is unusual."),
    ],
)
def test_a_size_that_cannot_be_meant_is_refused_in_words(
    cast: Cast, ann: Client, answers: dict[str, str], sentence: str
) -> None:
    page = ann.post(SIZE, answers)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert sealed(cast) == []


def test_an_unusual_size_is_taken_once_it_was_confirmed(cast: Cast, ann: Client) -> None:
    assert "This is right" in ann.post(SIZE, KNOWN | {"height_metric": "221"}).content.decode()
    ann.post(SIZE, KNOWN | {"height_metric": "221", "size_sure": "on"})
    assert sealed(cast)[0]["height_cm"] == "221.0"


def test_what_is_behind_a_yes_is_kept_with_it_and_left_out_after_a_no(cast: Cast, ann: Client) -> None:
    beside = {"heart_when": "2019", "heart_care": "Dr Osei", "vessels_when": "never"}
    ann.post(HEART, NO_HEART | {"heart": "yes", "heart_more": "past", "send": "yes"} | beside)
    assert sealed(cast) == [
        NO_HEART | {"heart": "yes", "heart_more": "past", "heart_when": "2019", "heart_care": "Dr Osei"}
    ]


def test_a_page_is_answered_again_from_nothing_and_stands_beside_the_first(cast: Cast, ann: Client) -> None:
    answered(cast.ann, heart={"heart": "yes", "heart_more": "past", "heart_care": CANARY})
    page = ann.get(f"{HEART}?again=yes").content.decode()
    assert CANARY not in page
    assert " checked" not in page
    assert "data-autosave" not in page
    assert ann.post(HEART, {"again": "yes", "send": "yes"}).status_code == 422
    ann.post(HEART, NO_HEART | {"again": "yes", "send": "yes"})
    assert NO_HEART in sealed(cast)
    with as_actor(cast.therapist):
        assert Hold.objects.active().count() == 1


def test_answering_again_adds_rows_without_a_draft(cast: Cast, ann: Client) -> None:
    answered(cast.ann)
    page = ann.post(MEDICINES, {"again": "yes", "medicine_1_name": CANARY, "more": "6"}).content.decode()
    assert CANARY in page
    assert page.count("<legend>Medicine") == 6
    with as_actor(cast.ann.user):
        assert not Draft.objects.exists()


def test_a_page_not_sent_yet_is_asked_as_such(ann: Client) -> None:
    assert "Save and finish later" in ann.get(f"{HEART}?again=yes").content.decode()


@pytest.mark.parametrize(("answer", "calls"), [("no", 0), ("yes", 1), ("unsure", 1), ("talk", 1)])
def test_what_is_said_of_ending_ones_life_calls_the_therapist_at_once(
    cast: Cast, ann: Client, answer: str, calls: int
) -> None:
    mind = NO_TO_ALL["mind"] | {"suicide": answer} | ({"suicide_more": "plan"} if answer == "yes" else {})
    page = ann.post(MIND, mind | {"send": "yes"}, follow=True).content.decode()
    assert "Nobody reads this tonight, and by day not at once." in page
    with as_actor(cast.therapist):
        assert SafetyTask.objects.count() == calls
        assert Hold.objects.active().filter(scope=Hold.Scope.CLINICAL).count() == calls
