"""The room says when a booster may follow and who has to be there, and keeps from both what is for the therapist."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from accounts.actor import as_actor
from accounts.models import User
from screening.actions import report_change
from screening.rules.clearing import ClearanceOrder
from sessions.models import Deviation, Dose, Role, TherapySession
from tests.cast import NOON, Cast, signed_in_as
from tests.sessions.test_room import CHECK, DOSE, READING, Screen
from tests.states import HOUR, ORDER, booked, given_clearance, ready_for_ketamine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
MINUTE = timedelta(minutes=1)
BOOSTER = DOSE | {"kind": "booster", "mg": "20"}
ASKS = replace(ORDER, medical_present=True)
INJECTED = replace(ORDER, routes=frozenset({"im"}))
KIM = {"name": "Kim Roe", "licence": "RN 123456"}
NOBODY = {"name": "", "licence": ""}


def screen_with(cast: Cast, order: ClearanceOrder) -> Screen:
    """Ann takes it under this clearance, Ben supports; she was asked and measured."""
    screen = Screen(cast, {cast.ann: Role.DOSING, cast.ben: Role.WITNESS})
    given_clearance(cast, cast.ann, NOON - HOUR, order)
    for what, data in (("check", CHECK), ("reading", READING)):
        assert screen.post(what, data)[0] == 302
    return screen


def dosed(cast: Cast, order: ClearanceOrder) -> Screen:
    screen = screen_with(cast, order)
    for what, data in (("start", {"route": "lozenge"}), ("dose", DOSE)):
        assert screen.post(what, data)[0] == 302
    return screen


def later(screen: Screen, noon: time_machine.Traveller, minutes: int) -> str:
    noon.move_to(NOON + minutes * MINUTE)
    screen.client = signed_in_as(screen.cast.therapist)
    return screen.look()


def medical(screen: Screen, given: dict[str, str]) -> int:
    return screen.client.post(reverse("room_medical", args=[screen.appointment.pk]), given).status_code


def visible(text: str, words: str) -> bool:
    """Whether a line of the clock is shown; the others wait in the page for their minute."""
    before = text[: text.index(words)]
    return "hidden" not in before[before.rindex("<p ") :].split(">")[0]


@pytest.mark.parametrize(
    ("minutes", "shown", "reasons"),
    [
        (29, "A booster may follow from", ["booster_early"]),
        (30, "A booster may follow until", []),
        (60, "A booster may follow until", []),
        (61, "The time for a booster was until", ["booster_late"]),
    ],
)
def test_a_booster_is_shown_its_window_and_recorded_whenever_it_was_given(
    cast: Cast, noon: time_machine.Traveller, minutes: int, shown: str, reasons: list[str]
) -> None:
    screen = dosed(cast, replace(ORDER, booster_from=30, booster_until=60))
    text = later(screen, noon, minutes)
    lines = (
        "A booster may follow from 12:30.",
        "A booster may follow until 13:00.",
        "The time for a booster was until 13:00.",
    )
    assert [line for line in lines if visible(text, line)] == [line for line in lines if line.startswith(shown)]
    assert ("Before a booster." in text) == bool(reasons)
    assert screen.post("dose", BOOSTER)[0] == 302
    with as_actor(cast.therapist):
        assert Dose.objects.count() == 2
        assert [one["key"] for deviation in Deviation.objects.all() for one in deviation.reasons] == reasons


def test_a_booster_given_in_its_window_and_written_down_later_stands_on_its_own_minute(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    screen = dosed(cast, replace(ORDER, booster_from=30, booster_until=60))
    later(screen, noon, 90)
    assert screen.post("dose", BOOSTER | {"happened": "12:45"})[0] == 302
    with as_actor(cast.therapist):
        assert not Deviation.objects.exists()


@pytest.mark.parametrize(
    ("most", "says"),
    [
        (0, "Ann: no booster is left under the clearance (none is cleared)."),
        (20, "Ann: no booster is left under the clearance (20 mg taken, up to 20 mg)."),
    ],
)
def test_a_booster_that_is_not_left_is_said_before_it_is_given(cast: Cast, most: int, says: str) -> None:
    screen = dosed(cast, replace(ORDER, max_booster_mg=Decimal(most)))
    assert (says in screen.look()) == (most == 0)
    screen.post("dose", BOOSTER)
    assert says in screen.look()


def test_without_a_window_nothing_is_said_of_one(cast: Cast) -> None:
    text = dosed(cast, ORDER).look()
    assert "A booster may follow" not in text
    assert "Before a booster." not in text


def test_a_dangerous_reading_of_the_other_stops_a_booster_without_a_private_word(cast: Cast) -> None:
    screen = dosed(cast, ORDER)
    screen.post("reading", READING | {"systolic": "186"}, who="ben")
    text = screen.look()
    public = text.split("Before a booster.")[1].split("For you alone")[0]
    assert "Ann: no booster while Ben needs you." in public
    screen.post("dose", BOOSTER)
    with as_actor(cast.therapist):
        assert [one["key"] for one in Deviation.objects.get().reasons] == ["other_in_danger"]


@pytest.mark.parametrize(("order", "route"), [(ASKS, "lozenge"), (INJECTED, "im")])
def test_nobody_is_started_before_the_medical_person_is_written_down(
    cast: Cast, order: ClearanceOrder, route: str
) -> None:
    screen = screen_with(cast, order)
    text = screen.look()
    assert "No medical person is written down" in text
    public = text.split("For you alone")[0]
    assert "A licensed medical person has to be here first." in public
    assert "the clearance asks" not in public
    status, text = screen.post("start", {"route": route})
    assert (status, "Not yet. A licensed medical person has to be here first." in text) == (422, True)
    assert medical(screen, KIM) == 302
    assert "Medical person here: Kim Roe, RN 123456" in screen.look()
    assert screen.post("start", {"route": route})[0] == 302


def test_who_has_gone_again_is_taken_off(cast: Cast) -> None:
    screen = screen_with(cast, ASKS)
    medical(screen, KIM)
    assert medical(screen, NOBODY) == 302
    assert "No medical person is written down" in screen.look()
    assert screen.post("start", {"route": "lozenge"})[0] == 422


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (KIM | {"licence": " "}, "Write the license too, or leave both empty"),
        (KIM | {"name": ""}, "Write the name too, or leave both empty"),
        (KIM | {"name": "x" * 121}, "Shorten this to 120 characters."),
    ],
)
def test_half_an_entry_gets_a_sentence_and_keeps_what_was_typed(cast: Cast, given: dict[str, str], says: str) -> None:
    screen = screen_with(cast, ASKS)
    url = reverse("room_medical", args=[screen.appointment.pk])
    response = screen.client.post(url, given)
    text = response.content.decode()
    assert response.status_code == 422
    assert says in text
    assert given["licence"].strip() in text
    with as_actor(cast.therapist):
        assert TherapySession.objects.get().medical_name == ""


def test_where_no_clearance_asks_nobody_is_asked_for(cast: Cast) -> None:
    assert "edical person" not in screen_with(cast, ORDER).look()


def test_an_injection_without_a_medical_person_is_recorded_and_marked(cast: Cast) -> None:
    screen = dosed(cast, replace(ORDER, routes=frozenset({"lozenge", "im"})))
    assert screen.post("dose", DOSE | {"route": "im", "mg": "20"})[0] == 302
    with as_actor(cast.therapist):
        assert [one["key"] for one in Deviation.objects.get().reasons] == ["no_medical_person"]


def test_a_room_that_is_over_takes_no_medical_person(cast: Cast) -> None:
    screen = screen_with(cast, ASKS)
    url = reverse("talking_day", args=[screen.appointment.pk])
    assert screen.client.post(url, {"words": "Unwell."}).status_code == 302
    response = screen.client.post(reverse("room_medical", args=[screen.appointment.pk]), KIM)
    assert response["Location"] == reverse("appointment", args=[screen.appointment.pk])


def test_an_open_question_whether_anything_changed_is_told_to_the_therapist_alone(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    """On the date's own page; and in the room closed, since both may see that screen."""
    screen = Screen(cast, {cast.ann: Role.DOSING, cast.ben: Role.WITNESS})
    words = "has not said since 10 November 2026 whether anything has changed. Ask before the dose."
    noon.move_to(NOON - 3 * HOUR)
    assert f"Ann {words}" in page_of(screen, cast.therapist)
    for other in (cast.staff, cast.prescriber):
        assert words not in page_of(screen, other)
    text = later(screen, noon, 0)
    assert f"Ann {words}" in text
    assert f"Ann {words}" not in text.split("For you alone")[0]
    assert f"Ben {words}" not in text
    assert words not in page_of(screen, cast.therapist)
    with as_actor(cast.ann.user):
        report_change(partner=cast.ann, answers={"change_words": ""}, by=cast.ann.user, at=NOON - 4 * HOUR)
    assert words not in screen.look()
    noon.move_to(NOON - 3 * HOUR)
    assert words not in page_of(screen, cast.therapist)


def page_of(screen: Screen, user: User) -> str:
    """The page of the date, as somebody reads it now."""
    url = reverse("appointment", args=[screen.appointment.pk])
    return signed_in_as(user).get(url).content.decode()


def test_a_date_more_than_a_week_ahead_does_not_ask_yet(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast, starts_at=NOON + timedelta(days=8))
    page = signed_in_as(cast.therapist).get(reverse("appointment", args=[appointment.pk])).content.decode()
    assert "whether anything has changed" not in page


@pytest.mark.parametrize(
    ("order", "says"),
    [(ASKS, "has to be there (the clearance asks for one)."), (INJECTED, "has to be there (for an injection).")],
)
def test_a_medical_person_to_arrange_is_told_ahead_to_the_therapist(
    cast: Cast, order: ClearanceOrder, says: str
) -> None:
    ready_for_ketamine(cast)
    given_clearance(cast, cast.ann, NOON - HOUR, order)
    appointment = booked(cast, starts_at=NOON + timedelta(days=2), at=NOON)
    page = reverse("appointment", args=[appointment.pk])
    assert f"Ann: a licensed medical person {says}" in signed_in_as(cast.therapist).get(page).content.decode()
    assert "medical person" not in signed_in_as(cast.staff).get(page).content.decode()
