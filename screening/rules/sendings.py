"""What a person sent, and what all of it means together. A later answer stands beside an earlier one, never over it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from screening.rules.allergies import allergy_findings
from screening.rules.change import BESIDE, CHANGE_WORDS, CHANGES, change_findings
from screening.rules.conditions import condition_findings
from screening.rules.findings import Answer, Finding, Said, Weight
from screening.rules.medicine_classes import BY_ID
from screening.rules.medicines import class_findings, medicine_findings, recognize
from screening.rules.pages import (
    ALLERGIES_PAGE,
    CHANGE_PAGE,
    HEALTH_PAGES,
    MEDICINES_PAGE,
    PAGES,
    SIZE_PAGE,
    WORDS_ADDED,
    counts_for,
    name_of,
)
from screening.rules.questions import Question, answer_words, finding
from screening.rules.size import size_findings


@dataclass(frozen=True)
class Sent:
    """The answers of one sending of a page; `addition` when it adds to what was sent before, `shown` the version of the
    text that lay before its writer."""

    page: str
    answers: Mapping[str, str]
    at: datetime
    addition: bool = False
    shown: int | None = None

    def is_for(self, page: str) -> bool:
        """Whether this sending answers that page: sent as itself, or as one whose questions it took over."""
        return page in counts_for(self.page)

    @property
    def only_words(self) -> bool:
        """Whether it is a correction in words, and answers no question."""
        return self.addition and WORDS_ADDED in self.answers


READ_BY: Mapping[str, Callable[[Mapping[str, str]], list[Finding]]] = {
    MEDICINES_PAGE: medicine_findings,
    ALLERGIES_PAGE: allergy_findings,
    SIZE_PAGE: size_findings,
}


def page_findings(page: str, answers: Mapping[str, str]) -> list[Finding]:
    """What the answers of one page mean."""
    own = READ_BY.get(page)
    return own(answers) if own else condition_findings(answers, PAGES[page].questions)


def health_findings(sent: Sequence[Sent]) -> list[Finding]:
    """What all that a person sent about their health means. A page not sent has no finding: see `outstanding`.

    Of several answers to one question the heaviest counts, with the others beside it; only a clinician puts one aside.
    """
    found: dict[tuple[str, ...], Finding] = {}
    for at, each in _each_finding(sent):
        key = (each.id,) if _answers_question(each) else (each.id, each.title, each.reason)
        if key not in found or each.weight >= found[key].weight:
            found[key] = replace(each, at=at)
    return [_beside_others(each, sent) for each in found.values()]


def _answers_question(found: Finding) -> bool:
    """Whether a finding is about the answer to a question; else it is about words, such as a name in a list."""
    return found.id in QUESTIONS and found.title == QUESTIONS[found.id].title


def _each_finding(sent: Sequence[Sent]) -> Iterator[tuple[datetime, Finding]]:
    for each in sent:
        for found in _findings_of(each):
            yield each.at, found


def _findings_of(sent: Sent) -> Iterator[Finding]:
    if sent.only_words:
        yield from _added(sent)
    elif sent.page == CHANGE_PAGE:
        changed = [*change_findings(sent.answers), *_named(sent, sent.answers.get(CHANGE_WORDS, ""))]
        yield from (replace(found, new=True) for found in changed)
    else:
        for page in counts_for(sent.page):
            if page in HEALTH_PAGES:
                yield from page_findings(page, sent.answers)


def _added(sent: Sent) -> Iterator[Finding]:
    """An addition is words: always to be read, and looked through for names of medicines."""
    if any(page in HEALTH_PAGES for page in counts_for(sent.page)):
        words = " ".join(sent.answers.get(WORDS_ADDED, "").split())
        title = f"Added to {name_of(sent.page).lower()}"
        yield Finding(f"added_{sent.page}", title, Weight.REVIEW, f"“{words}”", "practice", new=True)
        yield from _named(sent, words)


def _named(sent: Sent, words: str) -> list[Finding]:
    """The classes of the medicines that are named in words added later."""
    lines = [line for line in recognize(words) if line.classes]
    title = f"added to {name_of(sent.page).lower()}"
    return [replace(each, title=f"{BY_ID[each.id].title}, {title}", new=True) for each in class_findings(lines)]


def _beside_others(found: Finding, sent: Sequence[Sent]) -> Finding:
    """A finding with every other answer that was given to its question."""
    if not _answers_question(found):
        return found
    said = answers_to(QUESTIONS[found.id], sent)
    meant = max((one for one in said if found.at and one.at <= found.at), key=lambda one: one.at, default=None)
    others = tuple(one for one in said if one is not meant)
    return replace(found, beside=others, new=len(said) > 1)


def answers_to(question: Question, sent: Sequence[Sent]) -> list[Said]:
    """Every different answer to a question, the oldest first; what was said later that it has changed too."""
    found: list[Said] = []
    for each in sorted(sent, key=lambda one: one.at):
        for one in _answer_in(question, each):
            if not found or one.words != found[-1].words:
                found.append(one)
    return found


def _answer_in(question: Question, sent: Sent) -> Iterator[Said]:
    if sent.only_words:
        return
    if any(question in PAGES[page].questions for page in counts_for(sent.page) if page in PAGES):
        meant = finding(question, sent.answers)
        yield Said(sent.at, answer_words(question, sent.answers), meant.weight if meant else Weight.NONE)
    if sent.page == CHANGE_PAGE:
        for changed in CHANGES:
            if BESIDE.get(changed.id) == question.id and sent.answers.get(changed.id) in CHANGED:
                meant = finding(changed, sent.answers)
                words = f"{answer_words(changed, sent.answers)}, to “{changed.ask}”"
                yield Said(sent.at, words, meant.weight if meant else Weight.NONE)


CHANGED = frozenset({Answer.YES.value, Answer.UNSURE.value, Answer.TALK.value})
QUESTIONS: Mapping[str, Question] = {question.id: question for page in PAGES.values() for question in page.questions}
