"""Reading one table of a data file: each value asked for by name and kind, and a sentence for whatever is not as it
should be. Nothing is guessed: a word that the format does not know is a trouble too.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

LONGEST = 600


class Table:
    """One table, and where it stands for the sentences. Troubles of all tables gather in one list."""

    def __init__(self, raw: object, where: str, troubles: list[str]) -> None:
        self.where, self.troubles = where, troubles
        self.raw: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
        self.asked: set[str] = set()
        if not isinstance(raw, dict):
            self.trouble(f"{where} must be a table.")

    def trouble(self, sentence: str) -> None:
        self.troubles.append(sentence)

    def _get(self, name: str) -> Any:
        self.asked.add(name)
        return self.raw.get(name)

    def text(
        self, name: str, *, needed: bool = True, most: int = LONGEST, among: Sequence[str] = (), usual: str = ""
    ) -> str:
        value = self._get(name)
        if value is None:
            if needed:
                self.trouble(f"{self.where}: “{name}” is missing.")
            return usual
        if not isinstance(value, str) or not value.strip():
            self.trouble(f"{self.where}: “{name}” must be words in quotation marks.")
            return usual
        if among and value not in among:
            self.trouble(f"{self.where}: “{name}” can be {', '.join(among)}; it was “{value[:40]}”.")
            return usual
        if len(value) > most:
            self.trouble(f"{self.where}: “{name}” has {len(value)} characters; {most} is the most.")
        return " ".join(value.split())

    def number(self, name: str, *, usual: int | None = None, lowest: int = 0, highest: int = 100_000) -> int:
        value = self._get(name)
        if value is None and usual is not None:
            return usual
        if value is None:
            self.trouble(f"{self.where}: “{name}” is missing.")
        elif not isinstance(value, int) or isinstance(value, bool):
            self.trouble(f"{self.where}: “{name}” must be a whole number.")
        elif not lowest <= value <= highest:
            self.trouble(f"{self.where}: “{name}” can be {lowest} to {highest}; it was {value}.")
        else:
            return value
        return usual or lowest

    def fraction(self, name: str) -> Fraction | None:
        """A threshold: a whole number, or a decimal in quotation marks, so that it is exact."""
        value = self._get(name)
        if value is None:
            return None
        try:
            if isinstance(value, int | str) and not isinstance(value, bool):
                return Fraction(value)
        except (ValueError, ZeroDivisionError):
            pass
        self.trouble(f'{self.where}: “{name}” must be a whole number, or a decimal in quotation marks, like "13.5".')
        return None

    def yes(self, name: str, *, usual: bool = False) -> bool:
        value = self._get(name)
        if value is None:
            return usual
        if not isinstance(value, bool):
            self.trouble(f"{self.where}: “{name}” must be true or false.")
        return value is True

    def numbers(self, name: str, *, length: int | None = None) -> tuple[int, ...] | None:
        value = self._get(name)
        if value is None:
            return None
        whole = isinstance(value, list) and all(isinstance(one, int) and not isinstance(one, bool) for one in value)
        if not whole or not value or (length is not None and len(value) != length):
            wanted = f"{length} whole numbers" if length else "whole numbers"
            self.trouble(f"{self.where}: “{name}” must be a list of {wanted}.")
            return None
        return tuple(value)

    def words(self, name: str) -> tuple[str, ...] | None:
        value = self._get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not value or not all(isinstance(one, str) and one.strip() for one in value):
            self.trouble(f"{self.where}: “{name}” must be a list of words.")
            return None
        return tuple(" ".join(one.split()) for one in value)

    def table(self, name: str) -> "Table":
        """A table inside this one; an empty one where it is absent."""
        value = self._get(name)
        return Table({} if value is None else value, name, self.troubles)

    def tables(self, name: str, called: str) -> list["Table"]:
        """The tables of a list, each called by its place: "Item 3"."""
        value = self._get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.trouble(f"{self.where}: “{name}” must be a list of tables.")
            return []
        return [Table(one, f"{called} {place}", self.troubles) for place, one in enumerate(value, start=1)]

    def has(self, name: str) -> bool:
        return name in self.raw

    def done(self) -> None:
        """Nothing more is asked for: what is left is not of this format."""
        for name in self.raw:
            if name not in self.asked:
                self.trouble(f"{self.where}: “{str(name)[:40]}” is not a word of this format.")
