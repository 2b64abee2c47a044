"""Notes, amendments, and the review of a dose outside the gate."""

from typing import Any

from django import forms

from accounts.forms import KapForm

# A long session's note is some thousand words; more is a slip of the clipboard.
NOTE_MAX = 40_000
VERSION_MAX = 2_147_483_647


class VersionForm(KapForm):
    """Carries the version of the note that its reader saw. One that is missing or broken counts as none."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_version(self) -> int:
        typed = self.cleaned_data["version"]
        return min(int(typed), VERSION_MAX) if typed.isascii() and typed.isdigit() else 0


class NoteForm(VersionForm):
    """The text of a note."""

    body = forms.CharField(
        label="Note",
        required=False,
        max_length=NOTE_MAX,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 22, "class": "note-text"}),
    )

    def clean_body(self) -> Any:
        return self.cleaned_data["body"].replace("\r\n", "\n")


class AmendmentForm(KapForm):
    """Words added to a signed note."""

    body = forms.CharField(
        label="What to add",
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="It carries your name and the time, and the note above stays as it is.",
        error_messages={"required": "Write the amendment before you add it."},
    )


class ReviewForm(KapForm):
    """What a clinician says of a dose outside the gate."""

    words = forms.CharField(
        label="What follows from it",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what follows from it."},
    )
