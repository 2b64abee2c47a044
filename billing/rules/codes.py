"""The shapes of the codes on a superbill, and what a payer will ask about them. Sources: domain.md 3.2 and 3.3.

The practice types its own service codes. None of the American Medical Association's descriptions is kept here: they are
its property.
"""

import re
from datetime import date

# CPT, categories I and III: four digits and a digit or letter. HCPCS, level II: a letter A-V and four digits.
CPT = re.compile(r"[0-9]{4}[0-9A-Z]")
HCPCS = re.compile(r"[A-V][0-9]{4}")
MODIFIER = re.compile(r"[A-Z0-9]{2}")
ICD_10_CM = re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?")
MAX_MODIFIERS = 4
MAX_DIAGNOSES = 12
MAX_POINTERS = 4

# CMS place-of-service codes that an appointment can have.
PLACES = {"11": "office", "10": "telehealth at home", "02": "telehealth elsewhere"}
TELEHEALTH = frozenset({"10", "02"})
AUDIO_VIDEO = "95"

# Prolonged-service codes deleted on 1 January 2023 with no successor for psychotherapy; web pages still advise them.
DELETED = {"99354": date(2023, 1, 1), "99355": date(2023, 1, 1)}

# Minutes that a time-based code stands for: least, most.
MINUTES: dict[str, tuple[int, int | None]] = {
    "90832": (16, 37),
    "90834": (38, 52),
    "90837": (53, None),
    "90846": (26, None),
    "90847": (26, None),
}
RELATIONSHIP_PROBLEM = "Z63.0"


def as_code(text: str) -> str:
    """A service code as it is kept: upper case, no spaces."""
    return re.sub(r"\s", "", text).upper()


def code_trouble(code: str, on: date) -> str:
    """What is wrong with a CPT or HCPCS code for services from a day on; nothing when it has a payer's shape."""
    if not (CPT.fullmatch(code) or HCPCS.fullmatch(code)):
        return "A service code has five characters, like 90847 or G2212."
    gone = DELETED.get(code)
    if gone is not None and on >= gone:
        return f"{code} was deleted on {gone.day} {gone:%B %Y}. Insurers refuse it for later sessions."
    return ""


def as_modifiers(text: str) -> str:
    """Modifiers as they are kept: upper case, one space between."""
    return " ".join(re.split(r"[\s,;]+", text.strip().upper()))


def modifiers_trouble(modifiers: str) -> str:
    """What is wrong with the modifiers of a line, given as `as_modifiers` writes them."""
    found = modifiers.split()
    if any(not MODIFIER.fullmatch(modifier) for modifier in found):
        return "A modifier has two characters, like 95. Put a space between two."
    if len(found) > MAX_MODIFIERS:
        return "A line has room for four modifiers."
    return ""


def modifiers_for(code: str, modifiers: str, place: str) -> str:
    """The modifiers of a line at a place: a coded service by video carries 95 unless the practice set its own."""
    return AUDIO_VIDEO if code and not modifiers and place in TELEHEALTH else modifiers


def as_diagnosis(text: str) -> str:
    """An ICD-10-CM code as it is kept, with its dot: F4310 and f43.10 become F43.10."""
    plain = re.sub(r"[\s.]", "", text).upper()
    return f"{plain[:3]}.{plain[3:]}" if len(plain) > 3 else plain


def diagnosis_trouble(code: str) -> str:
    """What is wrong with the shape of a dotted ICD-10-CM code. Whether it exists is a question to the code set."""
    return "" if ICD_10_CM.fullmatch(code) else "An ICD-10-CM code looks like F43.10."


def minutes_warning(code: str, minutes: int) -> str:
    """What a payer will say of a time-based code with these minutes; a warning, never a refusal."""
    least, most = MINUTES.get(code, (0, None))
    if minutes < least:
        return f"{code} stands for at least {least} minutes. This line says {minutes}."
    if most is not None and minutes > most:
        return f"{code} stands for {least} to {most} minutes. This line says {minutes}."
    return ""
