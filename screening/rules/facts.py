"""What the gate may know of a person: positive facts only. What is not here never opens anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True)
class ClearanceFacts:
    """A person's latest clearance. Doses in mg, pressure in mmHg, pulse per minute; None where no limit was set.

    To the office it comes without routes, doses and limits: what is not here opens nothing. `re_evaluate_on` is the
    last day, and `re_evaluate_after` the number of sessions, until which the prescriber need not look again, both None
    where no such look was asked for or once it was done; `readings` maps a route to the minutes since the
    first dose at which one is due. Minutes of `booster_from` and `booster_until` count from the first dose too.
    `medical_present`: a licensed medical person has to be there whatever the route; an injection asks for one anyway.
    """

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
    re_evaluate_on: date | None = None
    re_evaluate_after: int | None = None
    booster_from: int | None = None
    booster_until: int | None = None
    min_pulse: int | None = None
    min_saturation: int | None = None
    call_systolic: int | None = None
    call_diastolic: int | None = None
    readings: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    stay_minutes: int | None = None
    food_hours: int | None = None
    liquid_hours: int | None = None
    medical_present: bool = False

    def stands_on(self, day: date) -> bool:
        """Whether it is in force on this day of the practice; the sessions used up are another question."""
        return not self.suspended and day <= self.valid_until

    def look_due(self, day: date, sessions_used: int) -> bool:
        """Whether the prescriber looks again before a session on this day: two sessions, a follow-up, then up to six
        more is one programme's rule (domain.md 1.0), so a good date alone is not enough."""
        by_date = self.re_evaluate_on is not None and day > self.re_evaluate_on
        return by_date or (self.re_evaluate_after is not None and sessions_used >= self.re_evaluate_after)

    @property
    def look_words(self) -> str:
        """When the prescriber looks again: "after 2 sessions or by 3 March 2026"; empty if they did not say."""
        on, after = self.re_evaluate_on, self.re_evaluate_after
        words = [f"after {after} session{'' if after == 1 else 's'}"] if after is not None else []
        words += [f"by {on.day} {on:%B %Y}"] if on is not None else []
        return " or ".join(words)


@dataclass(frozen=True)
class PersonFacts:
    """What is known of one person, as far as the reader may know it.

    `goes_on`: the latest decision that the reader may see is "go on". `consent_signed`: every text that treatment asks
    for is signed, in a version that still counts, and not withdrawn. `answered_at`: when they last answered or added
    to a health page, and `told_change_at`: when they last said what has changed or that nothing has, both as far as the
    reader sees it.
    """

    person_id: UUID
    name: str
    goes_on: bool
    decided_at: datetime | None
    safety_hold: bool
    clinical_hold: bool
    clearance: ClearanceFacts | None
    consent_signed: bool
    answered_at: datetime | None = None
    told_change_at: datetime | None = None
