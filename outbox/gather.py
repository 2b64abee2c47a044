"""The delivery log, gathered for its page."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from accounts.models import User
from outbox.models import Delivery, Message, MessageQuerySet
from outbox.rules import for_the_log

PAGE = 50
State = Message.State
CHIPS = {
    State.WAITING: "waiting",
    State.SENT: "sent",
    State.WITHDRAWN: "skipped",
    State.LATE: "skipped",
    State.WITHHELD: "skipped",
    State.DEAD: "hold",
}


@dataclass(frozen=True)
class LoggedMessage:
    """One line of the log: what was sent, to whom, and how each attempt went."""

    message: Message
    chip: str
    state: str
    body: str
    attempts: list[Delivery]

    @property
    def is_dead(self) -> bool:
        return self.message.state == State.DEAD

    @property
    def trouble(self) -> str:
        """What went wrong the last time, in words; empty when nothing did."""
        return self.attempts[-1].detail if self.attempts else ""


@dataclass(frozen=True)
class LogPage:
    """Some lines of the log, the newest first; `before` is where the next older ones begin."""

    lines: list[LoggedMessage]
    before: str


def log_page(user: User, *, state: str = "", before: datetime | None = None) -> LogPage:
    """One page of the log. Without a state the dead ones are left out: they stand above it, see `dead`."""
    found = Message.objects.visible_to(user).order_by("-planned_at", "-pk")
    found = found.filter(state=state) if state else found.exclude(state=State.DEAD)
    if before is not None:
        found = found.filter(planned_at__lt=before)
    rows = [_logged(message) for message in _with_attempts(found)[: PAGE + 1]]
    more = rows[PAGE - 1].message.planned_at.isoformat() if len(rows) > PAGE else ""
    return LogPage(rows[:PAGE], more)


def dead(user: User) -> list[LoggedMessage]:
    """What could not be sent: somebody has to look at it."""
    found = Message.objects.visible_to(user).filter(state=State.DEAD).order_by("-planned_at")
    return [_logged(message) for message in _with_attempts(found)[:PAGE]]


def withheld(user: User, at: datetime) -> list[Message]:
    """What was not sent because its person asked so, and could still be told in another way."""
    found = Message.objects.visible_to(user).filter(state=State.WITHHELD, not_after__gt=at)
    return list(found.select_related("person").order_by("not_after")[:PAGE])


def _with_attempts(found: MessageQuerySet) -> MessageQuerySet:
    deliveries = Delivery.objects.order_by("at")
    return found.select_related("person").prefetch_related(Prefetch("deliveries", deliveries, to_attr="log"))


def _logged(message: Message) -> LoggedMessage:
    state = State(message.state)
    attempts: list[Delivery] = message.log  # type: ignore[attr-defined]  # set by the prefetch above
    words = "Trying again" if state == State.WAITING and message.attempts else str(state.label)
    return LoggedMessage(message, CHIPS[state], words, for_the_log(message.body), attempts)
