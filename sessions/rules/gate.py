"""May this session be booked, and may this person take the medicine now? Answers are the reasons why not, or none.

Judged at booking, on the day and at the dose, for each person who takes the medicine. Only positive facts open the
gate: a decision after a private check, a clearance in force, a consent signed, the day's own questions answered alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from screening.rules import ClearanceFacts, PersonFacts
from sessions.rules import blockers as kinds
from sessions.rules.blockers import Blocker, BlockerKind
from sessions.rules.phases import milligrams
from sessions.rules.readings import ReadingFacts, limits_of, outside


class Part(StrEnum):
    """What a person does in one session; the same words as in the table."""

    DOSING = "dosing"
    WITNESS = "witness"
    PRESENT = "present"
    ABSENT = "absent"


@dataclass(frozen=True)
class DayCheckFacts:
    """The answers of the day of one person; the latest of today."""

    asked_alone: bool
    goes_ahead: bool
    sober: bool
    well: bool
    fasted: bool
    nothing_new: bool
    ride_name: str


@dataclass(frozen=True)
class Attendee:
    """One of the two people, their part in this session, and what the day has shown so far.

    `sessions_used` counts the person's other dosing sessions since the clearance was given. `called` holds every name
    that somebody might write for this person. The day check and the reading are today's latest, or None.
    """

    facts: PersonFacts
    part: Part
    sessions_used: int = 0
    called: frozenset[str] = field(default_factory=frozenset)
    day_check: DayCheckFacts | None = None
    baseline: ReadingFacts | None = None

    @property
    def is_there(self) -> bool:
        return self.part is not Part.ABSENT

    @property
    def doses(self) -> bool:
        return self.part is Part.DOSING

    def blocker(self, kind: BlockerKind, detail: str = "") -> Blocker:
        return Blocker(kind, self.facts.person_id, self.facts.name, detail)


def blockers_to_book(attendees: Sequence[Attendee], session_date: date) -> list[Blocker]:
    """What stands before booking a ketamine session on this local date."""
    found = [] if any(one.doses for one in attendees) else [Blocker(kinds.NOBODY_DOSES)]
    found += _safety_of_both(attendees)
    for one in attendees:
        if one.is_there:
            found += _standing(one, session_date)
    return found


def blockers_to_start(
    person_id: UUID,
    attendees: Sequence[Attendee],
    today: date,
    *,
    route: str = "",
    second_staff: str = "off",
    helper: str = "",
) -> list[Blocker]:
    """What stands before this person's dose now. `second_staff` is the practice's setting: required, warn or off."""
    person = _find(person_id, attendees)
    if not person.doses:
        return [person.blocker(kinds.NOT_DOSING)]
    found = blockers_to_book(attendees, today)
    found += _route(person, route)
    for one in attendees:
        if one.doses or one.day_check is not None:
            found += _stops_of_the_day(one, one is person)
    found += _day(person, attendees)
    if second_staff == "required" and both_dose(attendees) and not helper.strip():
        found.append(Blocker(kinds.NO_SECOND_STAFF))
    return found


def blockers_beside_a_dose(
    person_id: UUID,
    attendees: Sequence[Attendee],
    today: date,
    *,
    started: bool,
    route: str,
    mg_after: Decimal,
    is_booster: bool,
) -> list[Blocker]:
    """What a dose that was given all the same stands against: kept with it, never a refusal.

    `mg_after` is the sum of this kind of dose today, this one included. Once the start was given, the day's questions
    and the baseline are answered; consent, holds and the clearance still count for every further dose.
    """
    person = _find(person_id, attendees)
    found = []
    if not started:
        found = [person.blocker(kinds.NOT_STARTED), *blockers_to_start(person_id, attendees, today, route=route)]
    elif person.doses:
        found = [*blockers_to_book(attendees, today), *_route(person, route)]
    else:
        found = [person.blocker(kinds.NOT_DOSING)]
    clearance = person.facts.clearance
    if clearance is not None:
        most = clearance.max_booster_mg if is_booster else clearance.max_dose_mg
        if mg_after > most:
            word = "booster" if is_booster else "dose"
            found.append(person.blocker(kinds.OVER_MAXIMUM, f"{milligrams(mg_after)}, {word} up to {milligrams(most)}"))
    return found


def warnings_to_book(attendees: Sequence[Attendee], booked_ahead: dict[UUID, int]) -> list[str]:
    """What is worth knowing before booking: a clearance that the dates already booked will use up."""
    found = []
    for one in attendees:
        clearance = one.facts.clearance
        if not one.doses or clearance is None:
            continue
        left = clearance.sessions - one.sessions_used - booked_ahead.get(one.facts.person_id, 0)
        if left <= 0 and one.sessions_used < clearance.sessions:
            found.append(
                f"{one.facts.name}: dates already booked use up the clearance ({clearance.sessions} sessions)."
            )
    return found


def both_dose(attendees: Sequence[Attendee]) -> bool:
    return sum(one.doses for one in attendees) > 1


def _find(person_id: UUID, attendees: Sequence[Attendee]) -> Attendee:
    return next(one for one in attendees if one.facts.person_id == person_id)


def _safety_of_both(attendees: Sequence[Attendee]) -> list[Blocker]:
    """A safety hold of either stops a session where both are there; and each of two needs a decision of their own."""
    there = [one for one in attendees if one.is_there]
    if len(there) < 2:
        return []
    found = [one.blocker(kinds.SAFETY_HOLD) for one in there if one.facts.safety_hold]
    return found + [one.blocker(kinds.NO_DECISION) for one in there if not one.doses and one.facts.decided_at is None]


def _standing(one: Attendee, day: date) -> list[Blocker]:
    """What holds for days: consent of everybody there; decision and clearance of who takes the medicine."""
    found = [] if one.facts.consent_signed else [one.blocker(kinds.CONSENT_MISSING)]
    if not one.doses:
        return found
    if one.facts.decided_at is None:
        found.append(one.blocker(kinds.NO_DECISION))
    elif not one.facts.goes_on:
        found.append(one.blocker(kinds.NOT_GOING_ON))
    if one.facts.clinical_hold:
        found.append(one.blocker(kinds.CLINICAL_HOLD))
    return found + _clearance(one, one.facts.clearance, day)


def _clearance(one: Attendee, clearance: ClearanceFacts | None, day: date) -> list[Blocker]:
    """A clearance runs out by date and by sessions used, and can be suspended at once."""
    if clearance is None:
        return [one.blocker(kinds.NO_CLEARANCE)]
    if clearance.suspended:
        return [one.blocker(kinds.CLEARANCE_SUSPENDED, clearance.prescriber_name)]
    found = []
    if clearance.valid_until < day:
        until = clearance.valid_until
        found.append(one.blocker(kinds.CLEARANCE_PAST, f"{until.day} {until:%B %Y}"))
    if one.sessions_used >= clearance.sessions:
        found.append(one.blocker(kinds.CLEARANCE_USED, f"{one.sessions_used} of {clearance.sessions}"))
    return found


def _route(person: Attendee, route: str) -> list[Blocker]:
    clearance = person.facts.clearance
    if not route or clearance is None or route in clearance.routes:
        return []
    words = {"lozenge": "lozenge", "im": "injection"}
    return [person.blocker(kinds.ROUTE_NOT_CLEARED, words.get(route, route))]


def _stops_of_the_day(one: Attendee, is_person: bool) -> list[Blocker]:
    """No means no, and so does intoxication: of the person, and of anybody else there who was asked."""
    check = one.day_check
    if check is None:
        return [one.blocker(kinds.NO_DAY_CHECK)] if is_person else []
    found = []
    if not check.goes_ahead and one.is_there:
        found.append(one.blocker(kinds.SAID_NO))
    if not check.sober and one.is_there:
        found.append(one.blocker(kinds.NOT_SOBER))
    return found


def _day(person: Attendee, attendees: Sequence[Attendee]) -> list[Blocker]:
    """The rest of the day's questions, the way home, and the reading before the dose."""
    found = []
    check = person.day_check
    if check is not None:
        answers = (
            (check.asked_alone, kinds.NOT_ASKED_ALONE),
            (check.well, kinds.NOT_WELL),
            (check.fasted, kinds.NOT_FASTED),
            (check.nothing_new, kinds.SOMETHING_NEW),
            (check.ride_name.strip(), kinds.NO_RIDE),
        )
        found += [person.blocker(kind) for answer, kind in answers if not answer]
        found += _ride(person, check.ride_name, attendees)
    if person.baseline is None:
        found.append(person.blocker(kinds.NO_BASELINE))
    else:
        above = outside(person.baseline, limits_of(person.facts.clearance))
        if above:
            found.append(person.blocker(kinds.BASELINE_OUTSIDE, " ".join(above)))
    return found


def _ride(person: Attendee, ride: str, attendees: Sequence[Attendee]) -> list[Blocker]:
    """Nobody who takes the medicine takes somebody home, nor does one of two between whom safety is not settled."""
    found = []
    for other in attendees:
        if other is person or not is_called(ride, other.called):
            continue
        if other.doses:
            found.append(person.blocker(kinds.RIDE_ALSO_DOSES, other.facts.name))
        if other.facts.safety_hold or person.facts.safety_hold:
            found.append(person.blocker(kinds.RIDE_UNDER_HOLD, other.facts.name))
    return found


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
