"""Where one person is in the experience: minutes since the dose, in phases without a gap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

LOZENGE, INTRAMUSCULAR = "lozenge", "im"


@dataclass(frozen=True)
class PhaseTimes:
    """Minutes since the dose at which a route's onset ends, the return starts, and the end is expected."""

    onset_end: int
    return_start: int
    expected_end: int


# Onset until 10-20, altered for 60-90 minutes, wearing off until 90-120: decisions.md, section 2.
PHASE_TIMES = {LOZENGE: PhaseTimes(20, 90, 120), INTRAMUSCULAR: PhaseTimes(10, 70, 100)}

# Minutes after the first dose at which a reading is due, besides baseline and leaving: domain.md 1.4.
Schedule = Mapping[str, Sequence[int]]
DUE_READINGS: Schedule = {LOZENGE: (40,), INTRAMUSCULAR: (10, 20, 40, 60)}


@dataclass(frozen=True)
class DoseFacts:
    """One dose taken: when, and by which route."""

    at: datetime
    route: str


@dataclass(frozen=True)
class Phase:
    """A stretch of the phase bar. `state` is "past", "now" or "ahead"; `until` in minutes since the first dose."""

    key: str
    label: str
    since: int
    until: int
    state: str

    @property
    def words(self) -> str:
        return f"until {clock(self.until)}"


def milligrams(amount: Decimal) -> str:
    """An amount as people write it: "100 mg", "12.5 mg"."""
    return f"{amount.normalize():f} mg"


def clock(minutes: int) -> str:
    """Minutes as "0:47"."""
    return f"{minutes // 60}:{minutes % 60:02}"


def minutes_between(earlier: datetime, later: datetime) -> int:
    """Whole minutes; below zero where `later` is the earlier."""
    return int((later - earlier).total_seconds() // 60)


def phases(doses: Sequence[DoseFacts], at: datetime) -> list[Phase]:
    """The phase bar of one person. A booster moves the return and the end, since they follow the last dose."""
    if not doses:
        return []
    first, last = min(doses, key=lambda dose: dose.at), max(doses, key=lambda dose: dose.at)
    times, later = PHASE_TIMES[first.route], PHASE_TIMES[last.route]
    shift = minutes_between(first.at, last.at)
    ends = [
        ("onset", "Onset", times.onset_end),
        ("altered", "Altered", later.return_start + shift),
        ("returning", "Wearing off", later.expected_end + shift),
    ]
    now = minutes_between(first.at, at)
    found, since = [], 0
    for key, label, until in ends:
        state = "past" if now >= until else "now" if now >= since else "ahead"
        found.append(Phase(key, label, since, until, state))
        since = until
    return found


def phase_words(doses: Sequence[DoseFacts], at: datetime) -> str:
    """The present phase in a word, for the column's head."""
    bar = phases(doses, at)
    if not bar:
        return "Before the dose"
    return next((phase.label for phase in bar if phase.state == "now"), "Settled")


def stay_of(prescribed: int | None, ours: int) -> int:
    """Minutes of the stay: the prescriber's where one was set, since ours only fill a gap. domain.md 1.0."""
    return ours if prescribed is None else prescribed


def earliest_leaving(doses: Sequence[DoseFacts], stay_minutes: int) -> datetime | None:
    """When the stay is over: `stay_minutes` after the last dose, so a booster starts it again. domain.md 1.6."""
    return max(dose.at for dose in doses) + timedelta(minutes=stay_minutes) if doses else None


def schedule_of(prescribed: Schedule) -> Schedule:
    """The prescriber's own times for each route; ours where none were named."""
    return {**DUE_READINGS, **prescribed}


def overdue_reading(
    doses: Sequence[DoseFacts], readings: Sequence[datetime], at: datetime, schedule: Schedule = DUE_READINGS
) -> int | None:
    """The minute, since the first dose, of a reading that is due and was not taken; None where nothing is due.

    A reading counts for every due time that it follows.
    """
    if not doses:
        return None
    first = min(doses, key=lambda dose: dose.at)
    due = [minute for minute in schedule[first.route] if first.at + timedelta(minutes=minute) <= at]
    if not due or any(taken >= first.at + timedelta(minutes=due[-1]) for taken in readings):
        return None
    return due[-1]


def next_due_reading(doses: Sequence[DoseFacts], at: datetime, schedule: Schedule = DUE_READINGS) -> datetime | None:
    """When the next reading falls due; None before the dose and after the last."""
    if not doses:
        return None
    first = min(doses, key=lambda dose: dose.at)
    due = [first.at + timedelta(minutes=minute) for minute in schedule[first.route]]
    return next((moment for moment in due if moment > at), None)


def age_words(then: datetime, at: datetime) -> str:
    """How old a reading is: "just now", "12 min ago", "1 h 05 min ago"."""
    minutes = minutes_between(then, at)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    return f"{minutes // 60} h {minutes % 60:02} min ago"
