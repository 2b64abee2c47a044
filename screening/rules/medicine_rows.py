"""Medicines as rows: a name, how much, how often, when it was last taken, and what for. Only the name is needed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

MOST_ROWS, FIRST_ROWS, MORE_ROWS = 24, 3, 3
NAME, DOSE, OFTEN, LAST, PURPOSE = "name", "dose", "often", "last", "purpose"
PARTS = (NAME, DOSE, OFTEN, LAST, PURPOSE)
LAST_TAKEN: Mapping[str, str] = {
    "today": "Today",
    "yesterday": "Yesterday",
    "week": "In the last 7 days",
    "fortnight": "In the last 2 weeks",
    "longer": "Longer ago",
    "unsure": "I am not sure",
}
FIELD = re.compile(rf"medicine_(\d{{1,2}})_({'|'.join(PARTS)})")


def field(row: int, part: str) -> str:
    """The name under which one cell is asked, sent and kept."""
    return f"medicine_{row}_{part}"


@dataclass(frozen=True)
class Entry:
    """One medicine as its person wrote it."""

    name: str
    dose: str = ""
    often: str = ""
    last: str = ""
    purpose: str = ""

    @property
    def words(self) -> str:
        """All of it in one line, the name first."""
        return ", ".join(part for part in (self.name, self.taking) if part)

    @property
    def taking(self) -> str:
        """How it is taken, without the name."""
        last = f"last taken: {LAST_TAKEN[self.last].lower()}" if self.last in LAST_TAKEN else ""
        return ", ".join(part for part in (self.dose, self.often, last, self.purpose and f"for {self.purpose}") if part)


def entries(answers: Mapping[str, str]) -> list[Entry]:
    """The rows that were filled in, in their order."""
    rows: dict[int, dict[str, str]] = {}
    for name, words in answers.items():
        if (found := FIELD.fullmatch(name)) and words.strip():
            rows.setdefault(int(found[1]), {})[found[2]] = " ".join(words.split())
    return [Entry(**{NAME: "", **rows[row]}) for row in sorted(rows)]


def last_filled(answers: Mapping[str, str]) -> int:
    """The number of the last row in which anything stands; 0 for none."""
    filled = (found for name, words in answers.items() if words and (found := FIELD.fullmatch(name)))
    return max((int(found[1]) for found in filled), default=0)


def rows_from_list(text: str) -> dict[str, str]:
    """A list in free text, begun before there were rows, as rows: each line the name of one, nothing lost."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_ROWS:
        lines[MOST_ROWS - 1 :] = ["; ".join(lines[MOST_ROWS - 1 :])]
    return {field(row, NAME): line for row, line in enumerate(lines, 1)}
