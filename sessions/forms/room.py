"""What is typed in the room: few words, large targets, nothing filled in from the last time."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.layout import Div, Layout
from django import forms

from accounts.forms import KapForm, OnceForm
from screening.models import Route
from sessions.actions import DoseOrder
from sessions.models import Dose
from sessions.rules.gate import DayCheckFacts
from sessions.rules.leaving import QUESTIONS, LeavingFacts
from sessions.rules.log import KINDS
from sessions.rules.readings import ReadingFacts
from sessions.rules.times import NoSuchTime, at_wall_clock

YES_NO = [("yes", "Yes"), ("no", "No")]


def yes_no(label: str) -> forms.ChoiceField:
    """A question that needs an answer either way: an empty tick box would say "no" without being asked."""
    return forms.ChoiceField(
        label=label,
        choices=YES_NO,
        widget=forms.RadioSelect(attrs={"side": "yes"}),
        error_messages={"required": f"Answer yes or no: {label}"},
    )


def number(label: str, *, required: bool = True) -> forms.IntegerField:
    """Any number of three digits: what is impossible is said by the rule of readings, in its own words."""
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=0,
        max_value=999,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"}),
    )


class EarlierForm(OnceForm):
    """Something that may have happened a little earlier: an hour of today, or empty for now."""

    happened = forms.TimeField(label="When, if not now", required=False)

    def __init__(self, *args: Any, day: date, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day, self.zone = day, zone

    def clean_happened(self) -> datetime | None:
        hour = self.cleaned_data["happened"]
        if hour is None:
            return None
        try:
            return at_wall_clock(self.day, hour.replace(tzinfo=None), self.zone)
        except NoSuchTime:
            raise forms.ValidationError("The clocks go forward over this hour today.") from None


ORDER = (
    *("asked_alone", "goes_ahead", "other_welcome", "sober", "well", "fasted", "nothing_new"),
    *("ride_name", "stays_with", "contact", "words"),
)


class DayCheckForm(OnceForm):
    """The questions of the day, for one person, asked alone."""

    asked_alone = yes_no("Did you ask alone, with the other out of hearing?")
    goes_ahead = yes_no("Does this person want to go ahead today?")
    sober = yes_no("No alcohol or other substances in the last day?")
    well = yes_no("Feels well today?")
    fasted = yes_no("Has fasted as told?")
    nothing_new = yes_no("Nothing new: no illness, medicine, pregnancy or thoughts of death?")
    ride_name = forms.CharField(
        label="Who goes home with this person?",
        required=False,
        max_length=120,
        help_text="A name. It cannot be somebody who takes the medicine today.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    other_welcome = yes_no("Does this person want the other there today? Yes if they come alone.")
    stays_with = forms.CharField(
        label="Which adult is there tonight, if somebody else?",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact = forms.CharField(
        label="Whom do we call if something happens, if somebody else?",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    words = forms.CharField(label="What was said", required=False, max_length=500)
    layout = Layout("key", *ORDER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["key", *ORDER])

    def answers(self) -> DayCheckFacts:
        given = self.cleaned_data
        yes = {
            name: given[name] == "yes" for name, field in self.fields.items() if isinstance(field, forms.ChoiceField)
        }
        named = {name: given[name] for name in ("ride_name", "stays_with", "contact")}
        return DayCheckFacts(**yes, **named)


class ReadingForm(EarlierForm):
    """One reading. An alarming value is kept; an impossible one is asked for again."""

    systolic = number("Upper")
    diastolic = number("Lower")
    pulse = number("Pulse")
    saturation = number("Oxygen %", required=False)
    layout = Layout("key", Div("systolic", "diastolic", "pulse", "saturation", css_class="numbers"), "happened")

    def reading(self) -> ReadingFacts:
        given = self.cleaned_data
        return ReadingFacts(given["systolic"], given["diastolic"], given["pulse"], given["saturation"])


class StartForm(KapForm):
    """By which route this person takes the medicine now: one of those cleared."""

    route = forms.ChoiceField(label="Route", widget=forms.RadioSelect(attrs={"side": "yes"}))

    def __init__(self, *args: Any, routes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(value, label) for value, label in Route.choices if value in routes] or list(Route.choices)
        self.fields["route"].choices = shown  # type: ignore[attr-defined]  # a choice field
        if len(shown) == 1:
            self.fields["route"].widget = forms.HiddenInput()
            self.fields["route"].initial = shown[0][0]


class DoseForm(EarlierForm):
    """A dose that was taken."""

    kind = forms.ChoiceField(label="Dose", choices=Dose.Kind.choices, widget=forms.RadioSelect(attrs={"side": "yes"}))
    route = forms.ChoiceField(label="Route", choices=Route.choices, widget=forms.RadioSelect(attrs={"side": "yes"}))
    mg = forms.DecimalField(
        label="Amount in mg",
        min_value=Decimal("0.1"),
        max_value=Decimal(9999),
        max_digits=6,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": "Enter how much was taken, in mg."},
    )
    given_by = forms.CharField(
        label="Given by",
        max_length=120,
        help_text="A lozenge is taken by the person's own hand. An injection names who gave it, with license.",
        error_messages={"required": "Write who gave it: the person's own hand, or a name and license."},
    )
    layout = Layout("key", "kind", "route", Div("mg", "given_by", "happened", css_class="columns"))

    def order(self) -> DoseOrder:
        given = self.cleaned_data
        return DoseOrder(given["kind"], given["route"], given["mg"], given["given_by"])


class TapForm(OnceForm):
    """One tap of the log, or a few typed words."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in sorted(KINDS)], widget=forms.HiddenInput)
    words = forms.CharField(label="A few words", required=False, max_length=500)
    layout = Layout("key", "words")

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("kind") == "words" and not data.get("words"):
            self.add_error("words", "Write a few words first.")
        return data


class LeavingForm(OnceForm):
    """Ready to leave, asked of one person alone."""

    leaves_with = forms.CharField(
        label="Goes home with",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Write who goes home with this person."},
    )
    words = forms.CharField(
        label="What you decided and why",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Asked for when the stay is not over, or something is not yet as it should be.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in QUESTIONS.items():
            self.fields[name] = yes_no(f"{label}?")
        self.order_fields(["key", *QUESTIONS, "leaves_with", "words"])

    def answers(self) -> LeavingFacts:
        given = self.cleaned_data
        return LeavingFacts({name: given[name] == "yes" for name in QUESTIONS}, given["leaves_with"])


class HelperForm(KapForm):
    """The second staff member of this session."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Write the helper's name."})
    qualification = forms.CharField(
        label="Qualification", max_length=120, error_messages={"required": "Write what qualifies them."}
    )
    layout = Layout(Div("name", "qualification", css_class="columns"))


class MedicalPersonForm(KapForm):
    """The licensed medical person who is there; nothing in either field says that nobody is."""

    name = forms.CharField(label="Name", max_length=120, required=False)
    licence = forms.CharField(label="License", max_length=120, required=False, help_text="Like RN 123456.")
    layout = Layout(Div("name", "licence", css_class="columns"))

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("licence") and not data.get("name"):
            self.add_error("name", "Write the name too, or leave both empty if nobody is there.")
        if data.get("name") and not data.get("licence"):
            self.add_error("licence", "Write the license too, or leave both empty if nobody is there.")
        return data
