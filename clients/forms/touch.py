"""What somebody says to touch: a row of choices for each person in the room."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField

from accounts.forms import KapForm
from clients.forms.texts import SignForm
from clients.rules.consents import TOUCH
from clients.rules.touch import AREAS_MAX, ROWS, SIGN_MAX, WORDS, Choices, Yes, cell, cells

CHOICES = [(value.value, words) for value, words in WORDS.items()]


class TouchRows(KapForm):
    """Everything begins as a no: the page never shows what was said before."""

    never = forms.CharField(
        label="Places never to touch",
        max_length=AREAS_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="With commas between them, like neck, left knee.",
    )
    stop_word = forms.CharField(label="Your word for stop", max_length=SIGN_MAX, required=False)
    hand_signal = forms.CharField(
        label="Your sign for stop with the hand",
        max_length=SIGN_MAX,
        required=False,
        help_text="Like a raised palm. You can use it when words are far away.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for who, kind, words in cells():
            self.fields[cell(who.key, kind)] = forms.ChoiceField(
                label=words,
                choices=CHOICES,
                initial=Yes.NO.value,
                error_messages={"invalid_choice": "Choose one of the answers shown."},
            )

    def rows(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields of each person in the room, under that person's name."""
        for who in ROWS:
            yield who.name, [self[cell(who.key, kind)] for kind, _ in who.kinds]

    def choices(self) -> Choices:
        """The answers, once they are valid."""
        data = self.cleaned_data
        found = {name: Yes(data[name]) for name in (cell(who.key, kind) for who, kind, _ in cells())}
        return Choices(found, data["never"].strip(), data["stop_word"].strip(), data["hand_signal"].strip())


class TouchForm(TouchRows, SignForm):
    """The answers, and the signature under them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, kind=TOUCH, **kwargs)


class NarrowForm(TouchRows):
    """Less than before: without a signature."""
