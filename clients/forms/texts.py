"""A text of the practice, and a signature under one."""

from datetime import date
from typing import Any

from django import forms

from accounts.forms import KapForm
from clients.models import ConsentDocument, ConsentWithdrawal
from clients.rules.consents import TextKind
from documents.forms import FileToKeep

TICK = "Tick the box if you agree. If you are unsure, talk with your therapist first."


class TextForm(KapForm):
    """A new wording of one of the practice's texts."""

    title = forms.CharField(label="Title", max_length=120)
    body = forms.CharField(
        label="The text",
        max_length=30000,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text="A line that begins with # is a heading, one that begins with - a point. An empty line ends a block. "
        "[practice] becomes the practice's name.",
        error_messages={"required": "Write the text that partners read."},
    )

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        return body.replace("\r\n", "\n")


ASKS = (("yes", "Everybody signs it again"), ("no", "It only corrects wording: nobody signs again"))


class PublishForm(KapForm):
    """Whether a new version asks everybody to sign again; a correction says why it is no more than that."""

    asks_again = forms.ChoiceField(
        label="Who signs the new version?", choices=ASKS, initial="yes", widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="If nobody signs again: what was corrected?",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kept with the version.",
    )

    def clean_asks_again(self) -> bool:
        return bool(self.cleaned_data["asks_again"] == "yes")

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("asks_again") is False and not found.get("reason", "").strip():
            self.add_error("reason", "Write in a few words what was corrected.")
        return found


OTHER_VERSION = "There is a newer version of this text since you opened it. Please read it here, then sign."


class SignForm(KapForm):
    """A signature by typed name. `drawn` comes from the drawing surface, `version` from the page that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    agreed = forms.BooleanField(error_messages={"required": TICK})
    typed_name = forms.CharField(
        label="Type your full name to sign",
        max_length=140,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Type your full name to sign."},
    )
    drawn = forms.CharField(required=False, max_length=30000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: TextKind, version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.newest = version
        self.fields["version"].initial = version
        self.fields["agreed"].label = kind.agrees

    def clean(self) -> dict[str, Any]:
        """Nobody signs a text that was published while they read the one before."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("version") != self.newest:
            self.data = {**self.data, "version": str(self.newest)}
            self.add_error(None, OTHER_VERSION)
        return found


class PaperConsentForm(KapForm):
    """A text that somebody signed by hand, scanned."""

    text = forms.ChoiceField(label="Which text?", error_messages={"required": "Choose which text was signed."})
    signed_on = forms.DateField(label="Signed on", help_text="The date on the paper.")
    paper = FileToKeep(label="The signed paper", help_text="A PDF, or a photo as PNG or JPEG, up to 8 MB.")

    def __init__(self, *args: Any, today: date, documents: list[ConsentDocument], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="paper_%s", **kwargs)
        self.today = today
        self.documents = {str(one.pk): one for one in documents}
        choices = [(key, f"{one.title}, version {one.version}") for key, one in self.documents.items()]
        self.fields["text"].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]  # it is the field above

    def clean_text(self) -> ConsentDocument:
        return self.documents[self.cleaned_data["text"]]

    def clean_signed_on(self) -> date:
        on: date = self.cleaned_data["signed_on"]
        if on > self.today:
            raise forms.ValidationError("This date is still to come. Check the date on the paper.")
        return on


SAID = [choice for choice in ConsentWithdrawal.Way.choices if choice[0] != ConsentWithdrawal.Way.PORTAL]


class SaidForm(KapForm):
    """How somebody told the therapist that they take a text back."""

    way = forms.ChoiceField(
        label="How did they say it?",
        choices=SAID,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they said it."},
    )
