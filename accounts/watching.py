"""Who reads what partners send, and until when: said in plain words under every page of the portal. Pure.

It depends on the clock and on what the practice set, never on an answer, so both partners of a couple read the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from accounts.hours import DAYS, Week, in_hours, next_in_hours

EVENING, NIGHT_ENDS = 17, 5
TOMORROW, A_WEEK = 1, 6


@dataclass(frozen=True)
class CoverFacts:
    """Somebody who answers between two days, both included: on call, or in place of `away`, who is not there."""

    name: str
    phone: str
    starts_on: date
    ends_on: date
    away: str = ""

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True)
class Line:
    """One sentence, and a number to call where it names one."""

    text: str
    phone: str = ""


def watch_lines(
    week: Week,
    covers: Sequence[CoverFacts],
    at: datetime,
    zone: ZoneInfo,
    *,
    after_hours: str = "",
    therapists: int = 1,
) -> list[Line]:
    """What stands in the foot of the portal at this moment.

    `after_hours` is the number for when nobody is there, `therapists` how many read what this person sends: who stands
    in for one of them answers calls, and does not read.
    """
    day = at.astimezone(zone).date()
    away = [cover for cover in covers if cover.away and cover.holds_on(day)]
    somebody_reads = any(week) and len({cover.away for cover in away}) < therapists
    lines = [Line(reading_sentence(week, at, zone))] if somebody_reads else []
    for cover in away:
        back = f"{cover.ends_on.day} {cover.ends_on:%B}"
        said = f"{cover.away} is away until {back} and reads what you send after that. {cover.name} answers meanwhile:"
        lines.append(Line(said, cover.phone))
    if not any(week) or in_hours(week, at, zone):
        return lines
    on_call = next((cover for cover in covers if not cover.away and cover.holds_on(day)), None)
    if on_call is not None:
        lines.append(Line(f"{on_call.name} answers calls until the office opens:", on_call.phone))
    elif after_hours:
        lines.append(Line("Until the office opens, call:", after_hours))
    return lines


def reading_sentence(week: Week, at: datetime, zone: ZoneInfo) -> str:
    """Until when somebody reads today, or that nobody does now, and when somebody will."""
    local = at.astimezone(zone)
    if in_hours(week, at, zone):
        window = week[local.weekday()]
        return f"What you send is read until {window[1]:%H:%M} today." if window else ""
    opens = next_in_hours(week, at, zone)
    now = "tonight" if local.hour >= EVENING or local.hour < NIGHT_ENDS else "right now"
    if opens is None:
        return f"Nobody reads this {now}."
    return f"Nobody reads this {now}. What you send is read from {_spoken(opens, at, zone)}."


def _spoken(opens: datetime, at: datetime, zone: ZoneInfo) -> str:
    local = opens.astimezone(zone)
    days = (local.date() - at.astimezone(zone).date()).days
    if days == 0:
        return f"{local:%H:%M} today"
    if days == TOMORROW:
        return f"{local:%H:%M} tomorrow"
    return f"{local:%H:%M} {'on' if days <= A_WEEK else 'next'} {DAYS[local.weekday()]}"
