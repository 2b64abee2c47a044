"""Copies of records, releases, what was told, and the end of a record."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from accounts.forms import KapForm
from clients.models import CopyRequest, Couple, Partner
from documents.forms import FileToKeep


class ReasonForm(KapForm):
    """Why a legal hold is opened or released."""

    reason = forms.CharField(
        label="Why",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write why, in a few words."},
    )


class PurgeForm(KapForm):
    """The typed name that confirms whose record is to be destroyed."""

    typed_name = forms.CharField(
        label="Type the person's full legal name",
        max_length=140,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Type the full name to confirm whose record this is."},
    )


ABOUT = "about"


class AboutForm(KapForm):
    """Whose record it is about: one person's own, or the joint one of a couple."""

    about = forms.ChoiceField(
        label="Which record?", widget=forms.RadioSelect, error_messages={"required": "Choose which record."}
    )

    def __init__(self, *args: Any, partner: Partner, couples: Sequence[Couple], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.records: dict[str, Partner | Couple] = {"own": partner} | {str(one.pk): one for one in couples}
        names = {"own": f"{partner.called}'s own record"} | {str(one.pk): joint_name(one) for one in couples}
        self.fields[ABOUT].choices = list(names.items())  # type: ignore[attr-defined]  # it is the field above
        self.fields[ABOUT].initial = "own"

    def clean_about(self) -> Partner | Couple:
        return self.records[self.cleaned_data[ABOUT]]


def joint_name(couple: Couple) -> str:
    members = couple.memberships.order_by("place", "since").select_related("partner")
    return f"The joint record of {' & '.join(member.partner.called for member in members)}"


class AskCopyForm(AboutForm):
    """Somebody asked for a record, by voice or letter."""

    way = forms.ChoiceField(
        label="What do they want?",
        choices=CopyRequest.Way.choices,
        initial=CopyRequest.Way.COPY,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they want."},
    )


class ReleaseForm(AboutForm):
    """Who outside may be told what, for what, and until when."""

    recipient = forms.CharField(
        label="Who may be told?", max_length=160, help_text="A person or an office, like Dr. Alan Park, primary care."
    )
    reached_at = forms.CharField(
        label="How are they reached?", max_length=160, required=False, help_text="A phone, a fax or an address."
    )
    what = forms.CharField(
        label="What may they be told?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="As little as the purpose needs, like dates of sessions and blood pressure readings.",
    )
    purpose = forms.CharField(label="What is it for?", max_length=200, help_text="Like looking after blood pressure.")
    since = forms.DateField(label="From", help_text="The first day.")
    until = forms.DateField(label="Until", help_text="A year at most.")
    layout = Layout("about", "recipient", "reached_at", "what", "purpose", Div("since", "until", css_class="columns"))


class PaperForm(KapForm):
    """A sheet that one of those concerned signed by hand."""

    person = forms.ChoiceField(
        label="Who signed it?", widget=forms.RadioSelect, error_messages={"required": "Choose who signed it."}
    )
    paper = FileToKeep(label="The signed paper", help_text="A PDF, or a photo as PNG or JPEG, up to 8 MB.")

    def __init__(self, *args: Any, people: Sequence[Partner], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="paper_%s", **kwargs)
        self.people = {str(one.pk): one for one in people}
        self.fields["person"].choices = [(key, one.called) for key, one in self.people.items()]  # type: ignore[attr-defined]  # it is the field above
        if len(people) == 1:
            self.fields["person"].initial = str(people[0].pk)

    def clean_person(self) -> Partner:
        return self.people[self.cleaned_data["person"]]


class DisclosureForm(KapForm):
    """What was told under a release, and when."""

    what = forms.CharField(label="What was told?", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    on = forms.DateField(label="On")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="told_%s", **kwargs)
        self.today = today
        self.fields["on"].initial = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("This date is still to come. Write it down once it was told.")
        return on


class AgreeForm(KapForm):
    """One's own yes to one thing, by typed name. `key` says to which."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label="I have read this, and I agree.",
        error_messages={"required": "Tick the box if you agree. If you are unsure, talk with your therapist first."},
    )
    typed_name = forms.CharField(
        label="Type your full name to sign",
        max_length=140,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Type your full name to sign."},
    )

    def __init__(self, *args: Any, about: object, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{about}_%s", **kwargs)
        self.fields["key"].initial = about


class OwnCopyForm(AgreeForm):
    """Asking for one's own record is agreeing to get it."""

    way = forms.ChoiceField(
        label="What would you like?",
        choices=CopyRequest.Way.choices,
        initial=CopyRequest.Way.COPY,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you would like."},
    )
    layout = Layout("key", "way", "agreed", "typed_name")
