"""What is worth knowing about a ketamine session and stops nothing: one table, apart from the stops."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from screening.rules import ClearanceFacts
from sessions.rules.attendee import Attendee
from sessions.rules.blockers import Reader
from sessions.rules.phases import INTRAMUSCULAR


@dataclass(frozen=True)
class WarningKind:
    """One row of the table. Where `staff` is empty the office is told nothing."""

    key: str
    therapist: str
    staff: str = ""


NO_INTEGRATION = WarningKind(
    "no_integration",
    "{name}: no integration session since the dose of {detail}.",
    "{name}: no integration session since the last ketamine date.",
)
USES_UP = WarningKind(
    "uses_up",
    "{name}: dates already booked use up the clearance ({detail}).",
    "{name}: dates already booked use up the clearance.",
)
ENDS_BEFORE = WarningKind(
    "ends_before",
    "{name}: the clearance ends on {detail}, before this date. It closes then unless the prescriber renews it.",
    "{name}: the clearance ends on {detail}, before this date. It closes then unless the prescriber renews it.",
)
LOOK_BEFORE = WarningKind(
    "look_before",
    "{name}: the prescriber looks again before this date ({detail}). It closes until then.",
    "{name}: the prescriber looks again before this date. It closes until then.",
)
ANSWERS_OLD = WarningKind("answers_old", "{name}: health answers will be {detail} days old on that day.")
CHANGE_UNANSWERED = WarningKind(
    "change_unanswered", "{name} has not said since {detail} whether anything has changed. Ask before the dose."
)
MEDICAL_NEEDED = WarningKind("medical_needed", "{name}: a licensed medical person has to be there ({detail}).")
READING_OLD = WarningKind("reading_old", "{name}: the last reading is {detail} minutes old. Take another one.")
NO_HELPER = WarningKind(
    "no_helper",
    "Both take the medicine, and no second staff member is named.",
    "Both take the medicine, and no second staff member is named.",
)

TABLE = (
    *(NO_INTEGRATION, USES_UP, ENDS_BEFORE, LOOK_BEFORE, ANSWERS_OLD, CHANGE_UNANSWERED, MEDICAL_NEEDED),
    *(READING_OLD, NO_HELPER),
)
KINDS: Mapping[str, WarningKind] = {kind.key: kind for kind in TABLE}


@dataclass(frozen=True)
class Warned:
    """One thing worth knowing, of whom, and the date or number that belongs to it."""

    kind: WarningKind
    name: str = ""
    detail: str = ""

    def words_for(self, reader: Reader) -> str:
        """The sentence for this reader, or "" where it is not theirs to know."""
        words = {Reader.THERAPIST: self.kind.therapist, Reader.STAFF: self.kind.staff}.get(reader, "")
        return words.format(name=self.name, detail=self.detail)


def warnings_to_book(
    attendees: Sequence[Attendee],
    day: date,
    today: date,
    booked_ahead: Mapping[UUID, int],
    *,
    answers_days: int,
    asked_since: datetime | None = None,
) -> list[Warned]:
    """What is worth knowing of a ketamine session on `day`, seen from `today`, for each who takes the medicine.

    `booked_ahead` counts the other dates that each has before them; health answers are good for `answers_days`.
    `asked_since`: from when on this date asks whether anything has changed, None while it does not yet.
    """
    found: list[Warned] = []
    for one in attendees:
        if one.doses:
            found += _of_clearance(one, one.facts.clearance, day, today, booked_ahead.get(one.facts.person_id, 0))
            found += _of_person(one, day, answers_days)
            found += _of_change(one, asked_since)
            found += _of_medical(one.facts.clearance, one.facts.name)
    return found


def _of_clearance(
    one: Attendee, clearance: ClearanceFacts | None, day: date, today: date, ahead: int
) -> Iterator[Warned]:
    """What closes between now and that day. What is closed already is a stop, and not said twice."""
    if clearance is None or not clearance.stands_on(today):
        return
    name, used = one.facts.name, one.sessions_used
    if used < clearance.sessions <= used + ahead:
        yield Warned(USES_UP, name, f"{clearance.sessions} sessions")
    if not clearance.stands_on(day):
        yield Warned(ENDS_BEFORE, name, _spoken(clearance.valid_until))
    if clearance.look_due(day, used + ahead) and not clearance.look_due(today, used):
        yield Warned(LOOK_BEFORE, name, clearance.look_words)


def _of_person(one: Attendee, day: date, answers_days: int) -> Iterator[Warned]:
    if one.last_dose_at is not None and not _after(one.integrated_at, one.last_dose_at):
        yield Warned(NO_INTEGRATION, one.facts.name, _spoken(one.last_dose_at.date()))
    if one.facts.answered_at is not None:
        age = (day - one.facts.answered_at.date()).days
        if age > answers_days:
            yield Warned(ANSWERS_OLD, one.facts.name, str(age))


def _of_change(one: Attendee, asked_since: datetime | None) -> Iterator[Warned]:
    """Asked at home before each session (decisions.md, section 2); unanswered, it is asked on the day."""
    if asked_since is not None and not _reached(one.facts.told_change_at, asked_since):
        yield Warned(CHANGE_UNANSWERED, one.facts.name, _spoken(asked_since.date()))


def _of_medical(clearance: ClearanceFacts | None, name: str) -> Iterator[Warned]:
    """Whom to arrange: domain.md 1.0."""
    if clearance is not None and clearance.medical_present:
        yield Warned(MEDICAL_NEEDED, name, "the clearance asks for one")
    elif clearance is not None and INTRAMUSCULAR in clearance.routes:
        yield Warned(MEDICAL_NEEDED, name, "for an injection")


def old_reading(one: Attendee, at: datetime, most: timedelta) -> Warned | None:
    """A reading before the dose that is older than the practice wants it."""
    taken = one.baseline.at if one.baseline else None
    if taken is None or at - taken <= most:
        return None
    return Warned(READING_OLD, one.facts.name, str(int((at - taken).total_seconds() // 60)))


def worded(found: Sequence[Warned], reader: Reader) -> list[str]:
    """Each sentence once, in order; what is not this reader's left out."""
    return list(dict.fromkeys(text for one in found if (text := one.words_for(reader))))


def _after(moment: datetime | None, other: datetime) -> bool:
    return moment is not None and moment > other


def _reached(moment: datetime | None, other: datetime) -> bool:
    return moment is not None and moment >= other


def _spoken(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
