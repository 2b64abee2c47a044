"""From the fee schedule to the lines of a charge."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from billing.rules.codes import modifiers_for
from billing.rules.money import cents

KETAMINE, TALKING = "ketamine", "integration"


@dataclass(frozen=True)
class Fee:
    """One line of the schedule from a day on. Without minutes the line stands for the whole appointment.

    An amount of zero ends the line from that day.
    """

    kind: str
    position: int
    label: str
    amount: Decimal
    since: date
    code: str = ""
    modifiers: str = ""
    minutes: int | None = None


@dataclass(frozen=True)
class Line:
    """One line of a charge. Without a code it is for the person to pay, and no superbill states it."""

    position: int
    label: str
    code: str
    modifiers: str
    minutes: int
    amount: Decimal


# What a practice starts from and changes at once: $380-460 a ketamine session (product.md), split into the therapy
# that a plan may cover and the ketamine time that it does not (domain.md 3.3). The codes are the practice's to confirm.
STARTING_FEES = (
    ("intake", 1, "First evaluation", "90791", 60, "240.00"),
    ("prep", 1, "Couples psychotherapy", "90847", 50, "210.00"),
    ("integration", 1, "Couples psychotherapy", "90847", 50, "210.00"),
    ("ketamine", 1, "Couples psychotherapy", "90847", 50, "210.00"),
    ("ketamine", 2, "Extended session time, not covered", "", None, "210.00"),
)


def fee_kind(step_kind: str, *, dosed: bool) -> str:
    """Which fee a step has. A ketamine date without a dose is a talking day, with one fee whatever the cause."""
    return TALKING if step_kind == KETAMINE and not dosed else step_kind


def in_force(fees: Iterable[Fee], kind: str, on: date) -> list[Fee]:
    """The schedule's lines for a kind of step on a day, in their order; for each the last that had begun by then."""
    latest: dict[int, Fee] = {}
    for fee in sorted(fees, key=lambda fee: fee.since):
        if fee.kind == kind and fee.since <= on:
            latest[fee.position] = fee
    return [latest[position] for position in sorted(latest) if latest[position].amount > 0]


def lines_for(fees: Sequence[Fee], kind: str, on: date, *, place: str, minutes: int) -> list[Line]:
    """The lines of a charge for one completed appointment; none when that kind costs nothing.

    What stands without minutes of its own in the schedule gets those that the other lines leave.
    """
    found = in_force(fees, kind, on)
    left = max(minutes - sum(fee.minutes or 0 for fee in found), 0)
    return [
        Line(
            place_in_row,
            fee.label,
            fee.code,
            modifiers_for(fee.code, fee.modifiers, place),
            fee.minutes or left or minutes,
            cents(fee.amount),
        )
        for place_in_row, fee in enumerate(found, start=1)
    ]


def account_for(*, step_person: UUID | None, attended: Sequence[UUID], insured: UUID | None, first: UUID) -> UUID:
    """On whose account an appointment goes.

    A private step, and one that a single person came to, is that person's alone. Else it is the person named for
    insurance on that day, or the first of the two while nobody is named.
    """
    if step_person is not None:
        return step_person
    if len(attended) == 1:
        return attended[0]
    return insured or first
