"""What a closed question is, and what its answer means."""

from collections.abc import Mapping
from dataclasses import dataclass

from screening.rules.findings import ANSWER_WORDS, OPEN_ANSWERS, UNANSWERED, Answer, Finding, Weight


@dataclass(frozen=True)
class Option:
    """One answer to a follow-up, with what it means."""

    value: str
    label: str
    weight: Weight
    reason: str


@dataclass(frozen=True)
class FollowUp:
    """Asked when the answer was yes, since it decides how much that weighs."""

    ask: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Question:
    """`title` is the clinician's name for it, `ask` the person's. `yes` and `reason` hold without a follow-up."""

    id: str
    section: str
    title: str
    ask: str
    source: str
    yes: Weight = Weight.REVIEW
    reason: str = ""
    hint: str = ""
    follow_up: FollowUp | None = None

    @property
    def follow_up_id(self) -> str:
        return f"{self.id}_more"


def finding(question: Question, answers: Mapping[str, str]) -> Finding | None:
    """What this answer means; None only where the answer was a plain no."""
    weight, reason = _weigh(question, answers)
    if weight is None:
        return None
    return Finding(question.id, question.title, weight, reason, question.source)


def _weigh(question: Question, answers: Mapping[str, str]) -> tuple[Weight | None, str]:
    answer = answers.get(question.id, "")
    if answer == Answer.NO:
        return None, ""
    if answer != Answer.YES:
        return Weight.REVIEW, OPEN_ANSWERS.get(answer, UNANSWERED)
    if question.follow_up is None:
        return question.yes, question.reason
    more = answers.get(question.follow_up_id, "")
    for option in question.follow_up.options:
        if option.value == more:
            return option.weight, option.reason
    return Weight.REVIEW, OPEN_ANSWERS.get(more, UNANSWERED)


def answer_words(question: Question, answers: Mapping[str, str]) -> str:
    """The answer as the person chose it, with the follow-up's where there is one."""
    chosen = answers.get(question.id, "")
    words = ANSWER_WORDS.get(chosen, "No answer")
    if chosen != Answer.YES or question.follow_up is None:
        return words
    labels = {option.value: option.label for option in question.follow_up.options} | dict(ANSWER_WORDS)
    return f"{words}. {labels.get(answers.get(question.follow_up_id, ''), 'No answer')}"
