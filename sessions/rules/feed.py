"""A person's dates as an iCalendar file (RFC 5545): what a calendar program may show to whoever looks at the screen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from sessions.rules.zone_rules import timezone

# Dates that are over stay for this long, so that a program which was away meanwhile still hears what became of them.
KEPT = timedelta(days=30)
# How often a program is asked to look again, in the two ways that they know; it may come more often.
EVERY = timedelta(hours=1)
# Programs show it as who made the file. It names neither the product nor what it is for.
MADE_BY = "-//Appointments//EN"

BUSY = "Busy"
APPOINTMENT = "Appointment"


@dataclass(frozen=True)
class Entry:
    """One date. `change` counts what was told of it: a program takes the higher number for the newer."""

    key: UUID
    change: int
    starts_at: datetime
    ends_at: datetime
    words: str
    cancelled: bool


def initials(names: Iterable[str]) -> str:
    """ "I. & S.": the couple for whoever knows it, in the couple's order."""
    return " & ".join(f"{name[0]}." for name in names)


def spoken_times(entry: Entry, zone: ZoneInfo, zone_name: str) -> str:
    """ "11:00 to 14:00 Pacific": a program on a journey shows other hours, and this line stays."""
    return f"{entry.starts_at.astimezone(zone):%H:%M} to {entry.ends_at.astimezone(zone):%H:%M} {zone_name}"


@dataclass(frozen=True)
class Made:
    """Who makes the file, where and when: the practice's neutral name, its host, its zone, and the moment."""

    name: str
    host: str
    zone: ZoneInfo
    at: datetime


def calendar(entries: Iterable[tuple[Entry, str]], made: Made) -> bytes:
    """The file, each entry with its line of times.

    A date that does not stand any more is in it as cancelled: left out, it would stay in some programs. Local times
    with the rules of the zone, so that a program which knows the zone by another name still shows the right hour.
    """
    file = Calendar()
    file.add("prodid", MADE_BY)
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", made.name)
    file.add("refresh-interval", EVERY)
    file.add("x-published-ttl", "PT1H")
    # From the year before: in the first months it is the last change of that year that holds.
    file.add_component(timezone(made.zone, made.at.year - 1))
    for entry, times in entries:
        file.add_component(_event(entry, times, made))
    return bytes(file.to_ical())


def _event(entry: Entry, times: str, made: Made) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{made.host}")
    event.add("sequence", entry.change)
    event.add("dtstamp", made.at)
    event.add("dtstart", entry.starts_at.astimezone(made.zone))
    event.add("dtend", entry.ends_at.astimezone(made.zone))
    event.add("summary", entry.words)
    event.add("description", times)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    event.add("class", "PRIVATE")
    return event
