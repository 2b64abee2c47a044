"""The practice's clock. Views, tasks and commands read it; everything below takes the time as an argument."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.utils import timezone

_zone: ContextVar[ZoneInfo | None] = ContextVar("practice_zone", default=None)

SPOKEN_ZONES = {
    **dict.fromkeys(("PST", "PDT"), "Pacific"),
    **dict.fromkeys(("MST", "MDT"), "Mountain"),
    **dict.fromkeys(("CST", "CDT"), "Central"),
    **dict.fromkeys(("EST", "EDT"), "Eastern"),
    "AKST": "Alaska",
    "AKDT": "Alaska",
    "HST": "Hawaii",
}


def now() -> datetime:
    """The present moment, aware, in UTC.

    With `CLOCK_TRAVELS` (test settings only) an offset is read from the database, so that a browser journey, the web
    server and the worker share one fictional time.
    """
    present = timezone.now()
    if settings.CLOCK_TRAVELS:
        row = apps.get_model("accounts", "ClockOffset")._default_manager.values_list("seconds", flat=True).first()
        present += timedelta(seconds=row or 0)
    return present


def practice_zone() -> ZoneInfo:
    """The zone in which every appointment in person is told; set on the practice, Pacific until there is one."""
    if kept := _zone.get():
        return kept
    name = apps.get_model("accounts", "Practice")._default_manager.values_list("zone", flat=True).first()
    return ZoneInfo(name or settings.TIME_ZONE)


@contextmanager
def in_practice_zone() -> Iterator[None]:
    """Read the zone once for the length of a block, and tell every time in it."""
    zone = practice_zone()
    before = _zone.set(zone)
    try:
        with timezone.override(zone):
            yield
    finally:
        _zone.reset(before)


def zone_name(at: datetime) -> str:
    """The practice's zone as people say it: "Pacific"; the abbreviation where there is no such word."""
    short = at.astimezone(practice_zone()).strftime("%Z")
    return SPOKEN_ZONES.get(short, short)


def day_of(at: datetime) -> date:
    """The day of a moment on the practice's own wall."""
    return at.astimezone(practice_zone()).date()


def today() -> date:
    return day_of(now())
