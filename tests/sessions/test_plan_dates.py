"""A whole pathway planned at once: what is proposed, what is refused beside its row, and all of it or nothing."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.actor import as_actor
from accounts.models import User
from sessions import actions
from sessions.models import Appointment
from tests.cast import NOON, Cast, signed_in_as
from tests.pages import words_of
from tests.states import BEFORE, booked, plan_step, planned, ready_for_ketamine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
RHYTHM = "?first=2026-11-24&weeks=2&ketamine_at=10:00&talking_at=16:00"
BOTH = {"part_a": "dosing", "part_b": "dosing"}


def url(cast: Cast, rhythm: str = RHYTHM) -> str:
    planned(cast)
    return reverse("plan_dates", args=[cast.couple.pk]) + rhythm


def page(cast: Cast, rhythm: str = RHYTHM, user: User | None = None) -> str:
    return signed_in_as(user or cast.staff, at=NOON).get(url(cast, rhythm)).content.decode()


def typed(cast: Cast, **steps: str) -> dict[str, str]:
    """Rows by step, like k1="2026-11-24 10:00": each of them ticked."""
    found = dict(BOTH)
    for name, when in steps.items():
        step = plan_step(cast, {"k": "ketamine", "i": "integration"}[name[0]], int(name[1:]))
        day, _, hour = when.partition(" ")
        found |= {f"take_{step.position}": "on", f"day_{step.position}": day, f"hour_{step.position}": hour}
    return found


def days_in(page: str) -> list[str]:
    return [one.split('"')[0] for one in page.split('type="date" name="day_')[1:] for one in [one.split('value="')[1]]]


def test_a_plan_of_eight_is_proposed_every_two_weeks_with_integration_between(cast: Cast) -> None:
    ready_for_ketamine(cast)
    found = page(cast)
    said = words_of(found)
    assert "Ketamine 1 of 8" in said
    assert "Integration 4" in said
    assert [date.fromisoformat(day) for day in days_in(found)] == [
        date(2026, 11, 24) + timedelta(weeks=weeks) for weeks in (0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 14, 15)
    ]
    assert 'value="10:00"' in found
    assert 'value="16:00"' in found
    assert not Appointment.objects.exists()


def test_holidays_and_what_is_booked_are_gone_round_and_said(cast: Cast) -> None:
    ready_for_ketamine(cast)
    booked(cast, kind="prep", starts_at=NOON + timedelta(days=7, hours=-1))
    with as_actor(cast.staff):
        day = date(2026, 12, 8)
        actions.close_days(therapist=None, words="Fair", starts_on=day, ends_on=day, by=cast.staff, at=NOON)
    found = page(cast)
    said = words_of(found)
    assert days_in(found)[0] == "2026-12-01"
    assert "Moved on. Maya Okafor is busy then." in said
    assert "Moved on. Fair, on Tuesday 8 December." in said


def test_ketamine_is_left_out_while_its_gate_is_closed(cast: Cast) -> None:
    found = page(cast, user=cast.therapist)
    said = words_of(found)
    assert "Ketamine sessions are left out for now. They wait for:" in said
    assert "no clearance from a prescriber yet" in said
    first = plan_step(cast, "ketamine").position
    talk = plan_step(cast, "integration").position
    assert "checked" in found.split(f'name="take_{talk}"')[1].split(">")[0]
    assert "checked" not in found.split(f'name="take_{first}"')[1].split(">")[0]


def test_what_is_ticked_is_booked_together_at_the_same_time_on_the_wall(cast: Cast) -> None:
    ready_for_ketamine(cast)
    answer = signed_in_as(cast.staff, at=NOON).post(
        url(cast), typed(cast, k1="2026-11-24 10:00", i1="2026-12-01 16:00", k2="2027-03-16 10:00"), follow=True
    )
    assert "3 dates are booked." in answer.content.decode()
    with as_actor(cast.staff):
        kept = [
            f"{one:%m-%d %H}" for one in Appointment.objects.order_by("starts_at").values_list("starts_at", flat=True)
        ]
    assert kept == ["11-24 18", "12-02 00", "03-16 17"]  # in UTC: ten o'clock stays ten o'clock


def test_the_gate_is_not_passed_by_planning_and_then_nothing_is_booked(cast: Cast) -> None:
    answer = signed_in_as(cast.staff, at=NOON).post(
        url(cast), typed(cast, k1="2026-11-24 10:00", i1="2026-12-01 16:00")
    )
    said = words_of(answer.content.decode())
    assert answer.status_code == 422
    assert "Waits for:" in said
    assert "Nothing is booked yet." in said
    assert not Appointment.objects.exists()


def test_a_clash_is_told_beside_its_row_and_nothing_is_booked(cast: Cast) -> None:
    booked(cast, kind="prep", starts_at=NOON + timedelta(days=14, hours=4))
    answer = signed_in_as(cast.staff, at=NOON).post(
        url(cast), typed(cast, i1="2026-12-01 16:00", i2="2026-12-08 16:00")
    )
    said = answer.content.decode()
    assert answer.status_code == 422
    assert (
        "Maya Okafor is busy then. Choose another time. In the way: Ann &amp; Ben, Preparation 1, 16:00 to 16:50."
        in said
    )
    assert 'value="2026-12-08"' in said
    assert Appointment.objects.count() == 1


def test_two_rows_at_one_time_cannot_be(cast: Cast) -> None:
    answer = signed_in_as(cast.staff, at=NOON).post(
        url(cast), typed(cast, i1="2026-12-01 16:00", i2="2026-12-01 16:20")
    )
    assert answer.status_code == 422
    assert not Appointment.objects.exists()


def test_closed_days_are_pointed_out_and_can_be_taken(cast: Cast) -> None:
    with as_actor(cast.staff):
        day = date(2026, 12, 1)
        actions.close_days(therapist=None, words="Fair", starts_on=day, ends_on=day, by=cast.staff, at=NOON)
    client, sent = signed_in_as(cast.staff, at=NOON), typed(cast, i1="2026-12-01 16:00")
    said = client.post(url(cast), sent).content.decode()
    assert "Fair, on Tuesday 1 December." in said
    assert "tick this to take them all the same" in said
    assert client.post(url(cast), sent | {"anyway": "on"}).status_code == 302
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        ("", "Choose the day, or take the tick away."),
        ("2026-12-01", "Choose when it starts, or take the tick away."),
        ("2026-02-30 10:00", "Enter a date"),
        ("2026-12-01 25:00", "Enter a time"),
        ("9999-12-31 10:00", "Check the year of this day."),
        ("2027-03-14 02:30", "The clocks go forward over this hour on that day."),
        ("2027-11-07 01:30", "The clocks go back on that day, so this hour comes twice."),
        ("2026-11-16 10:00", "Choose a time that is still to come."),
    ],
)
def test_a_row_that_cannot_be_read_gets_a_sentence(cast: Cast, when: str, sentence: str) -> None:
    answer = signed_in_as(cast.staff, at=NOON).post(url(cast), typed(cast, i1=when))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Appointment.objects.exists()


def test_nothing_ticked_is_said(cast: Cast) -> None:
    assert "Tick at least one session to book." in (
        signed_in_as(cast.staff, at=NOON).post(url(cast), BOTH).content.decode()
    )


@pytest.mark.parametrize(
    ("rhythm", "sentence"),
    [
        ("?first=2026-11-17&weeks=2&ketamine_at=10:00&talking_at=16:00", "Choose a day that is still to come."),
        ("?first=9999-12-31&weeks=2&ketamine_at=10:00&talking_at=16:00", "Check the year of this day."),
        ("?first=&weeks=0&ketamine_at=&talking_at=x", "Enter a number of 1 or more."),
        ("?first=x&weeks=99&ketamine_at=10:00&talking_at=16:00", "Enter a number of 8 or less."),
    ],
)
def test_a_rhythm_that_cannot_be_gets_a_sentence(cast: Cast, rhythm: str, sentence: str) -> None:
    answer = signed_in_as(cast.staff, at=NOON).get(url(cast, rhythm))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_without_a_rhythm_it_is_asked_for(cast: Cast) -> None:
    assert "Propose dates" in page(cast, "")


def test_a_plan_with_every_date_says_so(cast: Cast) -> None:
    ready_for_ketamine(cast)
    left = [("ketamine", number) for number in range(1, 9)] + [("integration", number) for number in range(1, 5)]
    for days, (kind, number) in enumerate(left):
        booked(cast, kind=kind, number=number, starts_at=NOON + timedelta(days=days), at=BEFORE)
    assert "Every ketamine and integration session of this plan has its date." in page(cast)
