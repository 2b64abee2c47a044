"""Who can be taken into care, whose name a signature is, and how a consent's text is laid out."""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

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
    "If they share one inbox, one of them can open a free address just for this and read it alone, "
    "on the practice's own tablet if need be."
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
