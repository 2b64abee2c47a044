"""What a closed question is, and what its answer means."""

from collections.abc import Mapping
from dataclasses import dataclass

from screening.rules.findings import ANSWER_WORDS, OPEN_ANSWERS, UNANSWERED, Answer, Finding, Weight

NOT_ME, NOT_ME_WORDS = "not_me", "This does not concern me"


@dataclass(frozen=True)
class Option:
    """One answer to a follow-up, with what it means; `rows` where it belongs to another row than its question."""

    value: str
    label: str
    weight: Weight
    reason: str
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class FollowUp:
    """Asked when the answer was yes, since it decides how much that weighs."""

    ask: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Detail:
    """Something more after a yes, in a few words of the person's own and never required. It weighs nothing."""

    suffix: str
    ask: str
    name: str


WHEN = Detail("when", "When was that, or since when?", "When")
CARE = Detail("care", "Who looks after it?", "Under the care of")
WHO = Detail("who", "Who was it, and what was it called?", "Who")


@dataclass(frozen=True)
class Question:
    """`title` is the clinician's name for it, `ask` the person's. `yes` and `reason` hold without a follow-up, and
    where it is not answered.

    `rows` are the rows of the list of conditions and medicines that it asks about (C02, M01). `formerly` is an older
    question that asked this as well: its answer counts until there is one of this question's own. With `some` not
    everybody is concerned, and "This does not concern me" is one of the answers.
    """

    id: str
    section: str
    title: str
    ask: str
    source: str
    rows: tuple[str, ...] = ()
    yes: Weight = Weight.REVIEW
    reason: str = ""
    hint: str = ""
    follow_up: FollowUp | None = None
    details: tuple[Detail, ...] = ()
    formerly: str = ""
    some: bool = False

    @property
    def follow_up_id(self) -> str:
        return f"{self.id}_more"

    def detail_id(self, detail: Detail) -> str:
        return f"{self.id}_{detail.suffix}"

    @property
    def choices(self) -> Mapping[str, str]:
        """The answers offered, in their order."""
        if not self.some:
            return ANSWER_WORDS
        no = {Answer.NO.value: ANSWER_WORDS[Answer.NO], NOT_ME: NOT_ME_WORDS}
        return no | {answer: words for answer, words in ANSWER_WORDS.items() if answer != Answer.NO}

    def answer(self, answers: Mapping[str, str]) -> str:
        """What was chosen, here or in the older question; "" for nothing."""
        return answers[self.id] if self.id in answers else answers.get(self.formerly, "")


def finding(question: Question, answers: Mapping[str, str]) -> Finding | None:
    """What this answer means; None only where the answer was a plain no, or that it does not concern the person."""
    answer = question.answer(answers)
    if answer == Answer.NO or (question.some and answer == NOT_ME):
        return None
    weight, reason, rows = _weigh(question, answer, answers)
    return Finding(question.id, question.title, weight, reason, question.source, rows or question.rows)


def _weigh(question: Question, answer: str, answers: Mapping[str, str]) -> tuple[Weight, str, tuple[str, ...]]:
    if answer != Answer.YES:
        return Weight.REVIEW, OPEN_ANSWERS.get(answer, UNANSWERED), ()
    if question.follow_up is None:
        return question.yes, question.reason, ()
    more = answers.get(question.follow_up_id, "")
    for option in question.follow_up.options:
        if option.value == more:
            return option.weight, option.reason, option.rows
    left_open = OPEN_ANSWERS.get(more, f"{ANSWER_WORDS[Answer.YES]}. How it is now was not asked.")
    return question.yes, question.reason or left_open, ()


def answer_words(question: Question, answers: Mapping[str, str]) -> str:
    """The answer as the person chose it, with the follow-up's where there is one, and what they wrote beside it."""
    chosen = question.answer(answers)
    words = [question.choices.get(chosen, "No answer")]
    if chosen == Answer.YES and question.follow_up is not None:
        labels = {option.value: option.label for option in question.follow_up.options} | dict(ANSWER_WORDS)
        words.append(labels.get(answers.get(question.follow_up_id, ""), "No answer"))
    if chosen == Answer.YES:
        written = ((each.name, answers.get(question.detail_id(each), "").strip()) for each in question.details)
        words += [f"{name}: {text}" for name, text in written if text]
    if chosen and question.id not in answers:
        words.append("Asked in other words then, together with a related question")
    return ". ".join(words)
