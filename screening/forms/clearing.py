"""A clearance to fill in, with every limit; and what prescriber and therapist write to one another."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError

from accounts.fields import NpiField, StateField
from accounts.forms import KapForm, OnceForm
from documents.forms import FileToKeep
from screening.models import PrescriberReply, Route
from screening.rules.clearing import (
    HOLD_WORDS,
    LIMITS,
    MOST_MG,
    MOST_READINGS,
    MOST_SESSIONS,
    PREGNANCY_TEST,
    ClearanceOrder,
)
from screening.rules.medicine_classes import CLASSES
from screening.rules.papers import Difference, Read, Signer

HOLD = "hold_"
NO_WORD = "Nothing set here"
OTHERS = '<details class="more"><summary>Other classes of medicines</summary><div>'


def _limit(name: str, label: str) -> forms.IntegerField:
    low, high = LIMITS[name]
    widget = forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"})
    return forms.IntegerField(label=label, required=False, min_value=low, max_value=high, widget=widget)


def _amount(label: str, least: str, missing: str, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_digits=6,
        decimal_places=1,
        min_value=Decimal(least),
        max_value=MOST_MG,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "decimal"}),
        error_messages={"required": missing},
        **more,
    )


class MinutesField(forms.CharField):
    """Minutes in a row, like "40, 90". Cleans to whole numbers."""

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value))
        parts = [part for part in re.split(r"[\s,;]+", text) if part]
        if len(parts) > MOST_READINGS or not all(re.fullmatch(r"[0-9]{1,3}", part) for part in parts):
            raise ValidationError("Write minutes in a row, like 40, 90.", code="invalid")
        return tuple(int(part) for part in parts)


class ClearanceForm(OnceForm):
    """A prescriber's clearance; what is left empty is not limited. `taken` are the classes this person reported."""

    routes = forms.MultipleChoiceField(
        label="Route",
        choices=Route.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one route."},
    )
    max_dose_mg = _amount("First dose, at most, in mg", "0.1", "Give the highest first dose in mg.")
    max_booster_mg = _amount(
        "Booster, at most, in mg",
        "0",
        "Give the highest booster in mg. Write 0 for none.",
        initial=0,
        help_text="0 for none.",
    )
    booster_from = _limit("booster_from", "Booster not before, in minutes")
    booster_until = _limit("booster_until", "Booster not after, in minutes")
    sessions = forms.IntegerField(
        label="Number of sessions",
        min_value=1,
        max_value=MOST_SESSIONS,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={"required": "Give the number of sessions."},
    )
    valid_until = forms.DateField(label="Valid until", error_messages={"required": "Give the last day."})
    re_evaluate_after = forms.IntegerField(
        label="Look again after so many sessions",
        required=False,
        min_value=1,
        max_value=MOST_SESSIONS,
        help_text="Like 2: then no further session until you have looked again.",
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    re_evaluate_on = forms.DateField(
        label="Look again on", required=False, help_text="The day by which you see this person again."
    )
    max_systolic = _limit("max_systolic", "Upper blood pressure, at most")
    max_diastolic = _limit("max_diastolic", "Lower blood pressure, at most")
    max_pulse = _limit("max_pulse", "Pulse, at most")
    min_pulse = _limit("min_pulse", "Pulse, at least")
    min_saturation = _limit("min_saturation", "Oxygen saturation, at least, in %")
    call_systolic = _limit("call_systolic", "Call me above this upper pressure")
    call_diastolic = _limit("call_diastolic", "Call me above this lower pressure")
    readings_lozenge = MinutesField(
        label="Readings with a lozenge, minutes after the dose",
        required=False,
        max_length=120,
        help_text="Like 40, 90. Before the dose and before leaving there is always one.",
    )
    readings_im = MinutesField(
        label="Readings with an injection, minutes after the dose", required=False, max_length=120
    )
    stay_minutes = _limit("stay_minutes", "Stay after the last dose, at least, in minutes")
    food_hours = _limit("food_hours", "No food before the dose, in hours")
    liquid_hours = _limit("liquid_hours", "No clear liquids before the dose, in hours")
    medical_present = forms.BooleanField(
        label="A medical person has to be present",
        required=False,
        help_text="With an injection always: a licensed person gives it.",
    )
    pregnancy_test = forms.ChoiceField(
        label="Pregnancy test",
        required=False,
        choices=list(PREGNANCY_TEST.items()),
        widget=forms.RadioSelect,
    )
    labs = forms.CharField(
        label="Labs that you want to see",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Which, and by when.",
    )
    pdmp_on = forms.DateField(label="Prescription monitoring (PDMP) checked on", required=False)
    evaluated_on = forms.DateField(
        label="Evaluated on", error_messages={"required": "Give the day on which you saw this person."}
    )
    evaluated_how = forms.ChoiceField(
        label="How",
        choices=[("in_person", "In person"), ("telehealth", "By telehealth")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you saw this person."},
    )
    instructions = forms.CharField(
        label="In your words, for the therapist and this person",
        help_text="Medicines, the lozenge, what to do above a limit. It stands on their instruction sheets.",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, taken: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for known in CLASSES:
            self.fields[f"{HOLD}{known.id}"] = forms.ChoiceField(
                label=known.title, required=False, choices=[("", NO_WORD), *HOLD_WORDS.items()]
            )
        self.helper.hide_optional = True  # the page says what is needed
        self.group_medicines(taken)

    def group_medicines(self, taken: Sequence[str]) -> None:
        """Put the classes that this person reported first."""
        self.helper.layout = Layout(*self.parts([f"{HOLD}{one}" for one in taken]))

    def parts(self, taken: Sequence[str]) -> Iterator[Any]:
        """The groups in which the form is filled in."""
        yield "key"
        yield Fieldset(
            "What is allowed",
            "routes",
            Div("max_dose_mg", "max_booster_mg", "booster_from", "booster_until", css_class="many"),
            css_class="group",
        )
        yield Fieldset(
            "How long it lasts",
            Div("sessions", "valid_until", "re_evaluate_after", "re_evaluate_on", css_class="many"),
            css_class="group",
        )
        yield Fieldset(
            "Before a dose, and when to call",
            Div(
                *("max_systolic", "max_diastolic", "max_pulse", "min_pulse", "min_saturation"),
                *("call_systolic", "call_diastolic"),
                css_class="many",
            ),
            css_class="group",
        )
        yield Fieldset(
            "Watching and staying",
            Div("readings_lozenge", "readings_im", css_class="many"),
            Div("stay_minutes", "food_hours", "liquid_hours", css_class="many"),
            "medical_present",
            css_class="group",
        )
        rest = [name for name in self.fields if name.startswith(HOLD) and name not in taken]
        yield Fieldset(
            "Medicines",
            *([Div(*taken, css_class="many")] if taken else []),
            HTML(OTHERS),
            Div(*rest, css_class="many"),
            HTML("</div></details>"),
            css_class="group",
        )
        yield self.checks("pregnancy_test", "labs", "pdmp_on")
        yield self.evaluation("evaluated_how", "instructions")

    def checks(self, *names: str) -> Fieldset:
        return Fieldset("Checks", *names, css_class="group")

    def evaluation(self, *names: str) -> Fieldset:
        return Fieldset("Evaluation", Div("evaluated_on", css_class="many"), *names, css_class="group")

    def order(self) -> ClearanceOrder:
        """The clearance as the rules judge it; a field that this form does not ask for stays empty."""
        asked = [name for name in ClearanceForm.base_fields if name != "key" and name in self.fields]
        given = {name: self.cleaned_data[name] for name in asked}
        holds = {
            name.removeprefix(HOLD): word for name, word in self.cleaned_data.items() if name.startswith(HOLD) and word
        }
        return ClearanceOrder(**given | {"routes": frozenset(given["routes"]), "holds": holds})


class PaperReadForm(ClearanceForm):
    """A clearance on paper, typed by somebody who has it at hand."""

    ids = "paper"

    signer_name = forms.CharField(
        label="Name of the prescriber",
        max_length=120,
        error_messages={"required": "Write the name as it stands on the paper."},
    )
    npi = NpiField(label="NPI", help_text="Ten digits.", error_messages={"required": "Write the NPI on the paper."})
    licence_number = forms.CharField(
        label="License number", max_length=40, error_messages={"required": "Write the license number on the paper."}
    )
    licence_state = StateField(label="State of the license")
    signed_on = forms.DateField(label="Signed on", error_messages={"required": "Give the day on the paper."})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SAID_OF_PAPER.keys() & self.fields.keys():
            self.fields[name].label, self.fields[name].help_text = SAID_OF_PAPER[name], ""
        for name in [each for each in self.fields if each.startswith(HOLD)]:
            self.fields[name].choices = [  # type: ignore[attr-defined]  # each is a choice field
                ("", "Nothing written"),
                *HOLD_WORDS.items(),
            ]

    def parts(self, taken: Sequence[str]) -> Iterator[Any]:
        yield Fieldset(
            "Who signed it",
            Div("signer_name", "npi", "licence_number", "licence_state", "signed_on", css_class="many"),
            css_class="group",
        )
        yield from super().parts(taken)

    def read(self) -> Read:
        """All that was typed."""
        given = self.cleaned_data
        signer = Signer(
            name=" ".join(given["signer_name"].split()),
            npi=given["npi"],
            licence_number=given["licence_number"],
            licence_state=given["licence_state"],
            signed_on=given["signed_on"],
        )
        return Read(signer, self.order())


# On paper nobody speaks of "me".
SAID_OF_PAPER = {
    "re_evaluate_after": "Looks again after so many sessions",
    "re_evaluate_on": "Looks again on",
    "call_systolic": "Call above this upper pressure",
    "call_diastolic": "Call above this lower pressure",
    "labs": "Labs that are wanted",
    "instructions": "In the prescriber's words",
}


class ScanForm(KapForm):
    """The scan of a paper, from which it is then typed."""

    ids = "scan"

    scan = FileToKeep(label="The scan", help_text="A PDF, or a photo as PNG or JPEG, up to 8 MB.")


class SecondReadForm(PaperReadForm):
    """The second reading: the numbers once more, and the free words compared by eye."""

    same_words = forms.BooleanField(
        label="I compared labs and free words with the paper, and they say the same.",
        error_messages={"required": "Compare the words with the paper, then tick this."},
    )

    labs = None  # type: ignore[assignment]  # a form's way to leave a field of its parent out
    instructions = None  # type: ignore[assignment]  # the same

    def parts(self, taken: Sequence[str]) -> Iterator[Any]:
        yield from super().parts(taken)
        yield "same_words"

    def checks(self, *names: str) -> Fieldset:
        return super().checks(*[name for name in names if name in self.fields])

    def evaluation(self, *names: str) -> Fieldset:
        return super().evaluation(*[name for name in names if name in self.fields])


class SettleForm(OnceForm):
    """What the paper says, for each line that was read in two ways."""

    ids = "settle"

    def __init__(self, *args: Any, found: Sequence[Difference], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in found:
            self.fields[one.field] = forms.ChoiceField(
                label=one.label,
                choices=[("first", f"{one.first} (first reading)"), ("second", f"{one.second} (second reading)")],
                widget=forms.RadioSelect,
                error_messages={"required": "Choose what the paper says."},
            )

    def choices(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class ReasonForm(OnceForm):
    """Why something is stopped or set aside."""

    ids = "why"

    reason = forms.CharField(
        label="Why",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write why, in a few words."},
    )


class SuspensionForm(ReasonForm):
    """Stop a clearance at once."""

    ids = "stop"


class ReplyForm(OnceForm):
    """The prescriber asks, says not now, or takes a "not now" back."""

    ids = "reply"

    kind = forms.ChoiceField(
        label="Your answer",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose your answer."},
    )
    words = forms.CharField(
        label="In your words",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write the question, or why not now."},
    )

    def __init__(self, *args: Any, declined: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = PrescriberReply.Kind
        last = (kinds.REOPEN, "I look again: “not now” no longer holds") if declined else (kinds.DECLINE, "Not now")
        self.fields["kind"].choices = [  # type: ignore[attr-defined]  # it is the field above
            (kinds.ASK, "A question to the therapist"),
            last,
        ]


class WordForm(OnceForm):
    """What the therapist writes to the prescriber."""

    ids = "word"

    words = forms.CharField(
        label="In your words",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write your answer."},
    )
