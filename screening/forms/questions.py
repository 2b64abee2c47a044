"""The form of each question page, and what is sent beside them."""

from typing import Any, cast

from django import forms
from django.forms import BoundField

from accounts.fields import PhoneField
from accounts.forms import KapForm, OnceForm
from screening.forms import allergies, medicines, size
from screening.forms.closed import QuestionsForm, closed, own_words, question_fields
from screening.rules import calls
from screening.rules.findings import ANSWER_WORDS
from screening.rules.intake import MAY_BE_TOGETHER, TOGETHER
from screening.rules.issues import ISSUES, OPEN, PLACES, SHOWN_AT_ONCE, twice
from screening.rules.pages import ALLERGIES_PAGE, MEDICINES_PAGE, PAGES, SIZE_PAGE, WORDS_ADDED, Page
from screening.rules.private import PRIVATE

# What is more than closed questions on a page, and the form that reads it.
BASES: dict[str, type[QuestionsForm]] = {
    MEDICINES_PAGE: medicines.MedicinesForm,
    ALLERGIES_PAGE: allergies.AllergiesForm,
    SIZE_PAGE: size.SizeForm,
}
MORE_FIELDS: dict[str, dict[str, forms.Field]] = {
    MEDICINES_PAGE: medicines.ROW_FIELDS,
    ALLERGIES_PAGE: allergies.OWN_FIELDS,
    SIZE_PAGE: size.OWN_FIELDS,
}


def _page_form(page: Page) -> type[QuestionsForm]:
    """The form of one page of closed questions, by its row in the registry."""
    body = question_fields(page.questions) | MORE_FIELDS.get(page.key, {}) | {"questions": page.questions}
    base = BASES.get(page.key, QuestionsForm)
    return cast("type[QuestionsForm]", type(f"{page.key.title()}Page", (base,), body))


# The form of each page of closed questions; the private page and the issues have views of their own.
PAGE_FORMS: dict[str, type[QuestionsForm]] = {
    key: _page_form(page) for key, page in PAGES.items() if page.questions or key in BASES
}


class AdditionForm(OnceForm):
    """What is new or was not right. The old answers are not shown, so nothing is typed over."""

    words = own_words(
        "What has changed, or what should we correct?",
        "In your own words. It is added to what you sent.",
        required=True,
        missing="Write what has changed, or what to correct.",
    )

    def answers(self) -> dict[str, str]:
        return {WORDS_ADDED: self.cleaned_data[WORDS_ADDED]}


class AloneForm(KapForm):
    """Asked before the private page; the answer is kept nowhere."""

    alone = forms.ChoiceField(
        label="Are you alone, and is this device yours?",
        choices=[("yes", "Yes"), ("no", "No, not right now")],
        widget=forms.RadioSelect(attrs={"autocomplete": "off"}),
        error_messages={"required": "Choose the answer that fits right now."},
    )


class TextShownForm(OnceForm):
    """A private page: closed, sent at once, never kept half-done. `shown` is the version of the text above."""

    shown = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def answers(self) -> dict[str, str]:
        """What was answered, ready to be sealed."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"key", "shown"} and value}


class PrivateForm(TextShownForm):
    """The questions that everybody is asked alone."""


PrivateForm.base_fields |= {question.id: closed(question.ask, ANSWER_WORDS.items()) for question in PRIVATE}


class TalkForm(OnceForm):
    """How and when somebody wants to talk. Sealed with its few words, and not shown again."""

    how = forms.ChoiceField(
        label="How would you like to talk?",
        choices=list(calls.HOW.items()),
        widget=forms.RadioSelect(attrs={"autocomplete": "off"}),
        error_messages={"required": "Choose how you would like to talk."},
    )
    when = forms.MultipleChoiceField(
        label="When is it safe to call you?",
        choices=list(calls.WHEN.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"autocomplete": "off"}),
    )
    phone = PhoneField(
        label="At which number?", required=False, help_text="Leave it empty for the number that your therapist has."
    )
    voicemail = forms.ChoiceField(
        label="May your therapist leave a voicemail?",
        choices=list(calls.VOICEMAIL.items()),
        initial="no",
        widget=forms.RadioSelect(attrs={"autocomplete": "off"}),
        error_messages={"required": "Choose whether a voicemail is all right."},
    )
    words = forms.CharField(
        label="A few words, if you like",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("how") == "call" and not cleaned.get("when") and "when" not in self.errors:
            self.add_error("when", "Choose at least one time at which a call is safe.")
        return cleaned

    def wish(self) -> calls.Wish:
        given = self.cleaned_data
        return calls.Wish(given["how"], tuple(given["when"]), given["phone"], given["voicemail"], given["words"])


class IssuesForm(OnceForm):
    """As many of the nine as matter, in order, by plain lists that work with a keyboard and without a script."""

    def first_places(self) -> list[BoundField]:
        """Those that most people need."""
        return [self[place] for place, _ in PLACES[:SHOWN_AT_ONCE]]

    def more_places(self) -> list[BoundField]:
        return [self[place] for place, _ in PLACES[SHOWN_AT_ONCE:]]

    @property
    def uses_more(self) -> bool:
        """Whether one of those is filled in or has something to mend: then they stand open."""
        return any(place.value() or place.errors for place in self.more_places())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if place := twice({name: str(cleaned.get(name, "")) for name, _ in PLACES}):
            self.add_error(place, "You have chosen this one already. Choose another, or leave it empty.")
        return cleaned

    def answers(self) -> dict[str, str]:
        names = [*(place for place, _ in PLACES), TOGETHER]
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}


def _place(place: str, label: str) -> forms.ChoiceField:
    first = place == PLACES[0][0]
    choices = [("", "Choose"), *((issue.id, issue.words) for issue in ISSUES)]
    if first:
        choices += [(answer.value, ANSWER_WORDS[answer]) for answer in OPEN]
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=first,
        widget=forms.Select(attrs={"autocomplete": "off"}),
    )


IssuesForm.base_fields |= {place: _place(place, label) for place, label in PLACES}
IssuesForm.base_fields[TOGETHER] = closed(MAY_BE_TOGETHER.ask, MAY_BE_TOGETHER.options)
IssuesForm.base_fields[TOGETHER].initial, IssuesForm.base_fields[TOGETHER].required = MAY_BE_TOGETHER.default, False
