"""The calendar: who sees what of whom, at which hour, and in how many queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actor import as_actor
from accounts.models import User
from sessions import actions
from tests.cast import NOON, Cast, couple_of, partner, signed_in_as
from tests.pages import words_of
from tests.states import BEFORE, booked, ready_for_ketamine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
VIEWS = ("calendar", "calendar_week", "calendar_day")


def page(user: User, view: str = "calendar", **asked: str) -> str:
    return signed_in_as(user, at=NOON).get(reverse(view), asked).content.decode()


def of_the_other(cast: Cast, **when: timedelta) -> None:
    """A consult of the second couple with its own therapist."""
    with as_actor(cast.other_therapist):
        step = actions.make_plan(couple=cast.other_couple, by=cast.other_therapist, at=BEFORE)[0]
        start = NOON + when.get("after", timedelta(hours=4))
        actions.book(couple=cast.other_couple, step=step, starts_at=start, by=cast.other_therapist, at=BEFORE)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("who", ["therapist", "staff"])
def test_an_appointment_stands_with_time_names_and_step(cast: Cast, view: str, who: str) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast)
    found = page(getattr(cast, who), view)
    assert reverse("appointment", args=[appointment.pk]) in found
    said = words_of(found)
    assert "12:00" in said
    assert ">Ann &amp; Ben</span>" in found
    assert "cal-event kind-ketamine" in found
    assert "Times in Pacific time (America/Los_Angeles)." in said


def test_the_buffer_of_a_ketamine_block_is_shown(cast: Cast) -> None:
    ready_for_ketamine(cast)
    booked(cast)
    day = page(cast.staff, "calendar_day")
    assert "h-12 q-0 u-15 uq-0" in day
    assert "cal-buffer cal-at h-15 q-0 u-15 uq-2" in day


@pytest.mark.parametrize("view", VIEWS)
def test_a_colleagues_couple_is_busy_to_a_therapist_and_named_to_the_office(cast: Cast, view: str) -> None:
    of_the_other(cast)
    mine, office = page(cast.therapist, view), page(cast.staff, view)
    assert "Otto Brandt" in words_of(mine)
    assert "busy" in words_of(mine)
    assert not {"Cat", "Dan", "Consult 1"} & set(words_of(mine).split())
    assert "kind-consult cal" not in mine
    assert ">Cat &amp; Dan</span>" in office


def test_the_calendar_can_be_asked_about_one_therapist(cast: Cast) -> None:
    of_the_other(cast)
    booked(cast, kind="consult")
    both, hers = (
        page(cast.staff, **asked).split('class="cal-month"')[1] for asked in ({}, {"therapist": str(cast.therapist.pk)})
    )
    assert "Cat &amp; Dan" in both
    assert "Cat &amp; Dan" not in hers
    assert "Ann &amp; Ben" in hers
    assert f"therapist={cast.therapist.pk}" in hers  # and stays asked for when a day is opened


def test_the_calendar_can_be_asked_about_one_couple(cast: Cast) -> None:
    of_the_other(cast)
    booked(cast, kind="consult")
    theirs = page(cast.staff, couple=str(cast.other_couple.pk)).split('class="cal-month"')[1]
    assert "Cat &amp; Dan" in theirs
    assert "Ann &amp; Ben" not in theirs
    hers = page(cast.therapist, couple=str(cast.couple.pk))
    assert "kind-busy" not in hers
    assert "Something in this address could not be read." in page(cast.therapist, couple=str(cast.other_couple.pk))


@pytest.mark.parametrize(
    ("view", "day", "told"),
    [
        ("calendar", "2026-12-01", "December 2026"),
        ("calendar_week", "2026-11-24", "22 to 28 November 2026"),
        ("calendar_day", "2026-11-18", "Wednesday 18 November 2026"),
    ],
)
def test_each_page_has_an_address_of_its_own(cast: Cast, view: str, day: str, told: str) -> None:
    found = page(cast.staff, view, day=day)
    assert f"<h1>{told}</h1>" in found
    assert 'hx-push-url="true"' in found
    assert "Nothing is booked here yet." in found


@pytest.mark.parametrize("asked", [{"day": "tomorrow"}, {"day": "0001-01-01"}, {"day": "9999-12-31"}, {"room": "x"}])
@pytest.mark.parametrize("view", VIEWS)
def test_an_address_that_cannot_be_read_says_so_and_shows_today(cast: Cast, view: str, asked: dict[str, str]) -> None:
    found = page(cast.staff, view, **asked)
    assert "Something in this address could not be read." in found
    assert "2026" in found


@pytest.mark.parametrize("view", [*VIEWS, "calendar_book"])
def test_who_has_a_calendar(cast: Cast, view: str) -> None:
    people = {"therapist": 200, "staff": 200, "prescriber": 403, "ann": 404}
    for who, status in people.items():
        person = getattr(cast, who)
        assert signed_in_as(getattr(person, "user", person), at=NOON).get(reverse(view)).status_code == status


def test_cancelled_is_not_shown(cast: Cast) -> None:
    appointment = booked(cast, kind="consult")
    with as_actor(cast.staff):
        actions.cancel(appointment=appointment, by=cast.staff, at=BEFORE)
    assert "Ann &amp; Ben" not in page(cast.staff).split('class="cal-month"')[1]


@pytest.mark.parametrize("view", [*VIEWS, "calendar_book"])
def test_no_more_queries_for_more_rows(cast: Cast, view: str) -> None:
    booked(cast, kind="consult")
    client = signed_in_as(cast.staff, at=NOON)
    client.get(reverse(view))
    counts = []
    for number in range(2):
        with CaptureQueriesContext(connection) as found:
            client.get(reverse(view))
        counts.append(len(found))
        for index in range(3):
            with as_actor(cast.staff):
                pair = [partner(f"{first}{number}{index}", "Test") for first in ("Eve", "Fay")]
                couple = couple_of(cast.staff, cast.other_therapist, *pair)
            with as_actor(cast.other_therapist):
                steps = actions.make_plan(couple=couple, by=cast.other_therapist, at=BEFORE)
                start = NOON + timedelta(hours=1 + number * 3 + index)
                actions.book(couple=couple, step=steps[0], starts_at=start, by=cast.other_therapist, at=BEFORE)
    assert counts[0] == counts[1]


def test_a_free_hour_leads_to_whom_it_is_for_and_then_to_the_booking_with_its_time(cast: Cast) -> None:
    week = page(cast.staff, "calendar_week")
    slot = f"{reverse('calendar_book')}?day=2026-11-19&amp;hour=10:00"
    assert slot in week
    client = signed_in_as(cast.staff, at=NOON)
    booked(cast, kind="consult", starts_at=NOON + timedelta(days=9))
    people = client.get(slot.replace("&amp;", "&")).content.decode()
    assert "Thursday 19 November, 10:00 Pacific" in people
    assert "Private intake, Ann" in people  # the first step without a date
    link = next(one for one in people.split('"') if "/book/?" in one and "steps" in one)
    form = client.get(link.replace("&amp;", "&")).content.decode()
    assert 'value="2026-11-19"' in form
    assert 'value="10:00"' in form


def test_nobody_is_offered_an_hour_that_is_over_or_taken(cast: Cast) -> None:
    booked(cast, kind="consult", starts_at=NOON + timedelta(hours=2))
    day = page(cast.staff, "calendar_day")
    assert "hour=11:00" not in day
    assert "hour=14:00" not in day
    assert "hour=15:00" in day


def test_a_closed_gate_is_told_before_anything_is_booked(cast: Cast) -> None:
    before = [("consult", 1), ("intake", 1), ("intake", 2), ("prep", 1), ("prep", 2)]
    for hours, (kind, number) in enumerate(before):
        booked(cast, kind=kind, number=number, starts_at=NOON + timedelta(hours=hours))
    found = words_of(page(cast.staff, "calendar_book"))
    assert "Ketamine 1 of 8" in found
    assert "Waits" in found
