"""Lease and claim: what a worker that dies, waits or is doubled does to a message. Never lost, at most one repeat."""

import smtplib
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.mail import get_connection
from django.db import connection

from accounts import clock
from accounts.actor import as_actor
from outbox import actions, tasks
from outbox.models import Delivery, Heartbeat, Message
from tests.cast import NOON, Cast
from tests.outbox.test_actions import put

pytestmark = pytest.mark.django_db
State = Message.State
MINUTE = timedelta(minutes=1)


class Moment:
    """The clock of these tests: stands until it is moved."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> Moment:
    moment = Moment()
    monkeypatch.setattr(clock, "now", moment)
    return moment


@pytest.fixture(autouse=True)
def message(cast: Cast) -> None:
    with as_actor(cast.staff):
        put(cast, body="Appointment: Tuesday 3 March, 11:00 Pacific.")


def stored() -> Message:
    with as_actor(role="worker"):
        return Message.objects.get()


def failing(error: Exception) -> AbstractContextManager[object]:
    return patch("django.core.mail.backends.locmem.EmailBackend.send_messages", side_effect=error)


def test_a_due_message_is_sent_once(moment: Moment) -> None:
    tasks.send_due()
    tasks.send_due()
    tasks.sweep()
    [sent] = mail.outbox
    assert sent.to == ["ann@example.org"]
    assert sent.from_email.startswith("Harbor <")
    assert stored().state == State.SENT


def test_a_mail_carries_the_same_id_each_time(moment: Moment) -> None:
    tasks.send_due()
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{stored().pk}@localhost>"


def test_every_attempt_is_in_the_delivery_log(moment: Moment) -> None:
    with failing(ConnectionRefusedError()):
        tasks.send_due()
    moment.at += MINUTE
    tasks.send_due()
    with as_actor(role="worker"):
        log = list(Delivery.objects.order_by("at").values_list("went", "detail"))
    assert log == [(False, "The mail server did not answer."), (True, "")]


def test_a_message_is_not_sent_before_its_time(cast: Cast, moment: Moment) -> None:
    with as_actor(cast.staff):
        Message.objects.update(try_at=NOON + MINUTE)
    tasks.sweep()
    assert mail.outbox == []
    moment.at += MINUTE
    tasks.sweep()
    assert len(mail.outbox) == 1


def test_a_message_is_not_sent_when_its_time_has_passed(cast: Cast, moment: Moment) -> None:
    with as_actor(cast.staff):
        put(cast, "late", not_after=NOON)
    moment.at += MINUTE
    tasks.send_due()
    with as_actor(role="worker"):
        assert Message.objects.get(key="late").state == State.LATE
    assert len(mail.outbox) == 1


def test_what_becomes_late_in_the_workers_hands_is_not_sent(cast: Cast) -> None:
    with as_actor(cast.staff):
        actions.withdraw(key_prefix="a", at=NOON)
        put(cast, "late", not_after=NOON)
    [claimed] = actions.claim(at=NOON)
    actions.deliver(claimed=claimed, mail=get_connection(), at=NOON + MINUTE)
    assert mail.outbox == []


def test_what_is_withdrawn_in_the_workers_hands_is_not_sent(cast: Cast) -> None:
    [claimed] = actions.claim(at=NOON)
    with as_actor(cast.staff):
        actions.withdraw(key_prefix="a", at=NOON)
    actions.deliver(claimed=claimed, mail=get_connection(), at=NOON)
    assert mail.outbox == []
    assert stored().state == State.WITHDRAWN


def test_a_claimed_message_is_out_of_reach_of_the_next_worker() -> None:
    assert len(actions.claim(at=NOON)) == 1
    assert actions.claim(at=NOON + 4 * MINUTE) == []


def test_a_worker_killed_before_sending_loses_nothing(moment: Moment) -> None:
    actions.claim(at=NOON)
    moment.at += 5 * MINUTE
    tasks.sweep()
    assert len(mail.outbox) == 1


def test_a_worker_killed_between_sending_and_marking_repeats_that_one_message(moment: Moment) -> None:
    with patch.object(actions, "_mark_sent", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        tasks.send_due()
    moment.at += 5 * MINUTE
    tasks.sweep()
    tasks.sweep()
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_a_worker_whose_lease_ran_out_sends_nothing_more(moment: Moment) -> None:
    [slow] = actions.claim(at=NOON)
    actions.claim(at=NOON + 5 * MINUTE)
    actions.deliver(claimed=slow, mail=get_connection(), at=NOON + 5 * MINUTE)
    assert mail.outbox == []


def test_a_late_failure_leaves_the_next_workers_lease_alone(moment: Moment) -> None:
    [slow] = actions.claim(at=NOON)

    def hang(*_: object) -> int:
        actions.claim(at=NOON + 5 * MINUTE)
        raise TimeoutError

    with patch("django.core.mail.backends.locmem.EmailBackend.send_messages", hang):
        actions.deliver(claimed=slow, mail=get_connection(), at=NOON + 5 * MINUTE)
    assert actions.claim(at=NOON + 8 * MINUTE) == []


def test_what_was_not_reached_in_time_is_given_back_untried(moment: Moment, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([0, 1, 99, 99])
    monkeypatch.setattr("outbox.tasks.time.monotonic", lambda: next(ticks))
    tasks.send_due()
    assert mail.outbox == []
    assert (stored().attempts, stored().try_at) == (0, NOON)


def test_five_failures_end_the_trying(moment: Moment) -> None:
    with failing(TimeoutError()):
        for _ in range(9):
            tasks.sweep()
            moment.at += timedelta(hours=3)
    assert (stored().state, stored().attempts) == (State.DEAD, 5)
    with as_actor(role="worker"):
        assert Delivery.objects.count() == 5


def test_a_message_that_kills_its_worker_five_times_is_given_up(moment: Moment) -> None:
    for _ in range(9):
        actions.claim(at=moment.at)
        moment.at += 5 * MINUTE
    assert (stored().state, stored().attempts) == (State.DEAD, 5)


@pytest.mark.parametrize(
    ("error", "words", "state"),
    [
        (
            smtplib.SMTPRecipientsRefused({"a": (550, b"no such user")}),
            "The mail server refused the address.",
            State.DEAD,
        ),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"busy")}), "The mail server refused the address.", State.WAITING),
        (
            smtplib.SMTPAuthenticationError(535, b"no"),
            "The mail server did not accept the practice's sign-in.",
            State.WAITING,
        ),
        (smtplib.SMTPDataError(554, b"no"), "The mail server refused the message.", State.WAITING),
        (TimeoutError(), "The mail server did not answer.", State.WAITING),
        (ValueError("header"), "The address or the subject cannot be written in a mail.", State.DEAD),
    ],
)
def test_a_failure_is_told_in_words(moment: Moment, error: Exception, words: str, state: str) -> None:
    with failing(error):
        tasks.send_due()
    with as_actor(role="worker"):
        assert Delivery.objects.get().detail == words
    assert stored().state == state


def test_one_failure_holds_up_no_other_message(cast: Cast, moment: Moment) -> None:
    with as_actor(cast.staff):
        put(cast, "b")
    with patch("django.core.mail.backends.locmem.EmailBackend.send_messages", side_effect=[TimeoutError(), 1]):
        tasks.send_due()
    with as_actor(role="worker"):
        assert sorted(Message.objects.values_list("state", flat=True)) == [State.SENT, State.WAITING]


def test_a_batch_is_claimed_in_a_fixed_number_of_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    with as_actor(cast.staff):
        for number in range(20):
            put(cast, str(number))
    with django_assert_num_queries(9):
        assert len(actions.claim(at=NOON)) == 21


def test_the_heart_beats_in_the_databases_own_time() -> None:
    tasks.heartbeat()
    tasks.heartbeat()
    with connection.cursor() as cursor:
        cursor.execute("select now() - at < interval '5 seconds' from outbox_heartbeat where name = 'worker'")
        assert cursor.fetchall() == [(True,)]
    assert Heartbeat.objects.count() == 1
