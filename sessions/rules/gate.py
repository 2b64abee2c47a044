"""May this session be booked, and may this person take the medicine now? Answers are the reasons why not, or none.

Judged at booking, on the day and at the dose, for each person who takes the medicine. Only positive facts open the
gate: a decision after a private check, a clearance in force, a consent signed, the day's own questions answered alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from screening.rules import ClearanceFacts
from sessions.rules import blockers as kinds
from sessions.rules.attendee import Attendee, DayCheckFacts, Part
from sessions.rules.blockers import OVERRIDABLE, Blocker
from sessions.rules.home import blockers_at_home
from sessions.rules.phases import INTRAMUSCULAR, milligrams
from sessions.rules.readings import ReadingFacts, emergency, limits_of, outside

__all__ = [
    "Attendee",
    "DayCheckFacts",
    "Given",
    "Part",
    "Staffing",
    "blockers_beside_a_dose",
    "blockers_to_book",
    "blockers_to_boost",
    "blockers_to_start",
    "both_dose",
]


@dataclass(frozen=True)
class Staffing:
    """Who is there beside the therapist. `second_staff` is the practice's setting: required, warn or off; `helper` and
    `medical` are the names written down in the room."""

    second_staff: str = "off"
    helper: str = ""
    medical: str = ""


@dataclass(frozen=True)
class Given:
    """A dose as it was given: `mg_after` is the sum of its kind today, this one included; `minutes` count since the
    person's first dose."""

    route: str
    mg_after: Decimal
    is_booster: bool = False
    minutes: int = 0


def blockers_to_book(attendees: Sequence[Attendee], day: date) -> list[Blocker]:
    """What stands before a ketamine session as things are on this local day.

    Booking asks for today: that a clearance ends before the date itself is a warning then, and a stop on that day. A
    date's own page asks for that day.
    """
    found = [] if any(one.doses for one in attendees) else [Blocker(kinds.NOBODY_DOSES)]
    found += _safety_of_both(attendees)
    for one in attendees:
        if one.is_there:
            found += _standing(one, day)
    return found


def blockers_to_start(
    person_id: UUID,
    attendees: Sequence[Attendee],
    today: date,
    *,
    route: str = "",
    staffing: Staffing = Staffing(),
) -> list[Blocker]:
    """What stands before this person's dose now.

    What was gone past today, on the word of whoever may, is left out.
    """
    person = _find(person_id, attendees)
    found = _to_start(person, attendees, today, route, staffing)
    return [one for one in found if not _is_overridden(one, person)]


def _is_overridden(blocker: Blocker, person: Attendee) -> bool:
    """Gone past today, on this very fact. A row for a stop that leaves no room for it is worth nothing."""
    return blocker.kind.key in OVERRIDABLE and (blocker.kind.key, blocker.fact) in person.overrides


def _to_start(
    person: Attendee, attendees: Sequence[Attendee], today: date, route: str, staffing: Staffing
) -> list[Blocker]:
    if not person.doses:
        return [person.blocker(kinds.NOT_DOSING)]
    found = blockers_to_book(attendees, today)
    found += _route(person, route)
    found += _medical(person, route, staffing)
    for one in attendees:
        if one.doses or one.day_check is not None:
            found += _stops_of_the_day(one, attendees)
    found += _day(person, attendees)
    if staffing.second_staff == "required" and both_dose(attendees) and not staffing.helper.strip():
        doing = " ".join(sorted(str(one.facts.person_id) for one in attendees if one.doses))
        found.append(person.blocker(kinds.NO_SECOND_STAFF, fact=doing))
    return found


def blockers_to_boost(
    person_id: UUID, attendees: Sequence[Attendee], today: date, so_far: Given, staffing: Staffing
) -> list[Blocker]:
    """What stands before a booster now, for a person who took a first dose: told before it is given, never when it is
    recorded. Of `so_far` the route is the first dose's, and the sum is that of the boosters taken.
    """
    person = _find(person_id, attendees)
    if not person.doses:
        return [person.blocker(kinds.NOT_DOSING)]
    found = _further(person, attendees, today, so_far.route, staffing)
    found += _booster(person, attendees, so_far.minutes)
    clearance = person.facts.clearance
    if clearance is not None and so_far.mg_after >= clearance.max_booster_mg:
        most = clearance.max_booster_mg
        taken = f"{milligrams(so_far.mg_after)} taken, up to {milligrams(most)}" if most else "none is cleared"
        found.append(person.blocker(kinds.NO_BOOSTER, taken))
    return found


