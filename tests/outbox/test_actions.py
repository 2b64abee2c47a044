"""The outbox as its callers see it: one row for one key, neutral words only, and a broker that may be away."""

import time
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import IntegrityError
from kombu.exceptions import OperationalError

from accounts import wake
from accounts.actor import as_actor
from outbox import actions
from outbox.models import Message
from tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db
State = Message.State


def put(cast: Cast, key: str = "a", **given: object) -> Message:
    facts = {
        "kind": "test",
        "person": cast.ann.user,
        "address": "ann@example.org",
        "subject": "Appointment",
        "body": "Tuesday 3 March, 11:00 Pacific.",
        "due_at": NOON,
        "at": NOON,
    }
    return actions.put(key=key, **{**facts, **given})  # type: ignore[arg-type]  # a table of facts


def test_a_message_is_kept_once_for_a_key(cast: Cast) -> None:
    with as_actor(cast.staff):
        first, second = put(cast), put(cast, subject="Another")
        assert first == second
        assert second.subject == "Appointment"
        assert Message.objects.count() == 1


def test_a_key_taken_in_the_same_moment_gives_back_the_first(cast: Cast) -> None:
    with as_actor(cast.staff):
        first = put(cast)
        with patch.object(Message.objects, "filter", side_effect=[Message.objects.none(), Message.objects.all()]):
            assert put(cast) == first


@pytest.mark.parametrize("field", ["subject", "body"])
def test_forbidden_words_are_refused_and_nothing_is_kept(cast: Cast, field: str) -> None:
    with as_actor(cast.staff):
        with pytest.raises(actions.ForbiddenWords, match="ketamin"):
            put(cast, **{field: "Your ketamine date"})
        assert not Message.objects.exists()


def test_the_other_persons_name_is_refused(cast: Cast) -> None:
    with as_actor(cast.staff), pytest.raises(actions.ForbiddenWords, match="Ben"):
        put(cast, body="Ben comes too.", names=["Ben"])


def test_a_subject_is_one_line(cast: Cast) -> None:
    with as_actor(cast.staff):
        assert put(cast, subject="Appointment\r\nBcc: all@example.org").subject == "Appointment Bcc: all@example.org"


def test_withdrawing_takes_back_what_waits_and_nothing_else(cast: Cast) -> None:
    with as_actor(cast.staff):
        put(cast, "appointment:1:booked")
        put(cast, "appointment:1:day_before")
        put(cast, "appointment:2:booked")
        Message.objects.filter(key="appointment:1:booked").update(state=State.SENT, sent_at=NOON)
        assert actions.withdraw(key_prefix="appointment:1:", at=NOON) == 1
        states = dict(Message.objects.values_list("key", "state"))
    assert states == {
        "appointment:1:booked": State.SENT,
        "appointment:1:day_before": State.WITHDRAWN,
        "appointment:2:booked": State.WAITING,
    }


def test_only_a_dead_message_is_tried_again(cast: Cast) -> None:
    with as_actor(cast.staff):
        message = put(cast)
        with pytest.raises(actions.NotDead):
            actions.try_again(message=message, by=cast.staff, at=NOON)
        Message.objects.update(state=State.DEAD, attempts=5)
        actions.try_again(message=message, by=cast.staff, at=NOON + timedelta(hours=1))
        message.refresh_from_db()
    assert (message.state, message.attempts) == (State.WAITING, 0)


def test_a_partner_reads_no_message_of_the_other(cast: Cast) -> None:
    with as_actor(cast.staff):
        put(cast)
    with as_actor(cast.ben.user):
        assert not Message.objects.exists()
        assert actions.withdraw(key_prefix="", at=NOON) == 0
    with as_actor(cast.staff):
        assert Message.objects.get().state == State.WAITING


def test_the_words_of_a_message_cannot_be_changed(cast: Cast) -> None:
    with as_actor(cast.staff):
        put(cast)
        with pytest.raises(Exception, match="permission denied"):
            Message.objects.update(body="Something else")


@pytest.fixture
def broker_is_away(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []

    def refuse(task: str, args: object = ()) -> None:
        asked.append(task)
        raise OperationalError

    monkeypatch.setattr(wake, "_quiet_until", 0.0)
    monkeypatch.setattr("celery.current_app.send_task", refuse)
    return asked


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_costs_one_try_and_no_message(cast: Cast, broker_is_away: list[str]) -> None:
    began = time.monotonic()
    with as_actor(cast.staff):
        for key in "abcd":
            put(cast, key)
    assert len(broker_is_away) == 1
    assert time.monotonic() - began < 2
    with as_actor(cast.staff):
        assert Message.objects.waiting().count() == 4


def test_a_message_of_a_later_day_wakes_nobody(
    cast: Cast, broker_is_away: list[str], django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True), as_actor(cast.staff):  # type: ignore[operator]  # a fixture
        put(cast, due_at=NOON + timedelta(days=1))
    assert broker_is_away == []


def test_a_refusal_of_the_database_that_nobody_expects_is_not_hidden(cast: Cast) -> None:
    with (
        patch.object(Message, "save", side_effect=IntegrityError("another rule")),
        as_actor(cast.staff),
        pytest.raises(IntegrityError),
    ):
        put(cast)
