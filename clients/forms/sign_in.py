"""How somebody signs in and opens their papers."""

from typing import Any

from django import forms

from accounts.fields import AddressField
from accounts.forms import KapForm


def _pin_field(label: str, autocomplete: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=6,
        min_length=6,
        help_text=hint,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": autocomplete, "class": "short"}),
        error_messages={
            "required": "Type the six digits.",
            "min_length": "A PIN has six digits.",
            "max_length": "A PIN has six digits.",
        },
    )


class PinForm(KapForm):
    """The PIN for one's own papers."""

    pin = _pin_field("Your PIN", "off")


class NewPinForm(KapForm):
    """A new PIN, typed twice."""

    pin = _pin_field("Choose six digits", "off", "Not your birth date, and nothing that somebody at home would try.")
    again = _pin_field("The same six digits again", "off")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("pin") and found.get("again") and found["pin"] != found["again"]:
            self.add_error("again", "The two differ. Type them again.")
        return found


class NewAddressForm(KapForm):
    """Another address for somebody who signs in already."""

    address = AddressField(
        label="New e-mail address", error_messages={"required": "Enter the new address."}, help_text="Their own."
    )


class WhoIsThereForm(KapForm):
    """Asked on a device of the practice before anything else; the answers are kept nowhere."""

    who = forms.ChoiceField(
        label="Is this you?",
        choices=[("yes", "Yes, that is me"), ("no", "No, I am somebody else")],
        widget=forms.RadioSelect(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say whether this is you."},
    )
    alone = forms.ChoiceField(
        label="Are you alone right now?",
        choices=[("yes", "Yes, nobody can see the screen"), ("no", "No, not right now")],
        widget=forms.RadioSelect(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say whether you are alone."},
    )

    def __init__(self, *args: Any, called: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].label = f"Are you {called}?"
