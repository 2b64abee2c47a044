"""Forms of a separation: that somebody was told, and with whom one person goes on."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from accounts.forms import KapForm
from accounts.models import User
from clients.models import Partner, Telling
from sessions.forms.booking import TimeForm


class TellingForm(TimeForm):
    """When and how one of the two was told; `starts_at` is that moment."""

    how = forms.ChoiceField(
        label="How",
        choices=Telling.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you spoke."},
    )
    alone = forms.BooleanField(
        label="Nobody else was there or could listen.",
        error_messages={"required": "Write this down only when you have spoken with the person alone."},
    )
    words = forms.CharField(
        label="What was said, if you want to keep it",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    layout = Layout("how", Div("day", "hour", css_class="columns"), "alone", "words")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hour"].label = str(self.fields["hour"].label).replace("Start", "Time")
        self.fields["hour"].error_messages["required"] = "Enter the time, as near as you know it."
        self.helper.layout = self.layout

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "starts_at" in data and data["starts_at"] > self.now:
            self.add_error("day", "This is still to come. Write it down afterwards.")
        return data


class GoOnForm(KapForm):
    """Who takes one person into care."""

    therapist = forms.ModelChoiceField(
        label="In the care of",
        queryset=User.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose a therapist."},
    )
    knows = forms.BooleanField(label="", required=True)

    def __init__(self, *args: Any, partner: Partner, therapists: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["therapist"].queryset = therapists  # type: ignore[attr-defined]  # it is the field above
        self.fields["knows"].label = f"{partner.called} wants this, and knows who reads their own record from now on."
        self.fields["knows"].error_messages["required"] = f"Speak with {partner.called} about this first."
