from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from outbox.rules import forbidden
from reminders.rules import Sender, words

SENDER = Sender("Harbor", "(510) 555-0100", ZoneInfo("America/Los_Angeles"), "Pacific")
STARTS = datetime(2026, 3, 3, 19, 0, tzinfo=UTC)  # Tuesday, 11:00 Pacific


def test_a_message_says_day_time_zone_and_whom_to_call() -> None:
    said = words(STARTS, 1, SENDER)
    assert said.subject == "Appointment: Tuesday 3 March, 11:00 Pacific"
    assert said.body == "Appointment: Tuesday 3 March, 11:00 Pacific.\nHarbor, (510) 555-0100\n"


def test_a_moved_appointment_says_so() -> None:
    assert "This takes the place of the earlier time." in words(STARTS, 2, SENDER).body


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("month", range(1, 13))
def test_no_message_holds_a_forbidden_word(version: int, month: int) -> None:
    said = words(STARTS.replace(month=month), version, SENDER)
    assert forbidden(f"{said.subject}\n{said.body}") == ()


@pytest.mark.parametrize(
    ("starts_at", "wall"),
    [
        (datetime(2026, 3, 8, 18, 0, tzinfo=UTC), "Sunday 8 March, 11:00"),  # clocks went forward that night
        (datetime(2026, 3, 7, 19, 0, tzinfo=UTC), "Saturday 7 March, 11:00"),
        (datetime(2026, 11, 1, 19, 0, tzinfo=UTC), "Sunday 1 November, 11:00"),  # clocks went back
    ],
)
def test_the_time_is_the_one_on_the_practices_wall(starts_at: datetime, wall: str) -> None:
    assert wall in words(starts_at, 1, SENDER).subject


def test_the_time_is_told_in_the_practices_zone() -> None:
    eastern = Sender("Harbor", "", ZoneInfo("America/New_York"), "Eastern")
    assert words(STARTS, 1, eastern).body == "Appointment: Tuesday 3 March, 14:00 Eastern.\nHarbor\n"
