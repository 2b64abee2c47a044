"""What the prescriber's start page shows: the people referred, what runs out, and what was done under a clearance."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts import clock
from accounts.models import User
from clients.models import Partner
from screening.rules import ClearanceFacts
from sessions.gather.course import Course
from sessions.gather.gate import known
from sessions.models import Dose, Reading, Role
from sessions.rules.second_look import endings

MOST_SUMMARIES = 20


@dataclass(frozen=True)
class Referred:
    """One referred person and their clearance: a chip, its last day, and what of it is about to end."""

    partner: Partner
    chip: str
    words: str
    until: str = ""
    running_out: str = ""


def referred(user: User, at: datetime) -> list[Referred]:
    """Everybody referred to this prescriber, by name, in a fixed number of queries."""
    people = sorted(Partner.objects.visible_to(user).select_related("user"), key=lambda one: one.called.casefold())
    facts = known(people, at)
    used = {one.facts.person_id: one.sessions_used for one in facts.attendees({one.pk: Role.DOSING for one in people})}
    return [_referred(person, facts.facts[person.pk].clearance, used[person.pk], at) for person in people]


def how_it_stands(partner: Partner, user: User, at: datetime) -> Referred:
    """One referred person and their clearance."""
    facts = known([partner], at)
    used = facts.attendees({partner.pk: Role.DOSING})[0].sessions_used
    return _referred(partner, facts.facts[partner.pk].clearance, used, at)


def dates_beyond(partner: Partner, at: datetime) -> str:
    """What to say where more dates are booked than a new clearance has sessions; nothing is cancelled by it."""
    facts = known([partner], at)
    clearance = facts.facts[partner.pk].clearance
    ahead = facts.booked_ahead().get(partner.pk, 0)
    left = clearance.sessions - facts.attendees({partner.pk: Role.DOSING})[0].sessions_used if clearance else 0
    if ahead <= left:
        return ""
    dates = "1 date is" if ahead == 1 else f"{ahead} dates are"
    return f"{dates} booked, and the clearance has {left} session{'' if left == 1 else 's'} left."


def _referred(partner: Partner, clearance: ClearanceFacts | None, used: int, at: datetime) -> Referred:
    if clearance is None:
        return Referred(partner, "notyet", "Not cleared yet")
    if clearance.suspended:
        return Referred(partner, "hold", "Suspended", running_out="Suspended. A new clearance comes before a session.")
    found = endings(clearance, used, clock.day_of(at))
    ends = ". ".join(one.words for one in found)
    if any(one.is_over for one in found):
        return Referred(partner, "due", "Look again", running_out=f"{ends}. No session until you have looked again.")
    until = f"Until {clearance.valid_until.day} {clearance.valid_until:%B %Y}"
    words = f"{clearance.sessions - used} of {clearance.sessions} left"
    return Referred(partner, "due" if found else "clear", words, until, ends)


def summaries(user: User) -> list[Course]:
    """The last completed sessions of the people referred to this prescriber, the newest first: two queries."""
    done = {"therapy_session__completed_at__isnull": False, "person__in": Partner.objects.visible_to(user)}
    rows = Dose.objects.visible_to(user).filter(**done).select_related("person").order_by("-at")
    found: dict[tuple[UUID, UUID], Course] = {}
    for dose in _of_newest(rows):
        course = found.setdefault((dose.therapy_session_id, dose.person_id), Course(dose.person, dose.at))
        course.doses.insert(0, dose)
    sessions = {session for session, _ in found}
    readings = Reading.objects.visible_to(user).filter(therapy_session__in=sessions)
    for reading in readings.order_by("at", "recorded_at"):
        if (key := (reading.therapy_session_id, reading.person_id)) in found:
            found[key].readings.append(reading)
    return list(found.values())


def _of_newest(rows: Iterable[Dose]) -> Iterator[Dose]:
    """Doses of the newest sessions, until there are enough sessions for the page."""
    seen: set[tuple[UUID, UUID]] = set()
    for row in rows:
        seen.add((row.therapy_session_id, row.person_id))
        if len(seen) > MOST_SUMMARIES:
            return
        yield row
