"""How much a calendar program shows of a date."""

from typing import Any

from django import forms

from accounts.forms import KapForm
from sessions.models import Feed


class FeedForm(KapForm):
    """Practice people choose; a partner's own dates have one neutral word."""

    words = forms.ChoiceField(
        label="What each date says",
        choices=Feed.Words.choices,
        initial=Feed.Words.BUSY,
        widget=forms.RadioSelect,
        help_text="Calendar programs copy what they read to other servers, and show it on locked screens.",
    )

    def __init__(self, *args: Any, choose: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not choose:
            del self.fields["words"]

    def clean(self) -> dict[str, Any]:
        return {"words": Feed.Words.BUSY, **self.cleaned_data}
