"""The demo's days, at hours of the practice's own clock."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from demo.story.opening import PRACTICE

ZONE = ZoneInfo(PRACTICE["zone"])


@dataclass(frozen=True)
class Calendar:
    """Days counted from the day of loading."""

    today: date

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(self.today + timedelta(days=days), time(hour, minute), ZONE)
