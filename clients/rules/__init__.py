"""Who can be in care, how a name signs, how a text is laid out, how somebody is reached, how long records are kept."""

import hashlib
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from accounts.hours import spoken_week
from accounts.rules import phone_as_spoken
from outbox.rules import AS_EVERYBODY, Writing

# Ketamine for under-eighteens is outside the practice's work and its sources (domain.md 1.1, C24).
ADULT_AGE = 18
OLDEST_AGE = 120


def age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def birth_date_trouble(born: date, today: date) -> str:
    """What is wrong with a birth date; nothing for an adult alive today."""
    if born > today:
        return "This birth date is in the future. Check the year."
    if age_on(born, today) > OLDEST_AGE:
        return "This birth date is too long ago. Check the year."
    if age_on(born, today) < ADULT_AGE:
        return "We can only take people of 18 or over into care."
    return ""


SAME_ADDRESS = (
    "Each of the two needs an address of their own, because codes and answers are private to each. "
    "If they share one inbox, leave one of the two addresses empty: "
    "that person answers alone on the practice's tablet, and gets no mail."
)


def same_address(first: str, second: str) -> bool:
    """Whether two addresses reach one inbox: capitals and a "+label" make no difference."""
    return bool(first) and _inbox(first) == _inbox(second)


def _inbox(address: str) -> tuple[str, str]:
    name, _, host = address.strip().casefold().partition("@")
    return name.partition("+")[0], host


def typed_name_trouble(typed: str, legal: str, preferred: str) -> str:
    """Why a typed name is not this person's signature. Capitals, accents and spaces make no difference."""
    if not _plain(typed):
        return "Type your full name to sign."
    if _plain(typed) in {_plain(legal), _plain(preferred)}:
        return ""
    return f"Type your full name as we know it: {preferred or legal}."


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).casefold()
    return " ".join("".join(one for one in letters if not unicodedata.combining(one)).split())


def text_digest(text: str) -> str:
    """What a signature keeps of the very text that was shown."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Section:
    """One heading of a consent's text with its paragraphs and points, in their order."""

    heading: str
    blocks: tuple[tuple[str, ...], ...]
    """Each block is one paragraph (a single text) or a list of points (every text begins with "- ")."""


def sections(body: str) -> list[Section]:
    """Split a text into its sections. A heading begins with "# ", a point with "- "; an empty line ends a block."""
    found: list[Section] = []
    for part in body.split("\n\n"):
        lines = [line.strip() for line in part.strip().splitlines()]
        if lines and lines[0].startswith("# "):
            found.append(Section(lines.pop(0).removeprefix("# "), ()))
        if not lines:
            continue
        block = _points(lines) if lines[0].startswith("- ") else (" ".join(lines),)
        last = found.pop() if found else Section("", ())
        found.append(Section(last.heading, (*last.blocks, block)))
    return found


def _points(lines: list[str]) -> tuple[str, ...]:
    points: list[str] = []
    for line in lines:
        if line.startswith("- "):
            points.append(line)
        else:
            points[-1] = f"{points[-1]} {line}"
    return tuple(points)


PIN_TRIES = 5
PIN_RESTS = timedelta(minutes=5)
PIN_RESTS_AT_MOST = timedelta(hours=24)
PIN_STEPS = ("0123456789", "9876543210")


def pin_trouble(pin: str, born: date) -> str:
    """Why six digits are a poor PIN: somebody at home would try them first. Nothing for a good one."""
    if len(pin) != 6 or not (pin.isascii() and pin.isdecimal()):
        return "A PIN has six digits."
    if len(set(pin)) < 3 or pin[:3] == pin[3:] or any(pin in steps for steps in PIN_STEPS):
        return "Choose digits that are harder to guess than a pattern."
    if pin in {born.strftime(form) for form in ("%m%d%y", "%d%m%y", "%y%m%d", "%m%Y", "%Y%m")}:
        return "Choose something else than your birth date. Others know it."
    return ""


def pin_rest(tries: int) -> timedelta:
    """How long a PIN rests after so many wrong tries in a row: five minutes from the fifth on, each time twice that."""
    if tries < PIN_TRIES:
        return timedelta(0)
    doublings: int = min(tries - PIN_TRIES, 10)
    return min(PIN_RESTS * (1 << doublings), PIN_RESTS_AT_MOST)


