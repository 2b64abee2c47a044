"""What waits for the therapist, and what for the prescriber, in one person's screening. Words belong to the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Waiting(StrEnum):
    """Kinds of things to do; the value is stable and may stand in a template."""

    SAFETY_HOLD = "safety_hold"
    CLINICAL_HOLD = "clinical_hold"
    PRIVATE_ANSWERS = "private_answers"
    DECISION = "decision"
    PRESCRIBER_ASKED = "prescriber_asked"
    PRESCRIBER_DECLINED = "prescriber_declined"
    PRESCRIBER_CLEARED = "prescriber_cleared"
    PRESCRIBER_SUSPENDED = "prescriber_suspended"
    PAPER_TO_READ = "paper_to_read"
    TO_EVALUATE = "to_evaluate"
    HEALTH_ADDED = "health_added"
    ANSWERED = "answered"
    ASKED_AGAIN = "asked_again"


@dataclass(frozen=True)
class Progress:
    """One person's screening as moments; None for what has not been. Holds are the oldest still active of each scope.

    `outcome` is that of the latest decision: go_on, prescriber, ask_again or not_now. `wrote_at` is when the therapist
    last wrote to the prescriber, `paper_at` when a paper was typed that still waits for its second reading.
    """

    complete: bool = False
    last_sent_at: datetime | None = None
    last_private_at: datetime | None = None
    checked_at: datetime | None = None
    decided_at: datetime | None = None
    outcome: str = ""
    safety_hold_at: datetime | None = None
    clinical_hold_at: datetime | None = None
    reply: str = ""
    replied_at: datetime | None = None
    cleared_at: datetime | None = None
    suspended_at: datetime | None = None
    wrote_at: datetime | None = None
    paper_at: datetime | None = None


def _after(moment: datetime | None, *others: datetime | None) -> bool:
    return moment is not None and all(other is None or moment > other for other in others)


def for_therapist(person: Progress) -> Iterator[tuple[Waiting, datetime]]:
    """What the therapist has to do for this person, and since when; the most serious first."""
    if person.safety_hold_at is not None:
        yield Waiting.SAFETY_HOLD, person.safety_hold_at
    # A hold that her own decision opened waits for somebody else; one after it is news.
    if person.clinical_hold_at is not None and _after(person.clinical_hold_at, person.decided_at):
        yield Waiting.CLINICAL_HOLD, person.clinical_hold_at
    if person.last_private_at is not None and _after(person.last_private_at, person.checked_at):
        yield Waiting.PRIVATE_ANSWERS, person.last_private_at
    elif (since := _undecided_since(person)) is not None:
        yield Waiting.DECISION, since
    yield from _from_prescriber(person)
    if person.paper_at is not None:
        yield Waiting.PAPER_TO_READ, person.paper_at


def _undecided_since(person: Progress) -> datetime | None:
    if not person.complete or person.last_sent_at is None:
        return None
    asked_again = person.outcome == "ask_again" and _after(person.last_sent_at, person.decided_at)
    return person.last_sent_at if person.decided_at is None or asked_again else None


def _from_prescriber(person: Progress) -> Iterator[tuple[Waiting, datetime]]:
    # A question waits until it is answered, whatever was decided meanwhile; a "not now" until something follows it.
    if person.reply == "ask" and _after(person.replied_at, person.wrote_at, person.cleared_at):
        yield Waiting.PRESCRIBER_ASKED, person.replied_at  # type: ignore[misc]  # _after says that it is a moment
    if person.reply == "decline" and _after(person.replied_at, person.wrote_at, person.decided_at, person.cleared_at):
        yield Waiting.PRESCRIBER_DECLINED, person.replied_at  # type: ignore[misc]  # the same
    if person.suspended_at is not None and _after(person.suspended_at, person.decided_at):
        yield Waiting.PRESCRIBER_SUSPENDED, person.suspended_at
    elif (
        person.cleared_at is not None
        and person.outcome == "prescriber"
        and _after(person.cleared_at, person.decided_at)
    ):
        yield Waiting.PRESCRIBER_CLEARED, person.cleared_at


@dataclass(frozen=True)
class ReferralProgress:
    """One referred person as moments. `valid_until` is None without a clearance, or with a suspended one.

    `reply` is the kind of the prescriber's last word; `wrote` and `wrote_at` what the therapist wrote last, and when.
    """

    complete: bool
    referred_at: datetime
    last_sent_at: datetime | None = None
    reply: str = ""
    replied_at: datetime | None = None
    cleared_at: datetime | None = None
    valid_until: date | None = None
    wrote: str = ""
    wrote_at: datetime | None = None


def for_prescriber(person: ReferralProgress, today: date) -> Iterator[tuple[Waiting, datetime]]:
    """What the prescriber has to do for this person: read an answer, look again, evaluate, or read what was added."""
    if person.wrote_at is not None and _after(person.wrote_at, person.replied_at, person.cleared_at):
        yield (Waiting.ASKED_AGAIN if person.wrote == "again" else Waiting.ANSWERED), person.wrote_at
        return
    if not person.complete or person.last_sent_at is None:
        return
    since = max(person.referred_at, person.last_sent_at)
    if person.valid_until is not None and today <= person.valid_until:
        if _after(person.last_sent_at, person.cleared_at, person.replied_at):
            yield Waiting.HEALTH_ADDED, person.last_sent_at
    elif person.reply == "reopen" or not _after(person.replied_at, since):
        yield Waiting.TO_EVALUATE, since
