"""The people of the demo practice. All of them are invented."""

from dataclasses import dataclass
from datetime import date

from accounts.actor import as_actor
from accounts.models import User
from accounts.roles import Role


@dataclass(frozen=True)
class Worker:
    """Somebody who works at, or for, the demo practice."""

    name: str
    email: str
    role: Role
    letters: str = ""
    licence_number: str = ""
    npi: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Client:
    """One partner as the office first writes them down."""

    first: str
    last: str
    email: str
    born: date
    pronouns: str = ""
    preferred: str = ""
    phone: str = ""
    street: str = ""
    address: tuple[str, str, str] = ("", "", "")
    insurer: str = ""
    member_id: str = ""


MAYA = Worker(
    "Maya Okafor", "maya@demo.example", Role.THERAPIST, "LMFT, CST", "MFT 104233", "1234567893", "+1 510-555-0101"
)
RUTH = Worker("Dr Ruth Lee", "ruth@demo.example", Role.PRESCRIBER, "MD", "A 88123", "1993999998", "+1 510-555-0177")
SOL = Worker("Sol Rivera", "sol@demo.example", Role.STAFF)
WORKERS = (MAYA, SOL, RUTH)

OAKLAND, BERKELEY, ALAMEDA = ("Oakland", "CA", "94610"), ("Berkeley", "CA", "94703"), ("Alameda", "CA", "94501")
INES = Client(
    first="Ines",
    last="Duarte",
    email="ines@demo.example",
    born=date(1986, 4, 12),
    pronouns="she/her",
    phone="+1 510-555-0111",
    street="88 Lakeside Drive",
    address=OAKLAND,
    insurer="Pacific Blue",
    member_id="PB-4471902",
)
SAM = Client(
    first="Samuel",
    last="Whitlock",
    preferred="Sam",
    email="sam@demo.example",
    born=date(1984, 9, 30),
    pronouns="he/him",
    phone="+1 510-555-0112",
    street="88 Lakeside Drive",
    address=OAKLAND,
)
PRIYA = Client(
    first="Priya",
    last="Raman",
    email="priya@demo.example",
    born=date(1990, 1, 23),
    pronouns="she/her",
    phone="+1 510-555-0121",
    street="17 Ashby Court",
    address=BERKELEY,
    insurer="Golden Bay Health",
    member_id="GB-20031",
)
TOM = Client(
    first="Tom",
    last="Becker",
    email="tom@demo.example",
    born=date(1988, 11, 2),
    pronouns="he/him",
    phone="+1 510-555-0122",
    street="17 Ashby Court",
    address=BERKELEY,
)
NOOR = Client(
    first="Noor",
    last="Haddad",
    email="noor@demo.example",
    born=date(1993, 6, 17),
    pronouns="she/her",
    phone="+1 510-555-0131",
    street="5 Encinal Row",
    address=ALAMEDA,
)
ELI = Client(
    first="Eli",
    last="Stone",
    email="eli@demo.example",
    born=date(1991, 2, 8),
    pronouns="they/them",
    phone="+1 510-555-0132",
    street="5 Encinal Row",
    address=ALAMEDA,
)

GRACE = Client(
    first="Grace",
    last="Lindqvist",
    email="grace@demo.example",
    born=date(1979, 3, 5),
    pronouns="she/her",
    phone="+1 510-555-0141",
    street="31 Moraga Lane",
    address=OAKLAND,
)
OMAR = Client(
    first="Omar",
    last="Haile",
    email="omar@demo.example",
    born=date(1977, 12, 19),
    pronouns="he/him",
    phone="+1 510-555-0142",
    street="31 Moraga Lane",
    address=OAKLAND,
)

STANDING = {
    MAYA.email: "leads the work with all three couples",
    SOL.email: "keeps dates, money and papers",
    RUTH.email: "clears partners for ketamine, from outside the practice",
    INES.email: "with Sam; ready for a ketamine session today",
    SAM.email: "with Ines; ready for a ketamine session today",
    PRIYA.email: "with Tom; has answered everything",
    TOM.email: "with Priya; has a few questions left",
    NOOR.email: "with Eli; has just been invited",
    ELI.email: "with Noor; has just been invited",
}


def people() -> list[tuple[str, str]]:
    """Name and role of everybody whom one can step in as, in the order of the step-in page."""
    order = {email: place for place, email in enumerate(STANDING)}
    with as_actor(role="door"):
        found = sorted(User.objects.filter(email__in=order), key=lambda user: order[user.address])
    return [(user.name, Role(user.role).label) for user in found]
