"""Whether a couple's record can be closed: what is still to be finished in it, in sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Loose:
    """One appointment with something left to do: what for, on which day."""

    appointment: UUID
    label: str
    day: str


@dataclass(frozen=True)
class Reason:
    """A sentence, and the appointment where it is put right, if there is one."""

    text: str
    appointment: UUID | None = None


@dataclass(frozen=True)
class RecordFacts:
    """What a couple's record still waits for. After closing nothing can be added, so nothing may be left half-done."""

    unended: Sequence[Loose]
    """Appointments whose time has come that neither took place nor were cancelled."""
    unsigned: Sequence[Loose]
    """Sessions that took place, without a signed note."""


def reasons_not_to_close(facts: RecordFacts) -> list[Reason]:
    """Why the record of a couple cannot be closed yet; empty when it is whole."""
    unended = [
        Reason(f"{one.label} of {one.day} has not been completed or cancelled.", one.appointment)
        for one in facts.unended
    ]
    unsigned = [
        Reason(f"The note of {one.label}, {one.day}, is not signed.", one.appointment) for one in facts.unsigned
    ]
    return unended + unsigned


def reasons_not_to_end(facts: RecordFacts, booked: int) -> list[Reason]:
    """Why care that came to its end cannot be closed yet: also while a date is to come."""
    dates = "A date is" if booked == 1 else f"{booked} dates are"
    coming = [Reason(f"{dates} still to come. Hold or cancel what is booked first.")] if booked else []
    return coming + reasons_not_to_close(facts)


def reasons_not_to_part(facts: RecordFacts, untold: Iterable[str]) -> list[Reason]:
    """Why a separation cannot take effect yet: each of the two is told alone first, whatever else is ready."""
    telling = [Reason(f"{name} has not been told, alone.") for name in untold]
    return telling + reasons_not_to_close(facts)
