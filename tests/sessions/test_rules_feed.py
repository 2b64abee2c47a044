"""A calendar file says when, and nothing of what or with whom."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import vobject

from sessions.rules.feed import Entry, Made, calendar, initials, spoken_times

KEY = UUID(int=7)
HOUR = timedelta(hours=1)


def entry(starts_at: datetime, *, change: int = 1, cancelled: bool = False) -> Entry:
    return Entry(KEY, change, starts_at, starts_at + 3 * HOUR, "Appointment", cancelled=cancelled)


def file(*entries: Entry, zone: str = "America/Los_Angeles") -> str:
    made = Made("Harbor", "harbor.example", ZoneInfo(zone), datetime(2026, 11, 1, tzinfo=UTC))
    return calendar([(one, "11:00 to 14:00 Pacific") for one in entries], made).decode()


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        # The last whole week before the clocks change and the first after it; 11:00 on the wall both times.
        ("America/Los_Angeles", datetime(2026, 10, 29, 18, tzinfo=UTC), datetime(2026, 11, 5, 19, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 3, 5, 16, tzinfo=UTC), datetime(2026, 3, 12, 15, tzinfo=UTC)),
        ("Europe/London", datetime(2026, 3, 26, 11, tzinfo=UTC), datetime(2026, 4, 2, 10, tzinfo=UTC)),
        ("Australia/Sydney", datetime(2026, 9, 30, 1, tzinfo=UTC), datetime(2026, 10, 7, 0, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 3, 26, 5, 15, tzinfo=UTC), datetime(2026, 4, 2, 5, 15, tzinfo=UTC)),
    ],
)
def test_another_reader_finds_the_same_moments_by_the_rules_in_the_file(
    zone: str, before: datetime, after: datetime
) -> None:
    text = file(entry(before), entry(after), zone=zone)
    read = vobject.readOne(text)
    assert f"TZID:{zone}" in text
    assert [one.dtstart.value.astimezone(UTC) for one in read.vevent_list] == [before, after]
    assert [one.dtstart.value.hour for one in read.vevent_list] == [11, 11]
    assert [one.dtend.value - one.dtstart.value for one in read.vevent_list] == [3 * HOUR, 3 * HOUR]


def test_a_change_has_a_higher_number_and_the_same_name() -> None:
    moved = vobject.readOne(file(entry(datetime(2026, 11, 18, 19, tzinfo=UTC), change=2))).vevent
    assert (moved.uid.value, moved.sequence.value) == (f"{KEY}@harbor.example", "2")
    assert (moved.status.value, moved.transp.value) == ("CONFIRMED", "OPAQUE")


def test_what_does_not_stand_any_more_is_called_off_and_takes_no_time() -> None:
    gone = vobject.readOne(file(entry(datetime(2026, 11, 18, 19, tzinfo=UTC), cancelled=True))).vevent
    assert (gone.status.value, gone.transp.value) == ("CANCELLED", "TRANSPARENT")


def test_a_file_without_dates_is_one_all_the_same() -> None:
    assert file().startswith("BEGIN:VCALENDAR\r\n")


def test_the_zone_stands_beside_the_hours() -> None:
    one = entry(datetime(2026, 11, 18, 19, tzinfo=UTC))
    assert spoken_times(one, ZoneInfo("America/Los_Angeles"), "Pacific") == "11:00 to 14:00 Pacific"


def test_initials_are_those_of_what_people_go_by() -> None:
    assert initials(["Ines", "Sam"]) == "I. & S."
