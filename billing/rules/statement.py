"""What a superbill states, what it still lacks, and what an insurer may ask about it. Source: domain.md 3.1-3.4."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from accounts.rules import ein_trouble, npi_trouble
from billing.rules import codes
from billing.rules.money import total


@dataclass(frozen=True)
class Practice:
    """The practice as it is printed. `address` is its lines, empty ones left out."""

    name: str
    address: tuple[str, ...]
    phone: str
    email: str
    ein: str
    npi: str


@dataclass(frozen=True)
class Provider:
    """The therapist who held the sessions."""

    id: UUID
    name: str
    letters: str
    licence_number: str
    licence_state: str
    npi: str

    @property
    def full_name(self) -> str:
        return f"{self.name}, {self.letters}" if self.letters else self.name


@dataclass(frozen=True)
class Person:
    """The person named for insurance, by legal name; `called` is for the practice's own pages only."""

    id: UUID
    called: str
    legal_name: str
    birth_date: date | None
    address: tuple[str, ...]
    insurer: str
    member_id: str


@dataclass(frozen=True)
class Line:
    """A coded line of a charge: exact date, place, minutes, the fee, what was paid and how much of it by others."""

    id: UUID
    service_date: date
    place: str
    code: str
    modifiers: str
    label: str
    units: int
    minutes: int
    amount: Decimal
    paid: Decimal
    paid_by_others: Decimal


@dataclass(frozen=True)
class Diagnosis:
    """A code from `since` on, until the day before `until`. A header of the code set is not `billable`."""

    code: str
    label: str
    billable: bool
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Statement:
    """All the facts of one superbill, before it has a number."""

    practice: Practice
    provider: Provider
    person: Person
    lines: Sequence[Line]
    diagnoses: Sequence[Diagnosis]
    paid_from: date | None = None
    paid_until: date | None = None

    @property
    def total(self) -> Decimal:
        return total(line.amount for line in self.lines)

    @property
    def paid(self) -> Decimal:
        return total(line.paid for line in self.lines)

    @property
    def paid_by_others(self) -> Decimal:
        return total(line.paid_by_others for line in self.lines)

    def diagnoses_on(self, day: date) -> list[Diagnosis]:
        return [diagnosis for diagnosis in self.diagnoses if diagnosis.holds_on(day)]

    def listed(self) -> list[Diagnosis]:
        """The diagnoses that hold on some date of service, in the order in which they are first used: A, B, C."""
        used: dict[str, Diagnosis] = {}
        for line in self.lines:
            for diagnosis in self.diagnoses_on(line.service_date):
                used.setdefault(diagnosis.code, diagnosis)
        return list(used.values())

    def pointers(self, line: Line) -> str:
        """The letters of the diagnoses that a line points to, four at most."""
        letters = {diagnosis.code: letter for diagnosis, letter in zip(self.listed(), "ABCDEFGHIJKL", strict=False)}
        held = [letters.get(diagnosis.code, "") for diagnosis in self.diagnoses_on(line.service_date)]
        return " ".join(sorted(filter(None, held))[: codes.MAX_POINTERS])


@dataclass(frozen=True)
class Missing:
    """One thing that stands between now and the superbill, and the page where it is set: URL name and argument."""

    what: str
    where: str
    key: UUID | None = None


def missing(statement: Statement) -> tuple[Missing, ...]:
    """Everything that keeps a superbill from being issued; none means that it can be."""
    if not statement.lines:
        return (Missing(f"There is no session with a code to state for {statement.person.called}.", "billing"),)
    return (
        *_of_practice(statement.practice),
        *_of_provider(statement.provider),
        *_of_person(statement.person),
        *_of_lines(statement),
    )


def _of_practice(practice: Practice) -> list[Missing]:
    checks = (
        (not practice.address, "The practice's address."),
        (not practice.phone, "The practice's phone number."),
        (not practice.ein, "The practice's tax number (EIN)."),
        (bool(practice.ein and ein_trouble(practice.ein)), "A tax number (EIN) that can be right."),
        (bool(practice.npi and npi_trouble(practice.npi)), "A practice NPI that can be right."),
    )
    return [Missing(words, "practice_details") for lacks, words in checks if lacks]


def _of_provider(provider: Provider) -> list[Missing]:
    name = provider.name
    checks = (
        (not provider.letters, f"{name}'s credentials, like LMFT."),
        (not provider.licence_number, f"{name}'s license number."),
        (not provider.licence_state, f"The state of {name}'s license."),
        (not provider.npi, f"{name}'s NPI."),
        (bool(provider.npi and npi_trouble(provider.npi)), f"An NPI for {name} that can be right."),
    )
    return [Missing(words, "my_credentials", provider.id) for lacks, words in checks if lacks]


def _of_person(person: Person) -> list[Missing]:
    checks = (
        (not person.legal_name.strip(), f"{person.called}'s legal name."),
        (person.birth_date is None, f"{person.called}'s birth date."),
        (not person.address, f"{person.called}'s address."),
    )
    return [Missing(words, "edit_partner", person.id) for lacks, words in checks if lacks]


def _of_lines(statement: Statement) -> list[Missing]:
    found = []
    days = sorted({line.service_date for line in statement.lines})
    bare = [day for day in days if not statement.diagnoses_on(day)]
    if bare:
        found.append(Missing(f"A diagnosis for {days_in_words(bare)}.", "diagnosis", statement.person.id))
    if len(statement.listed()) > codes.MAX_DIAGNOSES:
        found.append(Missing("Fewer than 13 diagnoses: a superbill has room for 12.", "diagnosis", statement.person.id))
    for line in statement.lines:
        if line.place not in codes.PLACES:
            found.append(Missing(f"The place of service on {day_in_words(line.service_date)}.", "fees"))
        if trouble := codes.code_trouble(line.code, line.service_date):
            found.append(Missing(f"A service code for {day_in_words(line.service_date)}. {trouble}", "fees"))
    return found


def warnings(statement: Statement) -> tuple[str, ...]:
    """What an insurer may refuse or ask about. Said before issue; never a reason not to."""
    found = [
        f"{diagnosis.code} is the heading of several codes. Insurers ask for the exact one below it."
        for diagnosis in statement.listed()
        if not diagnosis.billable
    ]
    alone = [
        line.service_date
        for line in statement.lines
        if [diagnosis.code for diagnosis in statement.diagnoses_on(line.service_date)] == [codes.RELATIONSHIP_PROBLEM]
    ]
    if alone:
        found.append(
            f"{codes.RELATIONSHIP_PROBLEM} is the only diagnosis on {days_in_words(sorted(set(alone)))}. "
            "Most plans do not pay for it alone."
        )
    found += [
        f"{day_in_words(line.service_date)}: {words}"
        for line in statement.lines
        if (words := codes.minutes_warning(line.code, line.minutes))
    ]
    return tuple(dict.fromkeys(found))


def day_in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def days_in_words(days: Sequence[date]) -> str:
    """Some dates as a sentence has them; many are counted."""
    words = [day_in_words(day) for day in days]
    if len(words) > 3:
        return f"{words[0]} and {len(words) - 1} more dates"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
