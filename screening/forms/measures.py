"""Questionnaires as their own person fills them in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from accounts.forms import OnceForm
from screening.forms.closed import closed
from screening.rules.instruments import Instrument, Item

SIDE_BY_SIDE, ON_A_SCALE = 2, 6


@dataclass(frozen=True)
class Asked:
    """One question on the page: its place, its field, the words that it goes on from, and whether a gate opens it.

    `crisis`: it asks about ending one's life, so that help stands beside it, whatever is answered.
    """

    number: int
    field: BoundField
    stem: str
    opens: bool
    crisis: bool


class MeasureForm(OnceForm):
    """One questionnaire: closed questions, each with the anchors of its file. What a gate leaves closed is dropped."""

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        # Before the form is made, so that its fields speak as all others do.
        asked = {_name(item): _question(item, instrument) for item in instrument.items}
        self.base_fields = type(self).base_fields | asked  # type: ignore[misc]  # Django copies it for each form
        self.instrument = instrument
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        gate = self.instrument.gate
        if gate is None:
            return cleaned
        opened = cleaned.get(f"item_{gate.item}") == str(gate.opens_at)
        for item in self.instrument.items:
            name = _name(item)
            if item.id == gate.item:
                continue
            if not opened:
                cleaned.pop(name, None)
                self.errors.pop(name, None)
            elif not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _missing(item))
        return cleaned

    def answers(self) -> dict[str, int]:
        """What was answered, as the rules score it."""
        given = {item.id: self.cleaned_data.get(_name(item)) for item in self.instrument.items}
        return {name: int(value) for name, value in given.items() if value}

    def asked(self) -> Iterator[Asked]:
        """The questions in their order. Those that count go on from the stem."""
        gate = self.instrument.gate
        crisis = {flag.item for flag in self.instrument.scoring.flags if flag.effect}
        for number, item in enumerate(self.instrument.items, start=1):
            stem = self.instrument.stem if item.scored else ""
            opens = gate is not None and item.id != gate.item
            yield Asked(number, self[_name(item)], stem, opens, crisis=item.id in crisis)

    @property
    def names(self) -> list[str]:
        """The names of its questions, for a draft."""
        return [_name(item) for item in self.instrument.items]


def _name(item: Item) -> str:
    return f"item_{item.id}"


def _question(item: Item, instrument: Instrument) -> forms.ChoiceField:
    field = closed(item.text, item.choices, follows=True)
    field.required = not item.optional and (instrument.gate is None or instrument.gate.item == item.id)
    field.error_messages["required"] = _missing(item)
    if len(item.values) == SIDE_BY_SIDE:
        field.widget.attrs["side"] = "yes"
    elif len(item.values) > ON_A_SCALE:
        field.widget.attrs["scale"] = "yes"
    return field


def _missing(item: Item) -> str:
    return f"Choose an answer: “{item.text}”"
