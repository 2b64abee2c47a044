"""What the pages of the record can be asked for; the address bar carries it, so it holds no name and no key."""

from typing import Any

from django import forms

from accounts.access import Layer
from accounts.forms import KapForm
from kap_practice.kept import KINDS

REFUSED = "refused"
PLACES = ("a", "b")


class RecordForm(KapForm):
    """Which lines of who opened what."""

    kind = forms.ChoiceField(
        required=False,
        label="What",
        choices=[("", "Everything"), *[(layer.value, layer.label) for layer in Layer], (REFUSED, "Refused only")],
    )
    since = forms.DateField(required=False, label="From")
    until = forms.DateField(required=False, label="To")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.hide_optional = True

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("until", "Enter a day that is not before the first one.")
        return given


class CoupleRecordForm(RecordForm):
    """The same for one couple: about both, or about one of the two."""

    field_order = ("person", "kind", "since", "until")
    person = forms.ChoiceField(required=False, label="About")

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = about_choices(names)  # type: ignore[attr-defined]  # a choice field


class HistoryForm(KapForm):
    """Which changes."""

    person = forms.ChoiceField(required=False, label="About")
    kind = forms.ChoiceField(required=False, label="What", choices=[("", "Everything"), *KINDS.items()])

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.hide_optional = True
        self.fields["person"].choices = about_choices(names)  # type: ignore[attr-defined]  # a choice field


def about_choices(names: list[str]) -> list[tuple[str, str]]:
    return [("", "Both"), *zip(PLACES, names, strict=False)]
