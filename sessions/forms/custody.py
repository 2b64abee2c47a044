"""A prescription, and an entry in its book."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from accounts import clock
from accounts.forms import OnceForm
from sessions.actions.custody import CountOrder, PrescriptionOrder
from sessions.models import Appointment, MedicineCount, Prescription

FIELDS = ("drug", "form", "mg_per_unit", "quantity", "prescriber_name", "pharmacy", "written_on", "filled_on", "kept")


class PrescriptionForm(OnceForm):
    """What was prescribed, where it was filled, and where it is kept."""

    ids = "prescription"

    drug = forms.CharField(label="Drug", max_length=80, initial="Ketamine")
    form = forms.ChoiceField(
        label="Form",
        choices=Prescription.Form.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the form."},
    )
    mg_per_unit = forms.DecimalField(
        label="Each unit, in mg",
        min_value=Decimal("0.1"),
        max_value=Decimal(9999),
        max_digits=6,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "decimal"}),
        error_messages={"required": "Give the mg of one unit."},
    )
    quantity = forms.IntegerField(
        label="How many units",
        min_value=1,
        max_value=999,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={"required": "Give the number of units."},
    )
    prescriber_name = forms.CharField(label="Prescribed by", max_length=120)
    pharmacy = forms.CharField(label="Pharmacy", max_length=160, required=False)
    written_on = forms.DateField(label="Written on", error_messages={"required": "Give the day on the prescription."})
    filled_on = forms.DateField(
        label="Filled on", required=False, help_text="Empty until the pharmacy gave it out. Counts begin then."
    )
    kept = forms.ChoiceField(
        label="Where it is kept",
        choices=Prescription.Kept.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where it is kept."},
    )
    layout = Layout(
        "key",
        "drug",
        "form",
        Div("mg_per_unit", "quantity", "prescriber_name", "pharmacy", "written_on", "filled_on", css_class="columns"),
        "kept",
    )

    def order(self) -> PrescriptionOrder:
        return PrescriptionOrder(**{name: self.cleaned_data[name] for name in FIELDS})


class CountForm(OnceForm):
    """One entry: what was counted, used, given back or wasted, and who saw it."""

    ids = "count"

    kind = forms.ChoiceField(
        label="What is it?",
        choices=MedicineCount.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is."},
    )
    units = forms.DecimalField(
        label="Units",
        min_value=Decimal(0),
        max_value=Decimal(9999),
        max_digits=6,
        decimal_places=1,
        help_text="Half a lozenge is 0.5.",
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "decimal"}),
        error_messages={"required": "Give the number of units. 0 if there were none."},
    )
    on = forms.DateField(label="On", error_messages={"required": "Give the day."})
    appointment = forms.ChoiceField(label="Session", required=False)
    first_name = forms.CharField(
        label="Counted by", max_length=120, error_messages={"required": "Write who counted it."}
    )
    second_name = forms.CharField(
        label="Second name",
        max_length=120,
        required=False,
        help_text="What is given back or wasted is seen by two.",
    )
    words = forms.CharField(
        label="A few words", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    layout = Layout(
        "key", "kind", Div("units", "on", "appointment", "first_name", "second_name", css_class="columns"), "words"
    )

    def __init__(self, *args: Any, sessions: Sequence[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = {str(one.pk): one for one in sessions}
        zone = clock.practice_zone()
        dates = [(key, f"{one.starts_at.astimezone(zone):%-d %B %Y}") for key, one in self.sessions.items()]
        self.fields["appointment"].choices = [("", "None"), *dates]  # type: ignore[attr-defined]  # it is the field above

    def order(self) -> CountOrder:
        given = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        return CountOrder(**given | {"appointment": self.sessions.get(given["appointment"])})


def known_prescription(row: Prescription) -> dict[str, Any]:
    """A prescription as initial values, to put it right."""
    return {name: getattr(row, name) for name in FIELDS}


def known_count(row: MedicineCount) -> dict[str, Any]:
    """An entry as initial values, to put it right."""
    names = ("kind", "units", "on", "first_name", "second_name", "words")
    return {name: getattr(row, name) for name in names} | {"appointment": str(row.appointment_id or "")}
