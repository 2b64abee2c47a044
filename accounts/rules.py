"""What a number, a phone or a name must be before it is kept or printed: a sentence of what is wrong, or nothing."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import phonenumbers
import stdnum.exceptions
import stdnum.luhn
import stdnum.us.ein

# The NPI is a card number of the health industry's issuer: Luhn over this prefix and the ten digits (45 CFR 162.406).
NPI_ISSUER = "80840"
COUNTRY = "US"

# Words by which a subject, a sender or a web address would tell somebody's household what the practice does. A stem is
# found inside other words, since a domain has no spaces; the second list holds only whole words ("kap" is in "Kaplan").
FORBIDDEN_STEMS = (
    "abuse", "addict", "anxiety", "clinic", "counsel", "couple", "depress", "diagnos", "doctor", "drug", "health",
    "injection", "intimacy", "intimate", "ketamin", "lozenge", "marital", "marriage", "medic", "mental", "partner",
    "patient", "prescri", "psych", "relational", "relationship", "screening", "sexual", "shrink", "spravato",
    "superbill", "therap", "trauma", "treatment", "violence",
)  # fmt: skip
FORBIDDEN_WORDS = (
    "dose", "dosing", "gottman", "intake", "integration", "iop", "kap", "lcsw", "lmft", "lpc", "md", "mft", "np",
    "preparation", "rehab", "sex",
)  # fmt: skip
# Characters that print as nothing, and so would hide a word: soft hyphen, zero-width marks.
HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")

STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia", "GU": "Guam",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky",
    "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire",
    "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota",
    "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "PR": "Puerto Rico", "RI": "Rhode Island",
    "SC": "South Carolina",
    "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont",
    "VA": "Virginia", "VI": "Virgin Islands", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin",
    "WY": "Wyoming",
}  # fmt: skip
ZONES = {
    "America/Los_Angeles": "Pacific",
    "America/Denver": "Mountain",
    "America/Phoenix": "Mountain, Arizona",
    "America/Chicago": "Central",
    "America/New_York": "Eastern",
    "America/Anchorage": "Alaska",
    "Pacific/Honolulu": "Hawaii",
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def npi_trouble(npi: str) -> str:
    """What is wrong with a national provider identifier; nothing when it can be printed."""
    if not re.fullmatch(r"[0-9]{10}", npi):
        return "An NPI has ten digits."
    if npi[0] not in "12":
        return "An NPI begins with 1 or 2."
    if not stdnum.luhn.is_valid(NPI_ISSUER + npi):
        return "This NPI's check digit does not fit. Look for two digits that changed places."
    return ""


def ein_trouble(ein: str) -> str:
    """What is wrong with an employer identification number written as 12-3456789."""
    if not re.fullmatch(r"[0-9]{2}-[0-9]{7}", ein):
        return "Write the EIN as two digits, a hyphen and seven digits, like 12-3456789."
    try:
        stdnum.us.ein.validate(ein)
    except stdnum.exceptions.ValidationError:
        return "No EIN begins with these two digits. Compare it with the letter from the IRS."
    return ""


def digits_grouped_as_ein(text: str) -> str:
    """Nine digits, however typed, as 12-3456789; anything else unchanged, for `ein_trouble` to name."""
    digits = re.sub(r"[\s-]", "", text)
    return f"{digits[:2]}-{digits[2:]}" if re.fullmatch(r"[0-9]{9}", digits) else text.strip()


def phone_trouble(text: str) -> str:
    """What is wrong with a telephone number. A number without a country is taken as one of the United States."""
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException:
        return "Enter a phone number, like 510 555 0100."
    if not phonenumbers.is_possible_number(number):
        return "This number has too few or too many digits. A number here has ten."
    if number.extension:
        return "Leave the extension out. Write a number that can be called directly."
    return ""


def phone_as_stored(text: str) -> str:
    """A number without trouble in the one form that is kept: +15105550100."""
    return phonenumbers.format_number(phonenumbers.parse(text, COUNTRY), phonenumbers.PhoneNumberFormat.E164)


def phone_as_spoken(stored: str) -> str:
    """A kept number as people here write it: (510) 555-0100; one of another country keeps its plus."""
    try:
        number = phonenumbers.parse(stored, COUNTRY)
    except phonenumbers.NumberParseException:
        return stored
    here = phonenumbers.PhoneNumberFormat.NATIONAL
    abroad = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, here if number.country_code == 1 else abroad)


def postal_code_trouble(text: str) -> str:
    """What is wrong with a ZIP code."""
    return "" if re.fullmatch(r"[0-9]{5}(-[0-9]{4})?", text) else "Enter a ZIP code, like 94612 or 94612-1234."


def forbidden_words(text: str) -> tuple[str, ...]:
    """The words in a name, subject or address that would tell what the practice does, in the order of the lists."""
    plain = HIDDEN.sub("", unicodedata.normalize("NFKC", text)).casefold()
    words = set(re.findall(r"[a-z]+", plain))
    stems = (stem for stem in FORBIDDEN_STEMS if stem in plain)
    return (*stems, *(word for word in FORBIDDEN_WORDS if word in words))


def short_name_trouble(name: str) -> str:
    """What is wrong with the name that stands in subjects, senders and on bank cards."""
    found = forbidden_words(name)
    if not found:
        return ""
    quoted = " and ".join(f"“{word}”" for word in found)
    return f"Choose a name without {quoted}. It stands in every mail, where anybody at home may read it."


BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"),
            ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "an Android phone"), ("Windows", "Windows"),
           ("CrOS", "a Chromebook"), ("Macintosh", "a Mac"), ("Linux", "Linux"))  # fmt: skip


def device_words(user_agent: str) -> str:
    """What a browser says of itself, in the words that its owner would use: "Safari on an iPhone"."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or system.removeprefix("an ").removeprefix("a ") or "A browser"


def leave_url_trouble(url: str) -> str:
    """What is wrong with the page that “Leave this page” opens: it stays in the history of the device."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or "." not in parts.hostname:
        return "Enter a whole web address that begins with https://, like https://www.weather.gov/."
    if found := forbidden_words(url):
        quoted = " and ".join(f"“{word}”" for word in found)
        return f"Choose a page whose address does not hold {quoted}. It stays in the history of the device."
    return ""


INVITATION_LASTS = timedelta(days=7)


@dataclass(frozen=True)
class InvitationFacts:
    """What decides whether a link still works."""

    expires_at: datetime
    used: bool = False
    withdrawn: bool = False


def invitation_trouble(facts: InvitationFacts | None, at: datetime) -> str:
    """Why a link opens nothing: "unknown", "used", "withdrawn" or "expired"; nothing while it works."""
    if facts is None:
        return "unknown"
    if facts.used:
        return "used"
    if facts.withdrawn:
        return "withdrawn"
    return "expired" if at >= facts.expires_at else ""
