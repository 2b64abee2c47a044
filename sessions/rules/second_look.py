"""How much of a clearance is left, and when its prescriber looks again: by date or by sessions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from screening.rules import ClearanceFacts

# A clearance, or the time until the prescriber looks again, that ends within so many days or sessions is running out.
SOON_DAYS, SOON_SESSIONS = 21, 1


@dataclass(frozen=True)
class Ending:
    """One end that comes near: in a few words, and whether it is there already."""

    words: str
    is_over: bool = False


def endings(clearance: ClearanceFacts, used: int, day: date) -> list[Ending]:
    """What of a clearance is over or ends soon, what is over first. Sessions `used` count since it was given."""
    return sorted(_endings(clearance, used, day), key=lambda one: not one.is_over)


def _endings(clearance: ClearanceFacts, used: int, day: date) -> Iterator[Ending]:
    days, left = (clearance.valid_until - day).days, clearance.sessions - used
    if days < 0:
        yield Ending("Ran out by date", is_over=True)
    elif days <= SOON_DAYS:
        yield Ending(_in_days("Ends", days))
    if left <= 0:
        yield Ending("All sessions used", is_over=True)
    elif left <= SOON_SESSIONS:
        yield Ending(f"{left} session left")
    if clearance.re_evaluate_after is not None:
        yield from _by_sessions(clearance.re_evaluate_after - used)
    if clearance.re_evaluate_on is not None:
        yield from _by_date((clearance.re_evaluate_on - day).days)


def _by_sessions(left: int) -> Iterator[Ending]:
    if left <= 0:
        yield Ending("To look at again: the sessions until then are used", is_over=True)
    elif left <= SOON_SESSIONS:
        yield Ending(f"To look at again after {left} more session")


def _by_date(days: int) -> Iterator[Ending]:
    if days < 0:
        yield Ending("To look at again: the day has passed", is_over=True)
    elif days <= SOON_DAYS:
        yield Ending(_in_days("To look at again", days))


def _in_days(what: str, days: int) -> str:
    return f"{what} today" if days == 0 else f"{what} tomorrow" if days == 1 else f"{what} in {days} days"
