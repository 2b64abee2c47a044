"""Medicines, row by row. There are as many rows as somebody asks for; without a script by a button that keeps them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from screening.forms.closed import Asked, QuestionsForm, Row, few_words
from screening.rules.findings import Answer
from screening.rules.medicine_rows import (
    DOSE,
    FIRST_ROWS,
    LAST,
    LAST_TAKEN,
    MORE_ROWS,
    MOST_ROWS,
    NAME,
    OFTEN,
    PARTS,
    PURPOSE,
    entries,
    field,
    last_filled,
    rows_from_list,
)
from screening.rules.medicines import ABOUT_ANY, LISTED

LABELS = {NAME: "Name", DOSE: "How much", OFTEN: "How often", PURPOSE: "What for"}
HINTS = {NAME: "As on the package, or as you call it."}


class MedicinesForm(QuestionsForm):
    """`shown` rows are drawn; all that there may be are taken in."""

    most = MOST_ROWS

    def __init__(self, *args: Any, rows: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed: Mapping[str, str] = self.data if self.is_bound else self.initial
        filled = last_filled({name: str(words) for name, words in typed.items()})
        self.shown = min(max(rows, FIRST_ROWS, filled), MOST_ROWS)
        self.order_fields(["key", ABOUT_ANY.id, *ROW_FIELDS])

    @property
    def more(self) -> int:
        """How many rows there will be after "Add more rows"; 0 when there are all."""
        return min(self.shown + MORE_ROWS, MOST_ROWS) if self.shown < MOST_ROWS else 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        written = {name: str(cleaned.get(name, "")) for name in ROW_FIELDS}
        for row in range(1, MOST_ROWS + 1):
            name = field(row, NAME)
            beside = any(written[field(row, part)].strip() for part in PARTS if part != NAME)
            if beside and not written[name].strip() and name not in self.errors:
                self.add_error(name, "Write the name, or leave the whole row empty.")
        first = field(1, NAME)
        if cleaned.get(ABOUT_ANY.id) == Answer.YES and not entries(written) and first not in self.errors:
            self.add_error(first, "Write the names you know, or choose “I am not sure” above.")
        return cleaned

    def sections(self) -> Iterator[tuple[str, list[Asked]]]:
        for title, asked in super().sections():
            yield title, [Asked(asked[0].field, rows=self.rows())] if title == ABOUT_ANY.section else asked

    def rows(self) -> list[Row]:
        """The rows that are drawn, each with its fields."""
        return [Row(row, [self[field(row, part)] for part in PARTS]) for row in range(1, self.shown + 1)]

    @classmethod
    def from_draft(cls, answers: Mapping[str, str]) -> dict[str, str]:
        """A list that was begun before there were rows becomes rows."""
        return rows_from_list(answers.get(LISTED, "")) | dict(answers)


def _cell(part: str) -> forms.Field:
    if part == LAST:
        return forms.ChoiceField(
            label="Last taken",
            choices=[("", "Choose"), *LAST_TAKEN.items()],
            required=False,
            widget=forms.Select(attrs={"autocomplete": "off"}),
        )
    cell = few_words(LABELS[part])
    cell.help_text = HINTS.get(part, "")
    return cell


ROW_FIELDS: dict[str, forms.Field] = {
    field(row, part): _cell(part) for row in range(1, MOST_ROWS + 1) for part in PARTS
}
