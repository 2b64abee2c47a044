"""Ready to leave, and the end of a session: what needs words first, and what is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sessions.rules.home import is_called
from sessions.rules.phases import DoseFacts, clock, earliest_leaving, minutes_between

# domain.md 1.6, asked of each person alone.
QUESTIONS = {
    "oriented": "Knows who, where and when",
    "steady": "Walks steadily",
    "settled": "Nausea and strangeness have settled",
    "no_new_thoughts": "No new thoughts of dying or of self-harm, asked alone",
    "safe_to_go": "Feels safe to go home with this person, asked alone",
    "has_instructions": "Has the written instructions and the number to call",
}

# Said whenever the other of the two is the way home, hold or none: that very person may see the screen of the room, and
# a sentence that only a hold brings would tell of it.
CHECK_WAY_HOME = "Speak about the way home alone. There is another place to go."


@dataclass(frozen=True)
class LeavingFacts:
    """The answers of one person who is about to leave: the keys of QUESTIONS, and who takes them home."""

    answers: dict[str, bool]
    leaves_with: str


@dataclass(frozen=True)
class OtherFacts:
    """The other of the two, as far as it matters for the way home."""

    name: str
    called: frozenset[str]
    has_dosed: bool


def concerns(
    leaving: LeavingFacts, doses: Sequence[DoseFacts], at: datetime, stay_minutes: int, other: OtherFacts | None
) -> list[str]:
    """What asks for words in the record before this person leaves. People are never kept: it is said and written."""
    found = []
    until = earliest_leaving(doses, stay_minutes)
    if until is not None and at < until:
        found.append(f"The stay is not over: {clock(-minutes_between(until, at))} to go.")
    found += [f"Not yet: {words.lower()}." for key, words in QUESTIONS.items() if not leaving.answers[key]]
    if other is not None and is_called(leaving.leaves_with, other.called):
        if other.has_dosed:
            found.append(f"{other.name} took the medicine too, and cannot be the way home.")
        found.append(CHECK_WAY_HOME)
    return found


@dataclass(frozen=True)
class InRoom:
    """One person of a session that may be complete: took a dose, and has left."""

    name: str
    has_dosed: bool
    has_left: bool


def missing_to_complete(people: Sequence[InRoom]) -> list[str]:
    """What is still to do before the session is complete, in sentences."""
    found = [f"{one.name} has not been cleared to leave yet." for one in people if one.has_dosed and not one.has_left]
    if not any(one.has_dosed for one in people):
        found.append("Nobody has taken a dose. Record it, or make this a talking day.")
    return found


def left_words(at: str, not_yet: Sequence[str]) -> str:
    """How somebody left an earlier session: `at` on the clock, empty where no leaving is recorded."""
    if not at:
        return "No leaving is recorded"
    if not_yet:
        return f"Left at {at}. Not yet then: {'; '.join(QUESTIONS[key].lower() for key in not_yet)}"
    return f"Left at {at}, oriented, steady and settled"
