"""What a person allows is looked up when a message is about to go, not when it was planned."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail import get_connection

from accounts.actor import as_actor
from accounts.hours import ANY_HOUR, Week
from outbox import actions, rules
from outbox.models import Delivery, Message
from tests.cast import NOON, Cast
from tests.outbox.test_actions import put

pytestmark = pytest.mark.django_db
State = Message.State
PACIFIC = ZoneInfo("America/Los_Angeles")
MORNINGS: Week = ((time(9), time(11)),) * 7  # the cast's noon is 12:00 Pacific
TOMORROW_NINE = datetime(2026, 11, 18, 17, tzinfo=UTC)


def allows(cast: Cast, *channels: str, hours: Week = ANY_HOUR, at: datetime = NOON) -> None:
    with as_actor(cast.ann.user):
        actions.set_reach(person=cast.ann.user, writing=rules.Writing(frozenset(channels), hours), at=at)


def sent(cast: Cast, at: datetime = NOON, **given: object) -> Message:
    """One message to Ann, due at noon, in a worker's hands at `at`."""
    with as_actor(cast.staff):
        put(cast, "a", **given)
    for claimed in actions.claim(at=at):
        actions.deliver(claimed=claimed, mail=get_connection(), at=at)
    with as_actor(role="worker"):
        return Message.objects.get()


def test_whoever_said_nothing_gets_mail_at_any_hour(cast: Cast) -> None:
    assert sent(cast).state == State.SENT


def test_no_mail_is_sent_to_whom_asked_for_none_and_the_log_says_why(cast: Cast) -> None:
    allows(cast)
    message = sent(cast)
    assert (message.state, message.get_state_display()) == (State.WITHHELD, "Not sent: no mail to this person")
    assert mail.outbox == []
    with as_actor(role="worker"):
        assert Delivery.objects.get().detail == rules.NO_MAIL


def test_text_alone_allows_no_mail(cast: Cast) -> None:
    allows(cast, "text")
    assert sent(cast).state == State.WITHHELD


def test_a_message_waits_for_the_next_safe_hour_and_waiting_is_no_attempt(cast: Cast) -> None:
    allows(cast, "email", hours=MORNINGS)
    message = sent(cast)
    assert (message.state, message.try_at, message.attempts) == (State.WAITING, TOMORROW_NINE, 0)
    assert mail.outbox == []
    [claimed] = actions.claim(at=TOMORROW_NINE)
    actions.deliver(claimed=claimed, mail=get_connection(), at=TOMORROW_NINE)
    assert len(mail.outbox) == 1


def test_a_message_that_would_be_too_late_by_then_is_not_sent(cast: Cast) -> None:
    allows(cast, "email", hours=MORNINGS)
    assert sent(cast, not_after=TOMORROW_NINE - timedelta(seconds=1)).state == State.WITHHELD
    with as_actor(role="worker"):
        assert Delivery.objects.get().detail == rules.NO_HOUR


def test_one_that_is_just_in_time_by_then_waits(cast: Cast) -> None:
    allows(cast, "email", hours=MORNINGS)
    assert sent(cast, not_after=TOMORROW_NINE).state == State.WAITING


def test_what_was_asked_after_planning_and_before_sending_counts(cast: Cast) -> None:
    with as_actor(cast.staff):
        put(cast)
    [claimed] = actions.claim(at=NOON)
    allows(cast)
    actions.deliver(claimed=claimed, mail=get_connection(), at=NOON)
    assert mail.outbox == []


def test_the_newest_word_counts(cast: Cast) -> None:
    allows(cast)
    allows(cast, "email", at=NOON + timedelta(seconds=1))
    assert sent(cast, at=NOON + timedelta(seconds=2)).state == State.SENT


def test_one_persons_choice_holds_up_nobody_elses_mail(cast: Cast) -> None:
    allows(cast)
    with as_actor(cast.staff):
        put(cast, "b", person=cast.ben.user, address="ben@example.org")
    with as_actor(cast.staff):
        put(cast)
    for claimed in actions.claim(at=NOON):
        actions.deliver(claimed=claimed, mail=get_connection(), at=NOON)
    assert [one.to for one in mail.outbox] == [["ben@example.org"]]


@pytest.mark.parametrize(
    ("hours", "not_after", "verdict"),
    [
        (ANY_HOUR, None, rules.SEND),
        (MORNINGS, None, rules.Verdict(wait_until=TOMORROW_NINE)),
        ((None,) * 7, None, rules.Verdict(withheld=rules.NO_HOUR)),
        (MORNINGS, NOON, rules.Verdict(withheld=rules.NO_HOUR)),
    ],
)
def test_what_a_persons_hours_mean(hours: Week, not_after: datetime | None, verdict: rules.Verdict) -> None:
    writing = rules.Writing(frozenset({"email"}), hours)

    def judged(address: str) -> rules.Verdict:
        return rules.may_send(writing, address=address, channel="email", not_after=not_after, at=NOON, zone=PACIFIC)

    assert judged("ann@example.org") == verdict
    assert judged("") == rules.Verdict(withheld=rules.NO_ADDRESS)
