"""Facts for the tables of the gate: one person for whom everything is in place, and small departures from that."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from screening.rules import ClearanceFacts, PersonFacts
from sessions.rules.gate import Attendee, DayCheckFacts, Part
from sessions.rules.readings import ReadingFacts

TODAY = date(2026, 11, 17)
NOW = datetime(2026, 11, 17, 20, 0, tzinfo=UTC)
ANN, BEN = UUID(int=1), UUID(int=2)
CLEARANCE = ClearanceFacts(
    given_at=NOW,
    valid_until=TODAY,
    sessions=2,
    routes=frozenset({"lozenge"}),
    max_dose_mg=Decimal(100),
    max_booster_mg=Decimal(50),
    max_systolic=150,
    max_diastolic=95,
    max_pulse=None,
    suspended=False,
    prescriber_name="Ruth Lee",
)
CHECK = DayCheckFacts(True, True, True, True, True, True, "Ann's sister", other_welcome=True)
GOOD = ReadingFacts(118, 76, 68, 98)
NAMES = {ANN: frozenset({"Ann", "Ann Archer"}), BEN: frozenset({"Ben", "Benjamin Boyd", "Ben Boyd"})}


def ready(person: UUID, part: Part = Part.DOSING, **facts: object) -> Attendee:
    """Somebody for whom everything is in place on the day; keywords change the person's facts."""
    base = PersonFacts(person, "Ann" if person == ANN else "Ben", True, NOW, False, False, CLEARANCE, True)
    return Attendee(replace(base, **facts), part, 0, NAMES[person], CHECK, GOOD)  # type: ignore[arg-type]  # a test's keywords


def clearance(**changes: object) -> ClearanceFacts:
    return replace(CLEARANCE, **changes)  # type: ignore[arg-type]  # a test's keywords


def check(**changes: object) -> DayCheckFacts:
    return replace(CHECK, **changes)  # type: ignore[arg-type]  # a test's keywords
