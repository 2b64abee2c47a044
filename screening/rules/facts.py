"""What the gate may know of a person: positive facts only. What is not here never opens anything."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True)
class ClearanceFacts:
    """A person's latest clearance. Doses in mg, pressure in mmHg, pulse per minute; None where no limit was set."""

    given_at: datetime
    valid_until: date
    sessions: int
    routes: frozenset[str]
    max_dose_mg: Decimal
    max_booster_mg: Decimal
    max_systolic: int | None
    max_diastolic: int | None
    max_pulse: int | None
    suspended: bool
    prescriber_name: str

    def stands_on(self, day: date) -> bool:
        """Whether it is in force on this day of the practice; the sessions used up are another question."""
        return not self.suspended and day <= self.valid_until


@dataclass(frozen=True)
class PersonFacts:
    """What is known of one person, as far as the reader may know it.

    `goes_on`: the latest decision that the reader may see is "go on". `consent_signed`: every text
    that treatment asks for is signed, in a version that still counts, and not withdrawn.
    """

    person_id: UUID
    name: str
    goes_on: bool
    decided_at: datetime | None
    safety_hold: bool
    clinical_hold: bool
    clearance: ClearanceFacts | None
    consent_signed: bool
