"""Sent answers laid out for a clinician: grouped by page, what weighs most first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from screening.rules.allergies import WORDS
from screening.rules.findings import Answer, Finding, Weight, heaviest_first, worst
from screening.rules.issues import ranking
from screening.rules.medicines import LISTED
from screening.rules.pages import (
    ALLERGIES_PAGE,
    HEALTH_PAGES,
    ISSUES_PAGE,
    MEDICINES_PAGE,
    PAGES,
    PRIVATE_PAGE,
    WORDS_ADDED,
    outstanding,
)
from screening.rules.private import PrivateAnswer, private_answers
from screening.rules.questions import answer_words
from screening.rules.sendings import Sent, health_findings, page_findings

OWN_WORDS: Mapping[str, tuple[str, str]] = {
    MEDICINES_PAGE: (LISTED, "The list"),
    ALLERGIES_PAGE: (WORDS, "In their own words"),
}


@dataclass(frozen=True)
class Line:
    """One question as a clinician reads it, with the weight of its answer."""

    title: str
    words: str
    weight: Weight = Weight.NONE


@dataclass(frozen=True)
class HealthPage:
    """A health page: what was answered with more than a no, heaviest first; the rest by title; what was added since."""

    name: str
    sent_at: datetime | None
    lines: Sequence[Line]
    said_no: Sequence[str]
    additions: Sequence[tuple[datetime, str]]
    weight: Weight

    @property
    def flagged(self) -> bool:
        return self.weight > Weight.NONE or bool(self.additions)


@dataclass(frozen=True)
class HealthReading:
    """All health answers of one person. Nothing is said of the whole while pages are `missing`."""

    pages: Sequence[HealthPage]
    findings: Sequence[Finding]
    missing: Sequence[str]
    weight: Weight


@dataclass(frozen=True)
class PrivateSitting:
    """The private page as it was sent once; `skipped` when the person would rather talk in person.

    `shown` is the version of the practice's text that lay before them.
    """

    at: datetime
    answers: Sequence[PrivateAnswer]
    shown: int | None = None

    @property
    def skipped(self) -> bool:
        return not self.answers


def health_reading(sent: Sequence[Sent]) -> HealthReading:
    """What a prescriber and a therapist read of the health pages."""
    findings = heaviest_first(health_findings(sent))
    return HealthReading(
        pages=[_health_page(key, [each for each in sent if each.is_for(key)]) for key in HEALTH_PAGES],
        findings=findings,
        missing=outstanding({each.page for each in sent}, HEALTH_PAGES),
        weight=worst(findings),
    )


def _health_page(key: str, sent: Sequence[Sent]) -> HealthPage:
    first = next((each for each in sent if not each.addition), None)
    additions = [(each.at, each.answers.get(WORDS_ADDED, "")) for each in sent if each.addition]
    if first is None:
        return HealthPage(PAGES[key].name, None, [], [], additions, Weight.NONE)
    answers, questions = first.answers, PAGES[key].questions
    found = {finding.id: finding.weight for finding in page_findings(key, answers)}
    said_no = [question.title for question in questions if question.answer(answers) == Answer.NO]
    lines = [
        Line(question.title, answer_words(question, answers), found.get(question.id, Weight.NONE))
        for question in questions
        if question.answer(answers) != Answer.NO
    ]
    own_id, own_title = OWN_WORDS.get(key, ("", ""))
    if words := answers.get(own_id, "").strip():
        lines.append(Line(own_title, words))
    ordered = sorted(lines, key=lambda line: -line.weight)
    return HealthPage(PAGES[key].name, first.at, ordered, said_no, additions, max(found.values(), default=Weight.NONE))


def private_sittings(sent: Sequence[Sent]) -> list[PrivateSitting]:
    """Every time the private page was sent, the latest first."""
    private = [each for each in sent if each.page == PRIVATE_PAGE]
    sittings = [PrivateSitting(each.at, private_answers(each.answers), each.shown) for each in private]
    return sorted(sittings, key=lambda sitting: sitting.at, reverse=True)


def latest_ranking(sent: Sequence[Sent]) -> tuple[datetime, list[str]] | None:
    """The issues as last ranked, with the day."""
    ranked = [each for each in sent if each.page == ISSUES_PAGE]
    last = max(ranked, key=lambda each: each.at, default=None)
    return (last.at, ranking(last.answers)) if last else None
