"""A reading, a lab or a letter, written down by a clinician or by the person themselves."""

from datetime import date
from typing import Any

from django import forms

from accounts.forms import OnceForm
from documents.forms import FileToKeep
from screening.models import HealthPaper, Measurement
from screening.rules import measured

SURE = "sure"


def _number(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class MeasurementForm(OnceForm):
    """Any of the numbers alone. Impossible ones are refused in words, unusual ones asked about once."""

    ids = "reading"

    measured_on = forms.DateField(label="When was it measured?")
    systolic = _number("Upper number")
    diastolic = _number("Lower number")
    pulse = _number("Pulse")
    saturation = _number("Oxygen in percent")
    where = forms.ChoiceField(
        label="Where was it measured?",
        choices=Measurement.Where.choices,
        widget=forms.RadioSelect(attrs={"autocomplete": "off"}),
    )
    sure = forms.BooleanField(label="These numbers are right", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors.keys() & {"measured_on", *measured.POSSIBLE}:
            reading = self.reading()
            found = measured.slips(reading, self.today)
            if not found and not cleaned.get(SURE):
                found = measured.unusual(reading)
            for name, sentence in found.items():
                self.add_error(name, sentence)
        return cleaned

    def reading(self) -> measured.Measured:
        names = ("measured_on", *measured.POSSIBLE)
        return measured.Measured(**{name: self.cleaned_data[name] for name in names})

    @property
    def asks_sure(self) -> bool:
        """Whether the tick beside unusual numbers is shown: once there was one."""
        return any("is unusual" in str(messages) for messages in self.errors.values()) or bool(self.data.get(SURE))


class OwnMeasurementForm(MeasurementForm):
    """The person's own: measured at home or at a clinic."""

    where = forms.ChoiceField(
        label="Where was it measured?",
        choices=[one for one in Measurement.Where.choices if one[0] != Measurement.Where.PRACTICE],
        widget=forms.RadioSelect(attrs={"autocomplete": "off"}),
    )


class HealthPaperForm(OnceForm):
    """A file with its kind and day, and a few words."""

    ids = "paper"

    kind = forms.ChoiceField(
        label="What is it?",
        choices=HealthPaper.Kind.choices,
        widget=forms.RadioSelect(attrs={"autocomplete": "off"}),
    )
    dated = forms.DateField(label="Which day is it from?")
    file = FileToKeep(label="The file", help_text="A PDF, or a photo as PNG or JPEG, up to 8 MB.")
    words = forms.CharField(
        label="A few words about it",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_dated(self) -> date:
        dated: date = self.cleaned_data["dated"]
        if dated > self.today:
            raise forms.ValidationError("Give the day that stands on it. It cannot be in the future.")
        return dated
