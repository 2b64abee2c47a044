"""The form that every other form starts from: how it looks, and plain words for what to mend."""

import re
from typing import Any
from uuid import UUID, uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

HIDDEN_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
HIDDEN_MESSAGE = "Remove the hidden character from this answer. Typing it again usually does it."
LINE_MAX = 200
TEXT_MAX = 5000

# Said where a form does not say it better. A form's own `error_messages` win.
WORDS: list[tuple[type[forms.Field], dict[str, str]]] = [
    (
        forms.Field,
        {
            "max_length": "Shorten this to %(limit_value)d characters. It has %(show_value)d now.",
            "min_length": "Write at least %(limit_value)d characters. There are %(show_value)d now.",
            "min_value": "Enter a number of %(limit_value)s or more.",
            "max_value": "Enter a number of %(limit_value)s or less.",
        },
    ),
    (forms.CharField, {"null_characters_not_allowed": HIDDEN_MESSAGE}),
    (forms.EmailField, {"invalid": "Enter an e-mail address, like name@example.com."}),
    (forms.IntegerField, {"invalid": "Enter a whole number, like 12."}),
    (
        forms.DecimalField,
        {
            "invalid": "Enter a number, like 120.50.",
            "max_digits": "Enter a shorter number.",
            "max_whole_digits": "Enter a smaller number.",
            "max_decimal_places": "Use at most %(max)s digits after the point.",
        },
    ),
    (forms.DateField, {"invalid": "Enter a date, like 3/27/1988."}),
    (forms.TimeField, {"invalid": "Enter a time, like 14:30."}),
    (forms.DateTimeField, {"invalid": "Enter a date and a time."}),
    (forms.ChoiceField, {"invalid_choice": "Choose one of the answers shown."}),
    (forms.MultipleChoiceField, {"invalid_choice": "Choose from the answers shown."}),
    (forms.ModelChoiceField, {"invalid_choice": "Choose one of those shown."}),
    (forms.FileField, {"empty": "This file is empty. Choose another.", "missing": "Choose a file."}),
]


def no_hidden_characters(value: str) -> None:
    """Refuse control characters, which print as nothing and which the database or a PDF may not hold."""
    if HIDDEN_CHARACTERS.search(value.replace("\x00", "")):  # Django itself refuses NUL, with the same words
        raise ValidationError(HIDDEN_MESSAGE, code="null_characters_not_allowed")


class KitMixin:
    """For `KapForm` and `KapModelForm`. A page writes its own <form> tag and buttons around `{% crispy form %}`.

    Set `layout` on the class to a crispy Layout to order or group the fields.
    """

    fields: dict[str, forms.Field]
    layout: Layout | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _dress(field)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.include_media = False
        self.helper.layout = self.layout

    def add_field(self, name: str, field: forms.Field) -> None:
        """One more field, which the form makes for what it is about, in the house style like the others."""
        _dress(field)
        self.fields[name] = field


class KapForm(KitMixin, forms.Form):
    """A form in the house style."""


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


class KapModelForm(KitMixin, forms.ModelForm):  # type: ignore[type-arg]  # Django's class takes none at run time
    """A model's form in the house style. It shapes input only: an action writes."""


def _dress(field: forms.Field) -> None:
    _say_plainly(field)
    _bound_length(field)
    _use_native_pickers(field)


def _say_plainly(field: forms.Field) -> None:
    usual = _usual_messages(type(field))
    for kind, words in reversed(WORDS):  # the most particular kind first
        if isinstance(field, kind):
            for code, sentence in words.items():
                if field.error_messages.get(code) == usual.get(code):
                    field.error_messages[code] = sentence
    if field.error_messages.get("required") == usual.get("required"):
        field.error_messages["required"] = _required_sentence(field)


def _usual_messages(kind: type[forms.Field]) -> dict[str, Any]:
    messages: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        messages.update(getattr(base, "default_error_messages", {}))
    return messages


def _required_sentence(field: forms.Field) -> str:
    label = str(field.label or "").strip()
    if not label:
        return "Fill this in to go on."
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}” to go on."
    if label.endswith("?"):
        return f"Answer “{label}”"
    if isinstance(field, forms.ChoiceField | forms.FileField):
        return f"Choose an answer for “{label}”."
    return f"Fill in “{label}”."


def _bound_length(field: forms.Field) -> None:
    """Every text has a limit, and it is said in words: the browser's own `maxlength` cuts pasted text in silence."""
    if not isinstance(field, forms.CharField) or isinstance(field, forms.UUIDField):  # a key is no text
        return
    field.validators.append(no_hidden_characters)
    if field.max_length is None:
        limit = TEXT_MAX if isinstance(field.widget, forms.Textarea) else LINE_MAX
        field.validators.append(MaxLengthValidator(limit))
    field.widget.attrs.pop("maxlength", None)
    field.widget.attrs.pop("minlength", None)


def _use_native_pickers(field: forms.Field) -> None:
    for widget, kind, pattern in (
        (forms.DateInput, "date", "%Y-%m-%d"),
        (forms.TimeInput, "time", "%H:%M"),
        (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    ):
        if type(field.widget) is widget:
            field.widget.input_type = kind
            field.widget.format = pattern
