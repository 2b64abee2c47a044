"""What a referral packet says, and under which release it goes out."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.forms import KapForm
from clients.models import Release


class PacketForm(KapForm):
    """To whom, and what is asked."""

    release = forms.ChoiceField(
        label="Under which release?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the release under which this goes out."},
    )
    asked = forms.CharField(
        label="What is asked of the prescriber",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        initial="Please evaluate this person for ketamine-assisted psychotherapy, and set the limits to keep.",
        error_messages={"required": "Write what is asked."},
    )

    def __init__(self, *args: Any, releases: Sequence[Release], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.releases = {str(one.pk): one for one in releases}
        self.fields["release"].choices = [  # type: ignore[attr-defined]  # it is the field above
            (key, f"{one.recipient}, until {one.until:%-d %B %Y}") for key, one in self.releases.items()
        ]
        if len(self.releases) == 1:
            self.fields["release"].initial = next(iter(self.releases))

    def clean_release(self) -> Release:
        return self.releases[self.cleaned_data["release"]]
