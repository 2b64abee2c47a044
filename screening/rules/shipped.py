"""The instruments that come with the product, read once from their data files."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from screening.rules.instrument_files import read
from screening.rules.instruments import Instrument

FOLDER = Path(__file__).resolve().parent.parent / "instruments"


@lru_cache
def shipped() -> Mapping[tuple[str, str], Instrument]:
    """Every version that ever shipped, by id and version: a score of years ago is read by the rule of its day."""
    found = [read(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    return {(one.id, one.version): one for one in found}


@lru_cache
def example() -> str:
    """A shipped file as it was written, to begin one of one's own from: short, with bands, and free to copy."""
    return (FOLDER / "gad-7.toml").read_text(encoding="utf-8")


@lru_cache
def newest() -> Mapping[str, Instrument]:
    """The version of each that is asked and entered now."""
    return {one.id: one for one in sorted(shipped().values(), key=lambda one: int(one.version))}