ADDRESS_CHANGE_LASTS = timedelta(days=7)


@dataclass(frozen=True)
class AddressChangeFacts:
    """What decides whether a link to a new address still works."""

    expires_at: datetime
    used: bool = False
    withdrawn: bool = False


def address_change_trouble(facts: AddressChangeFacts | None, at: datetime) -> str:
    """Why such a link does nothing: "unknown", "used", "withdrawn" or "expired"; nothing while it works."""
    if facts is None:
        return "unknown"
    if facts.used:
        return "used"
    if facts.withdrawn:
        return "withdrawn"
    return "expired" if at >= facts.expires_at else ""


# What may stand in `SafeChoices.writing`, in the order of the form. Text is no way by itself while none is sent.
WRITING = {
    "email": frozenset({"email"}),
    "both": frozenset({"email", "text"}),
    "none": frozenset[str](),
}


@dataclass(frozen=True)
class SafeChoices:
    """How a person can be reached. As it stands, everybody's until they say otherwise. Source: domain.md 2.3."""

    writing: Writing = AS_EVERYBODY
    voicemail: bool = False
    phone: str = ""


def dos_and_donts(chosen: SafeChoices, zone_name: str) -> list[str]:
    """What somebody needs who is about to call or write, as short sentences, the stops first."""
    channels, week = chosen.writing.channels, chosen.writing.hours
    lines = [] if channels else ["Write nothing: no mail and no text."]
    lines.append("A neutral voicemail is fine." if chosen.voicemail else "No voicemail.")
    if channels:
        lines.append("E-mail and texts are fine." if "text" in channels else "E-mail, no texts.")
    lines.append(f"Only {spoken_week(week)} {zone_name}." if week else "At any hour.")
    if chosen.phone:
        lines.append(f"Call {phone_as_spoken(chosen.phone)} and no other number.")
    return lines


@dataclass(frozen=True)
class Unit:
    """One unit of care that a person was part of: whom it held, and when it ended; None while it goes on."""

    id: UUID
    members: tuple[UUID, ...]
    ended: date | None


@dataclass(frozen=True)
class Keeping:
    """How long what is known of one person is kept. A date of None means that the clock has not begun."""

    ended: date | None
    record_until: date | None
    """The last day on which the person's own record must be kept."""
    joint_until: dict[UUID, date | None]
    """The same for each record that the person shares with another: the later of the two."""


def care_ended(units: Iterable[Unit]) -> date | None:
    """The day on which somebody's last unit of care ended; nothing while one goes on, or there was none."""
    ends = [unit.ended for unit in units]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def kept_until(ended: date | None, years: int) -> date | None:
    """The last day of so many years after an end. The 29th of February counts as the 28th in a common year."""
    if ended is None:
        return None
    try:
        return ended.replace(year=ended.year + years)
    except ValueError:
        return ended.replace(year=ended.year + years, day=28)


def keeping(person: UUID, units: Collection[Unit], *, years: int) -> Keeping:
    """One person's dates, from every unit in which they or somebody they share one with was in care.

    The clock is each person's own; a joint record ends with the later of the two. Source: domain.md 4, "Retention".
    """

    def until(one: UUID) -> date | None:
        return kept_until(care_ended(unit for unit in units if one in unit.members), years)

    own = [unit for unit in units if person in unit.members]
    joint: dict[UUID, date | None] = {}
    for unit in own:
        if len(unit.members) > 1:
            days = [until(one) for one in unit.members]
            joint[unit.id] = None if None in days else max(day for day in days if day is not None)
    return Keeping(ended=care_ended(own), record_until=until(person), joint_until=joint)


def reasons_not_to_purge(record_until: date | None, today: date, *, held: bool) -> list[str]:
    """Why a record cannot be purged today, in sentences; empty when its time is over. A legal hold beats every date."""
    reasons = ["A legal hold stands. It is released first, with a reason."] if held else []
    if record_until is None:
        return [*reasons, "Care goes on, so the time of keeping has not begun."]
    if today <= record_until:
        reasons.append(f"The record is kept through {record_until.day} {record_until:%B %Y}.")
    return reasons
