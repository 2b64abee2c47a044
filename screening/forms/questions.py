"""The question pages of the portal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

from django import forms
from django.forms import BoundField

from accounts.fields import PhoneField
from accounts.forms import KapForm, OnceForm
from screening.rules import calls
from screening.rules.allergies import NEED_WORDS, WORDS
from screening.rules.findings import ANSWER_WORDS, OPEN_ANSWERS, Answer
from screening.rules.intake import MAY_BE_TOGETHER, TOGETHER
from screening.rules.issues import ISSUES, OPEN, PLACES, SHOWN_AT_ONCE, twice
from screening.rules.medicines import ABOUT_ANY, LISTED
from screening.rules.pages import ALLERGIES_PAGE, MEDICINES_PAGE, PAGES, WORDS_ADDED, Page
from screening.rules.private import PRIVATE
from screening.rules.questions import Question

OWN_WORDS_MAX = 2000
FEW_WORDS_MAX = 120


def closed(ask: str, choices: Iterable[tuple[str, str]], *, hint: str = "", follows: bool = False) -> forms.ChoiceField:
    """A question answered by one tap."""
    return forms.ChoiceField(
        label=ask,
        choices=list(choices),
        help_text=hint,
        required=not follows,
        widget=forms.RadioSelect(attrs={"autocomplete": "off"} | ({"side": "yes"} if not follows else {})),
    )


def own_words(label: str, hint: str, *, required: bool, rows: int = 4, missing: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=OWN_WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}),
        error_messages={"required": missing},
    )


@dataclass(frozen=True)
class Asked:
    """One question on a page, with its follow-up and what may be written beside a yes."""

    field: BoundField
    more: BoundField | None = None
    details: Sequence[BoundField] = ()


class QuestionsForm(OnceForm):
    """A page of closed questions. A follow-up counts only where its question was answered with yes."""

    questions: tuple[Question, ...] = ()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for question in self.questions:
            if cleaned.get(question.id) != Answer.YES:
                for behind in _behind_yes(question):
                    cleaned.pop(behind, None)
                    self.errors.pop(behind, None)
            elif question.follow_up and not (
                cleaned.get(question.follow_up_id) or question.follow_up_id in self.errors
            ):
                self.add_error(question.follow_up_id, f"Answer “{question.follow_up.ask}”")
        return cleaned

    def answers(self) -> dict[str, str]:
        """What was answered, ready to be sealed."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key" and value}

    def sections(self) -> Iterator[tuple[str, list[Asked]]]:
        """The questions in their order under the titles of their sections."""
        for title, group in groupby(self.questions, key=lambda question: question.section):
            yield title, [self._asked(question) for question in group]

    def _asked(self, question: Question) -> Asked:
        return Asked(
            self[question.id],
            self[question.follow_up_id] if question.follow_up else None,
            [self[question.detail_id(detail)] for detail in question.details],
        )

    def last(self) -> list[BoundField]:
        """What stands below the questions: words of the person's own."""
        return []


def _behind_yes(question: Question) -> list[str]:
    """The fields that count only after a yes."""
    more = [question.follow_up_id] if question.follow_up else []
    return more + [question.detail_id(detail) for detail in question.details]


def question_fields(questions: Iterable[Question]) -> dict[str, forms.Field]:
    """The fields of closed questions, each followed by its follow-up."""
    fields: dict[str, forms.Field] = {}
    for question in questions:
        fields[question.id] = closed(question.ask, question.choices.items(), hint=question.hint)
        if question.follow_up:
            options = [(option.value, option.label) for option in question.follow_up.options]
            more = [*options, *((answer, ANSWER_WORDS[answer]) for answer in OPEN_ANSWERS)]
            fields[question.follow_up_id] = closed(question.follow_up.ask, more, follows=True)
        for detail in question.details:
            fields[question.detail_id(detail)] = few_words(detail.ask)
    return fields


def few_words(label: str) -> forms.CharField:
    """One short line of the person's own, never required."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=FEW_WORDS_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class MedicinesBase(QuestionsForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get(ABOUT_ANY.id) == Answer.YES and not cleaned.get(LISTED) and LISTED not in self.errors:
            self.add_error(LISTED, "Write the names you know, or choose “I am not sure” above.")
        return cleaned

    def sections(self) -> Iterator[tuple[str, list[Asked]]]:
        for title, asked in super().sections():
            with_list = [Asked(asked[0].field, self[LISTED])] if title == ABOUT_ANY.section else asked
            yield title, with_list


class AllergiesBase(QuestionsForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        named = any(cleaned.get(question) == Answer.YES for question in NEED_WORDS)
        if named and not cleaned.get(WORDS) and WORDS not in self.errors:
            self.add_error(WORDS, "Write what you are allergic to, and what happens.")
        return cleaned

    def last(self) -> list[BoundField]:
        return [self[WORDS]]


BASES: dict[str, type[QuestionsForm]] = {MEDICINES_PAGE: MedicinesBase, ALLERGIES_PAGE: AllergiesBase}
MORE_FIELDS: dict[str, dict[str, forms.Field]] = {
    MEDICINES_PAGE: {
        LISTED: own_words(
            "What do you take?",
            "One on each line. Add how much and how often, if you know it.",
            required=False,
            rows=6,
        )
    },
    ALLERGIES_PAGE: {
        WORDS: own_words(
            "What are you allergic to, and what happens?",
            "A few words are enough. Leave it empty if there is nothing.",
            required=False,
        )
    },
}


def _page_form(page: Page) -> type[QuestionsForm]:
    """The form of one page of closed questions, by its row in the registry."""
    body = question_fields(page.questions) | MORE_FIELDS.get(page.key, {}) | {"questions": page.questions}
    base = BASES.get(page.key, QuestionsForm)
    return cast("type[QuestionsForm]", type(f"{page.key.title()}Form", (base,), body))


# The form of each page of closed questions; the private page and the issues have views of their own.
PAGE_FORMS: dict[str, type[QuestionsForm]] = {key: _page_form(page) for key, page in PAGES.items() if page.questions}


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
