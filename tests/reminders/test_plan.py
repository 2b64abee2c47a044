"""From a booked date to the mail that the worker sends."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from accounts import clock
from accounts.actor import as_actor
from accounts.models import Practice
from outbox import tasks as outbox
from outbox.models import Message
from reminders import actions, tasks
from sessions import actions as sessions
from sessions.models import Role
from tests.cast import NOON, Cast
from tests.states import booked, ready_for_ketamine

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
    ready_for_ketamine(cast)
    appointment = booked(cast, starts_at=SOON, at=NOON)
    review = NOON + timedelta(days=3)
    assert (actions.plan(at=NOON), actions.plan(at=review)) == (0, 2)
    parts = {cast.ann: Role.DOSING, cast.ben: Role.ABSENT}
    with as_actor(cast.therapist):
        sessions.set_roles(appointment=appointment, roles=parts, by=cast.therapist, at=review)
    actions.plan(at=SOON - timedelta(days=1))
    with as_actor(role="worker"):
        assert {one.person.name for one in Message.objects.waiting().filter(kind="booked")} == {"Ann Archer"}


def test_a_ketamine_date_is_mailed_at_the_practices_review_and_not_before(cast: Cast) -> None:
    ready_for_ketamine(cast)
    booked(cast, starts_at=SOON, at=NOON)
    thursday = datetime(2026, 11, 20, 0, tzinfo=UTC)  # 16:00 Pacific
    assert actions.plan(at=thursday - timedelta(minutes=1)) == 0
    assert actions.plan(at=thursday) == 2


def test_a_date_taken_back_before_it_was_shown_is_never_mailed(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast, starts_at=SOON, at=NOON)
    with as_actor(cast.therapist):
        sessions.cancel(appointment=appointment, by=cast.therapist, at=NOON + timedelta(days=1))
    assert [actions.plan(at=NOON + timedelta(days=days)) for days in range(7)] == [0] * 7


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
