"""What the therapist fills in."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.dateparse import parse_datetime

from accounts.forms import KapForm, OnceForm
from screening.models import CallClosing, CallTry, Decision, DecisionFinding, PrivateCheck
from screening.rules.safety import Said, lines_of, slips

ONE_LINE = {"required": "Write at least one line."}


class PrivateCheckForm(OnceForm):
    """A talk with one person alone, and what came of it."""

    ids = "check"

    how = forms.ChoiceField(
        label="How did you speak?",
        choices=PrivateCheck.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you spoke with this person alone."},
    )
    finding = forms.ChoiceField(
        label="What did you find?",
        choices=PrivateCheck.Finding.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you found."},
    )
    words = forms.CharField(
        label="What else was said", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, prompts: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prompts = prompts
        asked = [f"asked_{at}" for at in range(len(prompts))]
        for name, prompt in zip(asked, prompts, strict=True):
            widget = forms.TextInput(attrs={"autocomplete": "off"})
            self.fields[name] = forms.CharField(label=prompt, required=False, max_length=500, widget=widget)
        self.order_fields(["key", "how", *asked, "finding", "words"])
        self.helper.layout = Layout("key", "how", *asked, "finding", "words")

    def answers(self) -> list[Said]:
        """What was asked and said, one by one."""
        given = self.cleaned_data
        return [Said(prompt, given.get(f"asked_{at}", "")) for at, prompt in enumerate(self.prompts)]

    def given(self) -> dict[str, Any]:
        """How the talk was held, and what came of it."""
        return {name: self.cleaned_data[name] for name in ("key", "how", "finding", "words")}


class SafetyTextForm(KapForm):
    """One list of the practice, a line each."""

    body = forms.CharField(
        label="A line each", max_length=4000, widget=forms.Textarea(attrs={"rows": 8}), error_messages=ONE_LINE
    )

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"])
        if found := slips(body):
            raise forms.ValidationError(found)
        return "\n".join(lines_of(body))


class CallTryForm(OnceForm):
    """One try to reach somebody. A voicemail is offered only to whom one may be left."""

    ids = "try"

    outcome = forms.ChoiceField(
        label="How did it go?",
        choices=CallTry.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it went."},
    )
    words = forms.CharField(
        label="For yourself", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, voicemail: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not voicemail:
            offered = [(value, label) for value, label in CallTry.Outcome.choices if value != CallTry.Outcome.VOICEMAIL]
            self.fields["outcome"].choices = offered  # type: ignore[attr-defined]  # it is the field above


class CallClosingForm(KapForm):
    """What ended an asking for a talk."""

    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=CallClosing.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of it."},
    )
    words = forms.CharField(
        label="For yourself", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "close_%s"} | kwargs)


class DecisionForm(OnceForm):
    """The therapist's decision for one person, and the moment up to which she has read; the page itself writes that."""

    outcome = forms.ChoiceField(
        label="Your decision",
        choices=Decision.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the four."},
    )
    reason = forms.CharField(
        label="Why",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write why, in a few words. Only you read it."},
    )
    signs = forms.CharField(
        label="Signs of a fit, or against it, as you see them",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Committed, willing to prepare and to integrate, open; or a quick fix, pressed, for fun.",
    )
    trauma = forms.ChoiceField(
        label="Severe relational trauma",
        choices=[("", "Not weighed this time"), *DecisionFinding.Trauma.choices],
        required=False,
    )
    read_at = forms.CharField(widget=forms.HiddenInput, error_messages={"required": "Open this page again."})
    layout = Layout("key", "outcome", "reason", "signs", "trauma")

    def clean_read_at(self) -> Any:
        try:
            read_at = parse_datetime(self.cleaned_data["read_at"])
        except ValueError:
            read_at = None
        if read_at is None or read_at.tzinfo is None:
            raise forms.ValidationError("Open this page again.")
        return read_at
