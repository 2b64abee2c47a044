"""Which questionnaires there are: those that ship, and those that the practice loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from screening.models import OwnInstrument
from screening.rules.instrument_files import read
from screening.rules.instruments import Instrument
from screening.rules.shipped import newest, shipped


@lru_cache(maxsize=64)
def _read(text: str) -> Instrument:
    return read(text, own=True)


def known_instruments() -> Mapping[str, Instrument]:
    """What can be asked or entered now, by id, in the order of titles: a file of the practice's own before a shipped
    one of the same id. One query.
    """
    found = dict(newest())
    for row in OwnInstrument.objects.in_use().order_by("loaded_at"):
        own = _read(row.text)
        found[own.id] = own
    return dict(sorted(found.items(), key=lambda pair: pair[1].title.casefold()))


def versions() -> Mapping[tuple[str, str], Instrument]:
    """Every version that an answer may be of, retired ones too. One query."""
    own = {(row.instrument, row.version): _read(row.text) for row in OwnInstrument.objects.all()}
    return own | dict(shipped())


@dataclass(frozen=True)
class Loaded:
    """A file of the practice's own with its row."""

    row: OwnInstrument
    instrument: Instrument


def loaded() -> list[Loaded]:
    """The practice's own files, those in use first, the newest first."""
    rows = OwnInstrument.objects.select_related("loaded_by", "retired_by").order_by("-loaded_at")
    found = [Loaded(row, _read(row.text)) for row in rows]
    return sorted(found, key=lambda one: one.row.retired_at is not None)
