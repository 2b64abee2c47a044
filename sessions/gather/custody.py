"""The book of each prescription as pages show it, and the differences that nobody has looked into."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum
from django.urls import reverse

from accounts.models import User
from clients.models import Partner
from sessions.models import Appointment, Dose, MedicineCount, Prescription, Role
from sessions.rules import custody as rules


@dataclass(frozen=True)
class Line:
    """One entry with what should be there after it. `earlier` are the wrong ones that it put right."""

    row: MedicineCount
    balance: str
    trouble: str
    earlier: Sequence[MedicineCount]

    @property
    def names(self) -> str:
        return " and ".join(name for name in (self.row.first_name, self.row.second_name) if name)


@dataclass(frozen=True)
class Book:
    """One prescription as it stands, its entries by the day, its balance and its open differences."""

    prescription: Prescription
    earlier: Sequence[Prescription]
    lines: Sequence[Line]
    balance: str
    troubles: Sequence[str]


def books_of(partner: Partner, user: User) -> list[Book]:
    """Every prescription of one person, the newest first, in three queries."""
    return _books(Prescription.objects.visible_to(user).filter(person=partner).select_related("by", "person__user"))


def _books(rows: Iterable[Prescription]) -> list[Book]:
    every = {row.pk: row for row in rows}
    replaced = {row.corrects_id for row in every.values()}
    standing = [row for row in every.values() if row.pk not in replaced]
    counts: dict[UUID, list[MedicineCount]] = defaultdict(list)
    entries = MedicineCount.objects.filter(prescription__in=every).select_related("by")
    for entry in entries.order_by("on", "at"):
        counts[entry.prescription_id].append(entry)
    dosed = _dosed(entry.appointment_id for rows_ in counts.values() for entry in rows_)
    found = []
    for row in sorted(standing, key=lambda one: (one.written_on, one.at), reverse=True):
        chain = [row, *_chain(row, every)]
        own = [entry for one in chain for entry in counts[one.pk]]
        found.append(_book(row, chain[1:], sorted(own, key=lambda entry: (entry.on, entry.at)), dosed))
    return found


def _chain(row: Prescription, every: dict[UUID, Prescription]) -> list[Prescription]:
    """What this row put right, and what that had put right."""
    found = []
    while row.corrects_id in every:
        row = every[row.corrects_id]
        found.append(row)
    return found


def _book(
    row: Prescription,
    earlier: Sequence[Prescription],
    counts: Sequence[MedicineCount],
    dosed: dict[tuple[UUID, UUID], Decimal],
) -> Book:
    by_key = {entry.pk: entry for entry in counts}
    wrong = {entry.corrects_id for entry in counts}
    standing = [entry for entry in counts if entry.pk not in wrong]
    facts = [rules.Entry(entry.kind, entry.units, entry.on) for entry in standing]
    lines = rules.running(row.quantity if row.filled_on else None, facts)
    troubles = rules.open_troubles(facts, lines)
    troubles += _against_doses(row, standing, dosed)
    balance = lines[-1].balance if lines else Decimal(row.quantity if row.filled_on else 0)
    return Book(
        prescription=row,
        earlier=earlier,
        lines=[
            Line(entry, rules.units(line.balance), line.trouble, _put_right(entry, by_key))
            for entry, line in zip(standing, lines, strict=True)
        ],
        balance=rules.units(balance),
        troubles=troubles,
    )


def _put_right(entry: MedicineCount, every: dict[UUID, MedicineCount]) -> list[MedicineCount]:
    found = []
    while entry.corrects_id in every:
        entry = every[entry.corrects_id]
        found.append(entry)
    return found


def _against_doses(
    row: Prescription, standing: Sequence[MedicineCount], dosed: dict[tuple[UUID, UUID], Decimal]
) -> list[str]:
    """Sessions in which the doses that were recorded are not what was used by the book, unless it was looked into."""
    used: dict[UUID, Decimal] = defaultdict(Decimal)
    last = max((entry.at for entry in standing if entry.kind == rules.AGREED), default=None)
    for entry in standing:
        if entry.kind == rules.USED and entry.appointment_id and (last is None or entry.at > last):
            used[entry.appointment_id] += entry.units
    words = [
        rules.doses_differ(units, row.mg_per_unit, dosed.get((session, row.person_id), Decimal(0)))
        for session, units in used.items()
    ]
    return [one for one in words if one]


def _dosed(appointments: Iterable[UUID | None]) -> dict[tuple[UUID, UUID], Decimal]:
    keys = {one for one in appointments if one}
    rows = Dose.objects.filter(therapy_session__in=keys).values_list("therapy_session", "person").annotate(Sum("mg"))
    return {(session, person): mg for session, person, mg in rows}


@dataclass(frozen=True)
class Difference:
    """A prescription whose count does not fit, for the list of what waits."""

    partner: Partner
    words: str
    since: datetime
    url: str


def differences_of(user: User) -> list[Difference]:
    """What nobody has looked into yet, for all people of this reader, in three queries."""
    rows = Prescription.objects.visible_to(user).select_related("by", "person__user")
    return [
        Difference(
            book.prescription.person,
            " ".join(book.troubles),
            book.lines[-1].row.at,
            reverse("custody", args=[book.prescription.person_id]),
        )
        for book in _books(rows)
        if book.troubles
    ]


def sessions_to_count(partner: Partner) -> list[Appointment]:
    """The ketamine dates of one person to which an entry can belong, the newest first."""
    rows = Appointment.objects.standing().filter(attendances__person=partner, attendances__role=Role.DOSING)
    return list(rows.order_by("-starts_at"))
