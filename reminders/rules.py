"""Which messages an appointment needs, when, and in which words. Neutral ones: anybody in the house may read them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sessions.rules.times import spoken_time


class Kind(StrEnum):
    """What a message about an appointment is for: that it is booked, or that it is tomorrow."""

    BOOKED = "booked"
    DAY_BEFORE = "day_before"


# So long before the start the second message goes out; whoever booked later than that was told just now.
DAY_BEFORE = timedelta(hours=24)


@dataclass(frozen=True)
class Sender:
    """How the practice signs: the neutral short name, the phone as people write it, its zone and that zone's name."""

    short_name: str
    phone: str
    zone: ZoneInfo
    zone_name: str


@dataclass(frozen=True)
class Words:
    """Subject and body of one message."""

    subject: str
    body: str


def words(starts_at: datetime, version: int, sender: Sender) -> Words:
    """Day, time with its zone, and whom to call: nothing of what for, or with whom.

    Source: domain.md 4, "Minimum-necessary reminders"; decisions 1.12.
    """
    subject = f"Appointment: {spoken_time(starts_at, sender.zone, sender.zone_name)}"
    moved = "This takes the place of the earlier time.\n" if version > 1 else ""
    signed = ", ".join(filter(None, (sender.short_name, sender.phone)))
    return Words(subject, f"{subject}.\n{moved}{signed}\n")
