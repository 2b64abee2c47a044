"""What pages of closed questions are made of: one tap an answer, a follow-up behind a yes, a few words beside it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.forms import BoundField

from accounts.forms import OnceForm
from screening.rules.change import DANGER
from screening.rules.conditions.mind import SUICIDE
from screening.rules.findings import ANSWER_WORDS, OPEN_ANSWERS, Answer
from screening.rules.questions import Question

OWN_WORDS_MAX = 2000
FEW_WORDS_MAX = 120
ASKS_ABOUT_LIFE = frozenset({SUICIDE, DANGER})


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
    rows: Sequence["Row"] = ()

    @property
    def crisis(self) -> bool:
        """Whether it asks about ending one's life, so that help stands beside it."""
        return self.field.name in ASKS_ABOUT_LIFE


@dataclass(frozen=True)
class Row:
    """One of several rows of the same fields, such as a medicine."""

    number: int
    fields: Sequence[BoundField]


class QuestionsForm(OnceForm):
    """A page of closed questions. A follow-up counts only where its question was answered with yes."""

    questions: tuple[Question, ...] = ()
    template = ""  # draws what is more than closed questions

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

    @classmethod
    def from_draft(cls, answers: Mapping[str, str]) -> dict[str, Any]:
        """What was kept half-done, as this form shows it."""
        return dict(answers)


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
