"""Form fields for what is checked by rule: they clean to the form that is kept, and say in a sentence what to mend."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts import rules


class CheckedField(forms.CharField):
    """A line that a rule judges: `trouble` answers a sentence or nothing, `kept` makes of a good line what is kept."""

    trouble: Callable[[str], str]
    kept: Callable[[str], str] = staticmethod(str)
    attrs: dict[str, str] = {}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("widget", forms.TextInput(attrs=dict(self.attrs)))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        if sentence := self.trouble(text):
            raise ValidationError(sentence, code="rule")
        return self.kept(text)


class PhoneField(CheckedField):
    """A telephone number; cleans to +15105550100, shows as (510) 555-0100."""

    trouble = staticmethod(rules.phone_trouble)
    kept = staticmethod(rules.phone_as_stored)
    attrs = {"type": "tel", "autocomplete": "tel", "class": "short"}

    def prepare_value(self, value: Any) -> Any:
        return rules.phone_as_spoken(value) if isinstance(value, str) and value.startswith("+") else value


class PostalCodeField(CheckedField):
    """A ZIP code."""

    trouble = staticmethod(rules.postal_code_trouble)
    attrs = {"inputmode": "numeric", "autocomplete": "postal-code", "class": "short"}


class NpiField(CheckedField):
    """A national provider identifier, with or without spaces."""

    trouble = staticmethod(rules.npi_trouble)
    attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "short"}

    def to_python(self, value: Any) -> str:
        return "".join(str(super().to_python(value)).split())


class EinField(CheckedField):
    """An employer identification number, with or without its hyphen."""

    trouble = staticmethod(rules.ein_trouble)
    attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "short"}

    def to_python(self, value: Any) -> str:
        return rules.digits_grouped_as_ein(str(super().to_python(value)))


class ShortNameField(CheckedField):
    """The neutral name that stands in subjects and senders."""

    trouble = staticmethod(rules.short_name_trouble)


class LeaveUrlField(CheckedField):
    """The neutral page that “Leave this page” opens."""

    trouble = staticmethod(rules.leave_url_trouble)
    attrs = {"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}


class StateField(forms.ChoiceField):
    """A state by its two letters."""

    def __init__(self, **kwargs: Any) -> None:
        blank = [("", "Choose a state")]
        super().__init__(choices=[*blank, *rules.STATES.items()], **kwargs)
        self.widget.attrs |= {"autocomplete": "address-level1"}


class AddressField(forms.EmailField):
    """An e-mail address in lower case. Look-alike letters of other alphabets are refused."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 254)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        address = str(super().clean(value))
        if not address.isascii():  # before lower case, which makes plain letters of some that are not
            raise ValidationError("Use an address written in plain letters, a to z.", code="invalid")
        return address.lower()
