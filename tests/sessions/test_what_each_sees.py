"""The therapist's page of what each sees, and when."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actor import as_actor
from sessions import actions
from sessions.models import Appointment
from tests.cast import NOON, Cast, signed_in_as
from tests.pages import words_of
from tests.states import booked, ready_for_ketamine, worried

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
SESSION = NOON + timedelta(days=7)


@pytest.fixture
def ketamine(cast: Cast) -> Appointment:
    ready_for_ketamine(cast)
    return booked(cast, starts_at=SESSION)


def page(cast: Cast) -> str:
    browser = signed_in_as(cast.therapist, at=NOON)
    return words_of(browser.get(reverse("what_each_sees", args=[cast.couple.pk])).content.decode())


def send(cast: Cast, name: str, key: object, **typed: str) -> tuple[int, str]:
    answer = signed_in_as(cast.therapist, at=NOON).post(reverse(name, args=[key]), typed)
    return answer.status_code, words_of(answer.content.decode())


def test_it_shows_both_portals_and_what_is_planned(cast: Cast, ketamine: Appointment) -> None:
    text = page(cast)
    assert text.count("We are preparing your next date.") == 2
    assert text.count("From Thursday 19 November, 16:00") == 2
    assert "at the next review, for every couple: Thursday 19 November, 16:00 Pacific" in text


def test_a_date_that_is_shown_stands_as_its_person_reads_it(cast: Cast) -> None:
    booked(cast, kind="intake", starts_at=SESSION)
    text = page(cast)
    # As Ann reads it, to change with the words of its link, and in what was shown.
    assert text.count("Your own time with your therapist") == 4
    assert "Ann, Your own time with your therapist: Tuesday 24 November, 12:00 Pacific" in text


def test_show_now(cast: Cast, ketamine: Appointment) -> None:
    status, _ = send(cast, "publish_date", ketamine.pk, kind="date", when="now")
    assert status == 302
    assert "Tuesday 24 November, 12:00" in signed_in_as(cast.ben.user).get("/my/").content.decode()


def test_soon_after_an_answer_it_warns_and_asks_again(cast: Cast, ketamine: Appointment) -> None:
    worried(cast.ann, NOON - timedelta(hours=2))
    status, text = send(cast, "publish_date", ketamine.pk, kind="preparing", when="now")
    assert status == 422
    assert "An answer came less than a day before." in text
    assert "From Wednesday 18 November, 10:00 Pacific on, or at the next review, it cannot be." in text
    assert send(cast, "publish_date", ketamine.pk, kind="preparing", when="now", confirmed="on")[0] == 302


def test_hold_back_until_a_day_and_hour(cast: Cast, ketamine: Appointment) -> None:
    send(cast, "publish_date", ketamine.pk, kind="date", when="then", day="2026-11-21", hour="10:00")
    assert page(cast).count("From Saturday 21 November, 10:00") == 2


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"kind": "date", "when": "then"}, "Choose the day and the hour."),
        ({"kind": "date", "when": "then", "day": "2026-11-16", "hour": "10:00"}, "still to come"),
        ({"kind": "date", "when": "then", "day": "2027-03-14", "hour": "02:30"}, "The clocks go forward"),
        ({"kind": "date", "when": "then", "day": "2026-11-30", "hour": "10:00"}, "after the date itself"),
        ({"kind": "done", "when": "now"}, "Choose one of the answers shown."),
        ({"when": "now"}, "Choose what they see."),
        ({"kind": "date"}, "Choose from when it is shown."),
    ],
)
def test_what_is_missing_is_said(cast: Cast, ketamine: Appointment, typed: dict[str, str], says: str) -> None:
    status, text = send(cast, "publish_date", ketamine.pk, **typed)
    assert (status, says in text) == (422, True)


def test_a_cancelled_date_can_only_be_taken_back(cast: Cast, ketamine: Appointment) -> None:
    with as_actor(cast.staff):
        actions.cancel(appointment=ketamine, by=cast.staff, at=NOON)
    assert send(cast, "publish_date", ketamine.pk, kind="date", when="now")[0] == 422
    assert send(cast, "publish_date", ketamine.pk, kind="preparing", when="now")[0] == 302


def test_a_sentence_for_one_is_agreed_with_them(cast: Cast) -> None:
    typed = {"people": "b", "line": "will_call", "when": "now"}
    status, text = send(cast, "plan_line", cast.couple.pk, **typed)
    assert (status, "agreed with them first" in text) == (422, True)
    later = {"agreed_on": "2026-11-18"}
    assert "has not come yet" in send(cast, "plan_line", cast.couple.pk, **typed, **later)[1]
    assert send(cast, "plan_line", cast.couple.pk, **typed, agreed_on="2026-11-16")[0] == 302
    assert "Your therapist will call you." in signed_in_as(cast.ben.user).get("/my/").content.decode()
    assert "Your therapist will call you." not in signed_in_as(cast.ann.user).get("/my/").content.decode()
    assert "agreed on 16 November" in page(cast)


def test_a_sentence_of_both_is_for_both(cast: Cast) -> None:
    typed = {"line": "all_set", "when": "now", "agreed_on": "2026-11-16"}
    status, text = send(cast, "plan_line", cast.couple.pk, people="a", **typed)
    assert (status, "This sentence speaks of both." in text) == (422, True)
    assert send(cast, "plan_line", cast.couple.pk, people="both", **typed)[0] == 302
    assert send(cast, "plan_line", cast.couple.pk, people="both", line="none", when="now")[0] == 302
    assert "Ann &amp; Ben, Sentence: None any more" in page(cast)


def test_the_office_is_told_when_a_date_will_be_seen(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast, starts_at=SESSION)
    text = words_of(signed_in_as(cast.staff).get(reverse("appointment", args=[appointment.pk])).content.decode())
    assert "Those who come see this from Thursday 19 November, 16:00 Pacific." in text
    assert "What each sees" not in text
