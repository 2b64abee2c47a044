"""One person of a ketamine session as the gate sees them: facts, part, and what the day has shown so far."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from screening.rules import PersonFacts
from sessions.rules.blockers import Blocker, BlockerKind
from sessions.rules.readings import ReadingFacts


class Part(StrEnum):
    """What a person does in one session; the same words as in the table."""

    DOSING = "dosing"
    WITNESS = "witness"
    PRESENT = "present"
    ABSENT = "absent"


@dataclass(frozen=True)
class DayCheckFacts:
    """The answers of the day of one person; the latest of today.

    `other_welcome`: this person, asked alone, wants who else is there, in the part that is planned; None if not asked.
    `stays_with` is the adult of the coming night and `contact` who is called if something happens, both empty where it
    is the same person as on the way home.
    """

    asked_alone: bool
    goes_ahead: bool
    sober: bool
    well: bool
    fasted: bool
    nothing_new: bool
    ride_name: str
    other_welcome: bool | None = None
    stays_with: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Attendee:
    """One of the two people, their part in this session, and what the day has shown so far.

    `sessions_used` counts the person's other dosing sessions since the clearance was given. `called` holds every name
    that somebody might write for this person. The day check and the reading are today's latest, or None, each with the
    key of its row. `overrides` are the stops that were gone past for this person today, as (kind, fact).
    """

    facts: PersonFacts
    part: Part
    sessions_used: int = 0
    called: frozenset[str] = field(default_factory=frozenset)
    day_check: DayCheckFacts | None = None
    baseline: ReadingFacts | None = None
    check_id: UUID | None = None
    baseline_id: UUID | None = None
    overrides: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    last_dose_at: datetime | None = None
    integrated_at: datetime | None = None

    @property
    def is_there(self) -> bool:
        return self.part is not Part.ABSENT

    @property
    def doses(self) -> bool:
        return self.part is Part.DOSING

    def blocker(self, kind: BlockerKind, detail: str = "", fact: str = "") -> Blocker:
        return Blocker(kind, self.facts.person_id, self.facts.name, detail, fact)
