"""Seven rows of from and to: a week's hours in any form, with what is wrong said beside its own day."""

from collections.abc import Iterator
from datetime import time
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from accounts.forms import KapForm
from accounts.hours import ANY_HOUR, DAYS, Week, Window


def _time(day: str, what: str) -> forms.TimeField:
    return forms.TimeField(
        label=f"{day} {what}", required=False, widget=forms.TimeInput(attrs={"class": "short", "autocomplete": "off"})
    )


class WeekForm(KapForm):
    """Fields `from_0` to `to_6`, Monday first. A day left empty has no hours; all seven left empty set none."""

    def rows(self) -> Iterator[tuple[str, BoundField, BoundField]]:
        """Each day with its two fields, for `kit/week.html`."""
        for number, day in enumerate(DAYS):
            yield day, self[f"from_{number}"], self[f"to_{number}"]

    def plain_fields(self) -> list[BoundField]:
        """The visible fields besides the week."""
        return [field for field in self.visible_fields() if field.name.partition("_")[2] not in set("0123456")]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for number, day in enumerate(DAYS):
            start, end = found.get(f"from_{number}"), found.get(f"to_{number}")
            if f"from_{number}" in self.errors or f"to_{number}" in self.errors:
                continue
            if (start is None) != (end is None):
                missing = "to" if end is None else "from"
                self.add_error(f"{missing}_{number}", f"Give both times for {day}, or neither.")
            elif start is not None and end is not None and end <= start:
                self.add_error(f"to_{number}", f"On {day} the second time has to be later than the first.")
        return found

    def week(self) -> Week:
        """What a valid form says; no hours at all is `ANY_HOUR`."""
        windows = tuple(self._window(number) for number in range(len(DAYS)))
        return windows if any(windows) else ANY_HOUR

    def _window(self, number: int) -> Window | None:
        start: time | None = self.cleaned_data[f"from_{number}"]
        end: time | None = self.cleaned_data[f"to_{number}"]
        return (start, end) if start is not None and end is not None else None


for _number, _day in enumerate(DAYS):
    WeekForm.base_fields[f"from_{_number}"] = _time(_day, "from")
    WeekForm.base_fields[f"to_{_number}"] = _time(_day, "to")


def initial_of(week: Week) -> dict[str, time]:
    """A week as the form's initial values."""
    found: dict[str, time] = {}
    for number, window in enumerate(week):
        if window:
            found[f"from_{number}"], found[f"to_{number}"] = window
    return found
