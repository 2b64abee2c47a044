"""What a therapist's decision needs, and what lifts a safety hold. An empty list of reasons means yes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Check:
    """A private check: when, by whom (the user's key as text), and whether its finding was "safe".

    `alone`: it found that this person needs a way of their own. Then they may go on, without the other; the safety hold
    stays.
    """

    at: datetime
    by: str
    safe: bool
    alone: bool = False

    @property
    def words(self) -> str:
        return "a way of their own" if self.alone else "not now"


@dataclass(frozen=True)
class DecidingFacts:
    """What is known when one therapist decides about one person.

    `outstanding` names the health pages not sent. `read_at` is when the therapist opened the page she decides on.
    `trauma_stops`: with this decision she says that severe relational trauma speaks against working together now.
    """

    name: str
    therapist: str
    checks: Sequence[Check]
    outstanding: Sequence[str]
    last_private_at: datetime | None
    last_sent_at: datetime | None
    read_at: datetime
    safety_holds_opened_at: Sequence[datetime] = ()
    trauma_stops: bool = False


def last_check(facts: DecidingFacts) -> Check | None:
    """The latest private check made by this therapist herself."""
    own = [check for check in facts.checks if check.by == facts.therapist]
    return max(own, key=lambda check: check.at, default=None)


def reasons_not_to_decide(facts: DecidingFacts) -> list[str]:
    """Why no decision at all can be recorded now."""
    check = last_check(facts)
    if check is None:
        return [f"Speak with {facts.name} alone first, and record the private check."]
    if facts.last_private_at is not None and check.at <= facts.last_private_at:
        return [f"{facts.name} sent private answers after your last check. Speak with {facts.name} alone again first."]
    return []


def reasons_not_to_go_on(facts: DecidingFacts) -> list[str]:
    """Why "go on" cannot be recorded now; includes what stands against any decision."""
    reasons = reasons_not_to_decide(facts)
    latest = max(facts.checks, key=lambda check: check.at, default=None)
    if latest is not None and not latest.safe and not latest.alone:
        reasons.append("The finding of the last private check was “not now”.")
    if facts.trauma_stops and not (latest is not None and latest.alone):
        reasons.append("Severe relational trauma, as you found it, speaks against going on together.")
    if facts.outstanding:
        reasons.append(f"{facts.name} has not answered: {', '.join(facts.outstanding)}.")
    if facts.last_sent_at is not None and facts.last_sent_at > facts.read_at:
        reasons.append(f"{facts.name} sent something after you opened this page. Read it first.")
    return reasons


def reasons_not_to_lift(facts: DecidingFacts) -> list[str]:
    """Why the safety hold stays: it takes a private check that found the person safe, newer than every hold."""
    if not facts.safety_holds_opened_at:
        return ["There is no safety hold to lift."]
    latest = max(facts.checks, key=lambda check: check.at, default=None)
    check = last_check(facts)
    if latest is None or check is None or check.at <= max(facts.safety_holds_opened_at):
        return [f"Speak with {facts.name} alone first. The private check has to be newer than the hold."]
    if not latest.safe or not check.safe:
        return [f"The finding of the last private check was “{(check if latest.safe else latest).words}”."]
    return []
