"""What a page of the calendar is asked for in its address."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from accounts.forms import KapForm
from accounts.models import User
from clients.models import Couple
from sessions.gather.calendar import Asked, Resources
from sessions.models import TherapyRoom

# Beyond this no calendar is leafed through: further is a slip in an address.
MOST_YEARS = 20


def one_of(label: str, rows: Sequence[User | TherapyRoom | Couple], none: str) -> forms.TypedChoiceField:
    """A choice among rows that are at hand already, which cleans to one of them or to None."""
    by_key = {str(row.pk): row for row in rows}
    return forms.TypedChoiceField(
        label=label,
        choices=[("", none), *((key, str(row)) for key, row in by_key.items())],
        coerce=by_key.__getitem__,
        empty_value=None,
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )


class AskedForm(KapForm):
    """Day, therapist, room and couple. What cannot be read is left out; `trouble` says so."""

    day = forms.DateField(required=False)

    def __init__(self, *args: Any, known: Resources, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.add_field("therapist", one_of("Therapist", known.therapists, "Everybody"))
        self.add_field("room", one_of("Room", known.rooms, "Every room"))
        self.add_field("couple", one_of("Couple", known.couples, "Every couple"))

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"] or self.today
        if abs(day.year - self.today.year) > MOST_YEARS:
            raise forms.ValidationError("Check the year of this day.")
        return day

    def asked(self, view: str) -> Asked:
        self.is_valid()
        found = self.cleaned_data
        return Asked(
            view, found.get("day") or self.today, found.get("therapist"), found.get("room"), found.get("couple")
        )

    @property
    def trouble(self) -> str:
        """One sentence where something in the address cannot be read."""
        return "Something in this address could not be read. The calendar shows the rest." if self.errors else ""
