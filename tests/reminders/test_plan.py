"""From a booked date to the mail that the worker sends."""

from datetime import timedelta

import pytest
from django.core import mail

from accounts import clock
from accounts.actor import as_actor
from accounts.models import Practice
from outbox import tasks as outbox
from outbox.models import Message
from reminders import actions, tasks
from sessions import actions as sessions
from sessions.models import Attendance, Role
from tests.cast import NOON, Cast
from tests.states import booked

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(days=7)


def test_the_worker_mails_it_once_in_neutral_words(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    booked(cast, kind="prep", starts_at=SOON, at=NOON)
    for _ in range(2):
        tasks.plan()
        outbox.send_due()
    assert sorted(one.to[0] for one in mail.outbox) == ["ann@example.org", "ben@example.org"]
    assert mail.outbox[0].subject == "Appointment: Tuesday 24 November, 12:00 Pacific"
    assert mail.outbox[0].from_email.startswith("Harbor <")
    said = str([one.message() for one in mail.outbox]).casefold()
    assert not [word for word in ("ben boyd", "preparation", "ketamin", "therap", "couple") if word in said]


def test_a_message_is_not_sent_once_the_session_has_begun(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    booked(cast, kind="prep", starts_at=SOON, at=NOON)
    actions.plan(at=NOON)
    monkeypatch.setattr(clock, "now", lambda: SOON + timedelta(minutes=1))
    outbox.send_due()
    assert mail.outbox == []
    with as_actor(role="worker"):
        assert {message.state for message in Message.objects.all()} == {"late"}


def test_whoever_booked_within_a_day_is_told_once(cast: Cast) -> None:
    booked(cast, kind="prep", starts_at=NOON + timedelta(hours=20), at=NOON)
    assert actions.plan(at=NOON) == 2
    assert actions.plan(at=NOON + timedelta(hours=10)) == 0


def test_whoever_is_told_late_is_told_once(cast: Cast) -> None:
    booked(cast, kind="prep", starts_at=SOON, at=NOON)
    assert actions.plan(at=SOON - timedelta(hours=5)) == 2
    assert actions.plan(at=SOON - timedelta(hours=4)) == 0


def test_a_date_moved_to_tomorrow_is_told_once(cast: Cast) -> None:
    appointment = booked(cast, kind="prep", starts_at=SOON, at=NOON)
    actions.plan(at=NOON)
    with as_actor(cast.therapist):
        sessions.move(appointment=appointment, starts_at=NOON + timedelta(hours=20), by=cast.therapist, at=NOON)
    assert [actions.plan(at=NOON) for _ in range(2)] == [2, 0]


def test_somebody_who_stays_away_after_all_is_not_reminded(cast: Cast) -> None:
    booked(cast, kind="prep", starts_at=SOON, at=NOON)
    actions.plan(at=NOON)
    with as_actor(cast.therapist):
        Attendance.objects.filter(person=cast.ben).update(role=Role.ABSENT)
    actions.plan(at=NOON)
    with as_actor(role="worker"):
        assert {message.person.name for message in Message.objects.waiting()} == {"Ann Archer"}


def test_a_name_that_tells_stops_the_message_and_not_the_sweep(cast: Cast) -> None:
    booked(cast, kind="prep", starts_at=SOON, at=NOON)
    with as_actor(cast.therapist):
        Practice.objects.update(short_name="Couples Therapy")
    assert actions.plan(at=NOON) == 0


def test_planning_asks_the_same_number_of_questions_when_all_is_planned(
    cast: Cast, django_assert_num_queries: object
) -> None:
    for number, days in ((1, 7), (2, 9)):
        booked(cast, kind="prep", number=number, starts_at=NOON + timedelta(days=days), at=NOON)
    actions.plan(at=NOON)
    with django_assert_num_queries(11):  # type: ignore[operator]  # a fixture
        actions.plan(at=NOON)
