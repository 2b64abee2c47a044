"""By when a record is copied, what is signed for a copy or a release, and whether a release holds."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


@dataclass(frozen=True)
class CopyTerms:
    """By when a record is shown (working days) and copied (days); the settings name their sources."""

    inspect_working_days: int
    copy_days: int
    federal_copy_days: int


def due_on(way: str, asked_on: date, terms: CopyTerms) -> date:
    """The last day on which somebody sees their record, or has the copy. The stricter of two laws counts.

    Holidays are taken for working days, so that the date is never too late.
    """
    if way == "inspect":
        return working_days_after(asked_on, terms.inspect_working_days)
    return asked_on + timedelta(days=min(terms.copy_days, terms.federal_copy_days))


def working_days_after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


OWN_COPY = (
    "I ask for a copy of my own record. It may be given to me, in the portal or by hand. "
    "I know that whoever has the copy can read it, and that I can take this back until the copy is made."
)
JOINT_COPY = (
    "I agree that a copy of our joint record is made and given to both of us. "
    "I know that whoever has the copy can read it, and that I can take this back until the copy is made."
)


def copy_text(*, joint: bool) -> str:
    """What a person signs so that a copy of a record is made."""
    return JOINT_COPY if joint else OWN_COPY


def release_text(*, joint: bool, recipient: str, what: str, purpose: str, since: date, until: date) -> str:
    """What a person signs so that somebody outside is told something."""
    whose = "our joint record" if joint else "my record"
    ends = "It holds only while both of us agree." if joint else "I can take this back at any time."
    return (
        f"My therapist may tell {recipient} this of {whose}: {what} It is for this: {purpose} "
        f"This holds from {since:%B} {since.day}, {since.year} until {until:%B} {until.day}, {until.year}. {ends}"
    )


def sentence(words: str) -> str:
    """Words that end as a sentence does, so that they can stand before another."""
    return words if words.endswith((".", "!", "?")) else f"{words}."


@dataclass(frozen=True)
class Said:
    """What one of those concerned has said: `agrees` is None for nothing yet."""

    name: str
    agrees: bool | None


def not_agreed(said: list[Said]) -> list[str]:
    """Whose agreement is missing, in words for the therapist."""
    words = {None: "has not agreed yet", False: "does not agree"}
    return [f"{one.name} {words[one.agrees]}." for one in said if not one.agrees]


class Standing(StrEnum):
    """Where a release stands on a day, for the therapist."""

    WAITING = "waiting"
    ENDED = "ended"
    EARLY = "early"
    OVER = "over"
    HOLDS = "holds"


def standing(said: list[Said], since: date, until: date, day: date) -> Standing:
    if any(one.agrees is False for one in said):
        return Standing.ENDED
    if day > until:
        return Standing.OVER
    if not all(one.agrees for one in said):
        return Standing.WAITING
    return Standing.EARLY if day < since else Standing.HOLDS


def release_blockers(said: list[Said], since: date, until: date, day: date) -> list[str]:
    """Why nothing may be told under this release on that day. Empty when it holds."""
    reasons = not_agreed(said)
    if day < since:
        reasons.append(f"It begins only on {since:%B} {since.day}.")
    if day > until:
        reasons.append(f"It ended on {until:%B} {until.day}, {until.year}.")
    return reasons


# A release that ends within this many days is brought up on Today.
SOON = timedelta(days=14)
LONGEST = timedelta(days=366)


def release_dates_trouble(since: date, until: date) -> str:
    """What is wrong with the days of a release; nothing for up to a year."""
    if until < since:
        return "It ends before it begins. Check both dates."
    if until - since > LONGEST:
        return "Let it end within a year. It can be signed anew then."
    return ""
