"""Wall clock and calendar: how long a block lasts, what an hour means where the practice is, when to stop eating."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sessions.rules.plan import KETAMINE


class NoSuchTime(Exception):
    """The clocks are put forward over this hour, so no clock will ever show it."""


@dataclass(frozen=True)
class Block:
    """How long an appointment lasts, and how long after it the therapist stays busy. In minutes."""

    minutes: int
    buffer: int


@dataclass(frozen=True)
class BlockLengths:
    """The practice's own lengths, in minutes: a ketamine block with the time to reset the room, and a talking hour."""

    ketamine: int
    buffer: int
    talking: int

    def of(self, kind: str) -> Block:
        return Block(self.ketamine, self.buffer) if kind == KETAMINE else Block(self.talking, 0)


def moments_of(day: date, clock: time, zone: ZoneInfo) -> list[datetime]:
    """The moments at which clocks in `zone` show this time: one as a rule, none in the hour that is left out when they
    are put forward, two in the one that comes again when they are put back."""
    local = datetime.combine(day, clock)
    read = [local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    return sorted({moment for moment in read if moment.astimezone(zone).replace(tzinfo=None) == local})


def at_wall_clock(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment at which clocks in `zone` show this time; the first of two where they are put back.

    Raises NoSuchTime in the hour that is left out in spring.
    """
    found = moments_of(day, clock, zone)
    if not found:
        raise NoSuchTime
    return found[0]


def spoken_day(moment: datetime, zone: ZoneInfo) -> str:
    """ "Tuesday 3 March", where the practice is."""
    local = moment.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B}"


def spoken_time(moment: datetime, zone: ZoneInfo, zone_name: str) -> str:
    """ "Tuesday 3 March, 10:00 Pacific": the zone, as people say it, stands beside every hour."""
    return f"{spoken_day(moment, zone)}, {moment.astimezone(zone):%H:%M} {zone_name}"


@dataclass(frozen=True)
class Fasting:
    """Until when somebody who takes the medicine may eat and drink, as moments."""

    food_until: datetime
    liquids_until: datetime


def fasting(starts_at: datetime, *, food_hours: int, liquid_hours: int) -> Fasting:
    """Counted back from the start of the session, which is earlier than the dose: domain.md 1.3 (isha: 4 h and 2 h)."""
    return Fasting(starts_at - timedelta(hours=food_hours), starts_at - timedelta(hours=liquid_hours))


def fasting_words(starts_at: datetime, zone: ZoneInfo, *, food_hours: int, liquid_hours: int) -> list[str]:
    """The same as clock times, which are easier to keep than hours. Names the day where it is the one before."""
    until = fasting(starts_at, food_hours=food_hours, liquid_hours=liquid_hours)
    day = starts_at.astimezone(zone).date()

    def clock(moment: datetime) -> str:
        local = moment.astimezone(zone)
        return f"{local:%H:%M}" if local.date() == day else f"{local:%H:%M} on {local:%A}"

    return [
        f"No food after {clock(until.food_until)}.",
        f"Clear liquids, like water, until {clock(until.liquids_until)}. Then nothing to drink.",
    ]
