"""A form that is sent once: its hidden key makes a second click the same act."""

from typing import Any
from uuid import UUID, uuid4

from django import forms

from accounts.forms import KapForm


class OnceForm(KapForm):
    """Carries `key`, made with the page. One that is missing or broken is None, and the act makes its own."""

    ids = "id"  # before the ids of its fields, where a page holds several forms
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.ids}_%s"} | kwargs)
        self.initial.setdefault("key", uuid4())

    def clean_key(self) -> UUID | None:
        try:
            return UUID(self.cleaned_data["key"])
        except ValueError:
            return None
