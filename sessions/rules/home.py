"""The way home, the night, and whom to call: who cannot be that for somebody who takes the medicine."""

import re
from collections.abc import Iterator, Sequence

from sessions.rules import blockers as kinds
from sessions.rules.attendee import Attendee, DayCheckFacts
from sessions.rules.blockers import Blocker, BlockerKind

# Which question of the day names them, and the stop where that one takes the medicine or where a safety hold stands.
# Whoever dosed is neither driver nor responsible adult (domain.md 1.3); a hold stops all three (decisions.md 1.3).
HELPERS: tuple[tuple[str, BlockerKind | None, BlockerKind], ...] = (
    ("ride_name", kinds.RIDE_ALSO_DOSES, kinds.RIDE_UNDER_HOLD),
    ("stays_with", kinds.ADULT_ALSO_DOSES, kinds.ADULT_UNDER_HOLD),
    ("contact", None, kinds.CONTACT_UNDER_HOLD),
)


def blockers_at_home(person: Attendee, check: DayCheckFacts, attendees: Sequence[Attendee]) -> Iterator[Blocker]:
    """Where one of the two is named to help the other, and cannot."""
    for other in attendees:
        for asked, also_doses, under_hold in HELPERS:
            if other is person or not is_called(getattr(check, asked), other.called):
                continue
            if other.doses and also_doses is not None:
                yield person.blocker(also_doses, other.facts.name)
            if other.facts.safety_hold or person.facts.safety_hold:
                yield person.blocker(under_hold, other.facts.name)


def is_called(written: str, names: frozenset[str]) -> bool:
    """Whether what somebody wrote names this person: by a name of theirs, or as the partner.

    "Ben's sister" and "Ben Smith" are somebody else than Ben Boyd.
    """
    words = re.findall(r"[^\W_]+", re.sub(r"['\u2019]", "", written))
    if {"partner", "husband", "wife", "spouse"} & {word.casefold() for word in words}:
        return True
    own = {part for name in names for part in name.casefold().split()}
    return any(_names_person(words, at, names, own) for at in range(len(words)))


def _names_person(words: Sequence[str], at: int, names: frozenset[str], own: set[str]) -> bool:
    """Whether one of the names starts at this word, and no foreign surname follows it."""
    for name in names:
        parts = name.casefold().split()
        end = at + len(parts)
        if parts and [word.casefold() for word in words[at:end]] == parts:
            after = words[end : end + 1]
            return not (after and after[0].istitle() and after[0].casefold() not in own)
    return False
