"""What somebody says to touch: a row of choices for each person in the room."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField

from accounts.forms import KapForm
from clients.forms.texts import SaidForm, SignForm
from clients.rules.consents import TOUCH
from clients.rules.touch import AREAS_MAX, ROWS, SIGN_MAX, WIDTH, WORDS, Choices, Yes, cell, cells

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
        names = (cell(who.key, kind) for who, kind, _ in cells())
        found = {name: Yes(data[name]) for name in names if name in data}
        return Choices(found, data["never"].strip(), data["stop_word"].strip(), data["hand_signal"].strip())


class TouchForm(TouchRows, SignForm):
    """The answers, and the signature under them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, kind=TOUCH, **kwargs)


class NarrowForm(TouchRows):
    """Less than before: without a signature."""


MORE = "More than was agreed is signed anew by the person, before a dose."


class LessForm(TouchRows, SaidForm):
    """Less than holds now, as a person said it to the therapist. What is a no already is not asked, and there is no
    answer that says more."""

    field_order = ("way",)

    def __init__(self, *args: Any, before: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.hide_optional = True
        for who, kind, _ in cells():
            name, holds = cell(who.key, kind), before.of(who.key, kind)
            if holds is Yes.NO:
                del self.fields[name]
                continue
            self.fields[name] = forms.ChoiceField(
                label=self.fields[name].label,
                choices=[(value, words) for value, words in CHOICES if WIDTH[Yes(value)] <= WIDTH[holds]],
                initial=holds.value,
                error_messages={"invalid_choice": MORE},
            )
        self.fields["never"].label = "More places never to touch"
        self.fields["stop_word"].label, self.fields["hand_signal"].label = "Word for stop", "Sign for stop"
        self.fields["hand_signal"].help_text = ""

    def rows(self) -> Iterator[tuple[str, list[BoundField]]]:
        for who in ROWS:
            found = [self[name] for kind, _ in who.kinds if (name := cell(who.key, kind)) in self.fields]
            if found:
                yield who.told, found