def blockers_beside_a_dose(
    person_id: UUID,
    attendees: Sequence[Attendee],
    today: date,
    given: Given,
    *,
    started: bool,
    staffing: Staffing = Staffing(),
) -> list[Blocker]:
    """What a dose that was given all the same stands against: kept with it, never a refusal.

    Once the start was given, the day's questions and the baseline are answered; consent, holds and the clearance still
    count for every further dose.
    """
    person = _find(person_id, attendees)
    if not started:
        before = blockers_to_start(person_id, attendees, today, route=given.route, staffing=staffing)
        found = [person.blocker(kinds.NOT_STARTED), *before]
    elif person.doses:
        found = _further(person, attendees, today, given.route, staffing)
    else:
        found = [person.blocker(kinds.NOT_DOSING)]
    if given.is_booster:
        found += _booster(person, attendees, given.minutes)
    clearance = person.facts.clearance
    if clearance is not None:
        most = clearance.max_booster_mg if given.is_booster else clearance.max_dose_mg
        if given.mg_after > most:
            word = "booster" if given.is_booster else "dose"
            detail = f"{milligrams(given.mg_after)}, {word} up to {milligrams(most)}"
            found.append(person.blocker(kinds.OVER_MAXIMUM, detail))
    return list(dict.fromkeys(found))


def _further(
    person: Attendee, attendees: Sequence[Attendee], today: date, route: str, staffing: Staffing
) -> list[Blocker]:
    """What counts for every dose of the day, the first and those after it."""
    return [*blockers_to_book(attendees, today), *_route(person, route), *_medical(person, route, staffing)]


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
    if clearance.look_due(day, one.sessions_used):
        found.append(one.blocker(kinds.LOOK_DUE, clearance.look_words))
    return found


def _route(person: Attendee, route: str) -> list[Blocker]:
    clearance = person.facts.clearance
    if not route or clearance is None or route in clearance.routes:
        return []
    words = {"lozenge": "lozenge", "im": "injection"}
    return [person.blocker(kinds.ROUTE_NOT_CLEARED, words.get(route, route))]


def _medical(person: Attendee, route: str, staffing: Staffing) -> list[Blocker]:
    """A licensed person gives an injection, and is there for any route where the clearance asks for one.

    While no route is chosen, an injection counts where nothing else is cleared.
    """
    if staffing.medical.strip():
        return []
    clearance = person.facts.clearance
    routes = {route} if route else clearance.routes if clearance else frozenset()
    if routes == {INTRAMUSCULAR}:
        return [person.blocker(kinds.NO_MEDICAL_PERSON, "an injection")]
    if clearance is not None and clearance.medical_present:
        return [person.blocker(kinds.NO_MEDICAL_PERSON, "the clearance asks for one")]
    return []


def _booster(person: Attendee, attendees: Sequence[Attendee], minutes: int) -> Iterator[Blocker]:
    """The clearance's window, its first and last minute included; and a dangerous reading of either who is there."""
    clearance = person.facts.clearance
    since, until = (clearance.booster_from, clearance.booster_until) if clearance else (None, None)
    if since is not None and minutes < since:
        yield person.blocker(kinds.BOOSTER_EARLY, f"{since} minutes")
    if until is not None and minutes > until:
        yield person.blocker(kinds.BOOSTER_LATE, f"{until} minutes")
    for one in attendees:
        danger = emergency(one.baseline) if one.is_there and one.baseline is not None else ""
        if danger and one is person:
            yield person.blocker(kinds.BASELINE_DANGEROUS, danger)
        elif danger:
            yield person.blocker(kinds.OTHER_IN_DANGER, one.facts.name)


def _stops_of_the_day(one: Attendee, attendees: Sequence[Attendee]) -> list[Blocker]:
    """No means no, and so does intoxication: of the person, and of anybody else there who was asked.

    Whoever takes the medicine is asked alone first, whoever of the two is started; and says whether the other may be
    there (decisions.md 1.3, protocol.md 6: a supporting partner needs the dosing person's own yes).
    """
    check = one.day_check
    if check is None:
        return [one.blocker(kinds.NO_DAY_CHECK)]
    if not one.is_there:
        return []
    found = [] if check.goes_ahead else [one.blocker(kinds.SAID_NO)]
    found += [] if check.sober else [one.blocker(kinds.NOT_SOBER)]
    beside = [other.facts.name for other in attendees if other is not one and other.is_there]
    if beside and (check.other_welcome is False or (one.doses and check.other_welcome is None)):
        found.append(one.blocker(kinds.OTHER_NOT_WELCOME, beside[0]))
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
        found += [person.blocker(kind, fact=str(person.check_id)) for answer, kind in answers if not answer]
        found += blockers_at_home(person, check, attendees)
    return [*found, *_baseline(person, person.baseline)]


def _baseline(person: Attendee, reading: ReadingFacts | None) -> list[Blocker]:
    """A reading outside the limits may be talked over with the prescriber; a dangerous one never leads to a dose."""
    if reading is None:
        return [person.blocker(kinds.NO_BASELINE)]
    if danger := emergency(reading):
        return [person.blocker(kinds.BASELINE_DANGEROUS, danger)]
    clearance = person.facts.clearance
    above = outside(reading, limits_of(clearance))
    if not above:
        return []
    # Other limits from the prescriber make it another question, as another reading does.
    given = clearance.given_at.isoformat() if clearance else ""
    return [person.blocker(kinds.BASELINE_OUTSIDE, " ".join(above), f"{person.baseline_id} {given}".strip())]
