"""What clinicians fill in about questionnaires: asking, entering a score or result, the practice's own files."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from accounts import clock
from accounts.forms import KapForm, OnceForm
from accounts.models import User
from screening.rules.instrument_files import LARGEST
from screening.rules.instruments import Entry, Instrument
from screening.rules.measuring import OPEN_FOR, POINTS
from screening.rules.scoring import entry_label, limit

MOST_MINUTES = 24 * 60
LEVEL = "level"


class AskMeasureForm(OnceForm):
    """Which questionnaire, for which point of the pathway, and until when."""

    instrument = forms.ChoiceField(label="Questionnaire", error_messages={"required": "Choose a questionnaire."})
    point = forms.ChoiceField(
        label="At which point?",
        choices=[(point.id, point.words) for point in POINTS.values()],
        initial="now",
        error_messages={"required": "Choose the point."},
    )
    until = forms.DateField(
        label="Until",
        help_text="It can still be answered later. It is then marked as late.",
        error_messages={"required": "Choose the last day."},
    )

    def __init__(self, *args: Any, instruments: Iterable[Instrument], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        choices = [("", "Choose"), *((one.id, one.title) for one in instruments if one.is_asked)]
        self.fields["instrument"].choices = choices  # type: ignore[attr-defined]  # it is the field above
        self.initial.setdefault("until", today + OPEN_FOR)

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < self.today:
            raise forms.ValidationError("This day is over. Choose today or a later one.")
        return until

    def closes_at(self) -> datetime:
        """The end of the last day."""
        return datetime.combine(self.cleaned_data["until"] + timedelta(days=1), time(), clock.practice_zone())


class WhichForm(KapForm):
    """Whose score or result is to be entered. The number is its place in the list, since an address names no test."""

    which = forms.ChoiceField(
        label="Questionnaire or test", error_messages={"required": "Choose a questionnaire or test."}
    )

    def __init__(self, *args: Any, instruments: Sequence[Instrument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Choose"), *((str(place), one.title) for place, one in enumerate(instruments))]
        self.fields["which"].choices = choices  # type: ignore[attr-defined]  # it is the field above


class ResultForm(OnceForm):
    """The score, each subscale's total, or how it came out; and the day on which it was filled in."""

    instrument = forms.CharField(widget=forms.HiddenInput, max_length=20)
    on = forms.DateField(label="Filled in on", error_messages={"required": "Enter the day on which it was filled in."})

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        self.names = [LEVEL] if instrument.entry == Entry.RESULT else list(instrument.enters)
        asked = {name: _level(instrument) if name == LEVEL else _number(instrument, name) for name in self.names}
        # Before the form is made, so that its fields speak as all others do.
        self.base_fields = type(self).base_fields | asked  # type: ignore[misc]  # Django copies it for each form
        super().__init__(*args, **kwargs)
        self.found = instrument
        self.initial["instrument"] = instrument.id
        self.order_fields(["key", "instrument", *self.names, "on"])

    def values(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.names}


def _level(instrument: Instrument) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=f"How did {instrument.title} come out?",
        choices=[(level.id, level.words) for level in instrument.levels],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it came out."},
    )


def _number(instrument: Instrument, name: str) -> forms.CharField:
    lowest, highest = limit(instrument, name)
    label = entry_label(instrument, name)
    return forms.CharField(
        label=label,
        help_text=f"{lowest} to {highest}.",
        max_length=12,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": f"{label} is empty, so there is no score."},
    )


class InstrumentFileForm(KapForm):
    """A data file, chosen or pasted. Checking it writes nothing."""

    file = forms.FileField(label="Choose the file", required=False, help_text="A text file in the format of this page.")
    text = forms.CharField(
        label="Or paste it",
        required=False,
        strip=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 12, "class": "mono", "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = cleaned.get("file")
        if chosen is not None:
            if chosen.size > LARGEST:
                self.add_error("file", f"The file is larger than {LARGEST // 1000} kB.")
                return cleaned
            try:
                cleaned["text"] = chosen.read().decode("utf-8")
            except UnicodeDecodeError:
                self.add_error("file", "This is not a text file in UTF-8.")
        elif not cleaned.get("text") and not self.errors:
            self.add_error("file", "Choose a file, or paste its text.")
        return cleaned


class LoadInstrumentForm(KapForm):
    """The checked text, and that the practice may use it."""

    text = forms.CharField(widget=forms.HiddenInput, strip=False, max_length=LARGEST)
    allowed = forms.BooleanField(
        label="The practice may use this text",
        error_messages={"required": "Tick that the practice may use this text. Otherwise it cannot be loaded."},
    )


class SafetyWatchForm(KapForm):
    """Who is told when nobody took up an answer that cannot wait, and after how long."""

    user = forms.ModelChoiceField(
        label="Clinician on call",
        help_text="On days for which Hours names nobody who signs in here.",
        queryset=User.objects.none(),
        empty_label="Choose",
        error_messages={"required": "Choose somebody who signs in here."},
    )
    minutes = forms.IntegerField(
        label="Tell them after so many minutes",
        help_text="Yours to set: as long as you can be sure that somebody sees a mail.",
        min_value=5,
        max_value=MOST_MINUTES,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={"required": "Enter a number of minutes."},
    )
    layout = Layout(Div("user", "minutes", css_class="columns"))

    def __init__(self, *args: Any, clinicians: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = clinicians  # type: ignore[attr-defined]  # it is the field above


class TakeUpForm(OnceForm):
    """What was done about a safety task."""

    words = forms.CharField(
        label="What did you do?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what you did, in a few words."},
    )
