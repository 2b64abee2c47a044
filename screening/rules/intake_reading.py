"""The intake of one person as their therapist reads it: what was told, page by page, and the signs beside each other.

Signs are observations. They are neither counted nor weighed, and none of them decides anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from screening.rules.findings import Answer
from screening.rules.intake import (
    FIT,
    HEALTH_PART,
    MISFIT,
    RATHER_TALK,
    TOGETHER,
    WILLINGNESS,
    Sign,
)
from screening.rules.pages import (
    ALONE_PAGES,
    CARE_PAGE,
    CLOSENESS_PAGE,
    GOALS_PAGE,
    HISTORY_PAGE,
    HOPES_PAGE,
    ISSUES_PAGE,
    PAGES,
    PRIVATE_PAGE,
    READINESS_PAGE,
    WORDS_ADDED,
)
from screening.rules.private import PRIVATE, RELATIONAL_TRAUMA, SKIPPED, private_answers, wants_talk
from screening.rules.reading import HealthReading, health_reading
from screening.rules.sendings import Sent

TOLD = (HISTORY_PAGE, GOALS_PAGE, CARE_PAGE, HOPES_PAGE, CLOSENESS_PAGE)
NOT_TOLD = "Not answered yet"
# Which of the private questions speak to which sign.
ALONE: Mapping[str, tuple[str, ...]] = {
    "reluctant": ("willing", "pressed"),
    "violence": ("safe_partner", "safe_home", RELATIONAL_TRAUMA),
}


@dataclass(frozen=True)
class ToldPage:
    """One page as it was told. `together`: its writer allows that it is brought up when both are there."""

    name: str
    sent_at: datetime | None
    lines: Sequence[tuple[str, str]]
    additions: Sequence[tuple[datetime, str]]
    rather_talk: bool = False
    left_out: bool = False
    together: bool | None = None


@dataclass(frozen=True)
class Observation:
    """One sign, and what this person said of it."""

    title: str
    said: str


@dataclass(frozen=True)
class IntakeReading:
    """All of one person's, behind that person's wall."""

    pages: Sequence[ToldPage]
    fit: Sequence[Observation]
    misfit: Sequence[Observation]
    willingness: str
    issues_together: bool | None

    @property
    def begun(self) -> bool:
        return any(page.sent_at for page in self.pages) or bool(self.willingness)

    @property
    def says_of_signs(self) -> bool:
        """Whether there is a word on any of the signs, from the page of its own or from elsewhere."""
        return any(sign.said != NOT_TOLD for sign in (*self.fit, *self.misfit))


def intake_reading(sent: Sequence[Sent]) -> IntakeReading:
    """What the therapist reads of the intake of one person."""
    readiness, issues = _latest(sent, READINESS_PAGE), _latest(sent, ISSUES_PAGE)
    health, alone = health_reading(sent), _latest(sent, PRIVATE_PAGE)
    return IntakeReading(
        pages=[_told(key, sent) for key in TOLD],
        fit=[_observed(sign, readiness, health, alone) for sign in FIT],
        misfit=[_observed(sign, readiness, health, alone) for sign in MISFIT],
        willingness=WILLINGNESS.answer(readiness.answers) if readiness else "",
        issues_together=issues.answers.get(TOGETHER) == Answer.YES if issues else None,
    )


def relational_trauma(sent: Sequence[Sent]) -> str:
    """What was said last of severe relational trauma, in words, for the field beside the therapist's decision."""
    alone = _latest(sent, PRIVATE_PAGE)
    return _alone_words(alone, (RELATIONAL_TRAUMA,)) if alone else NOT_TOLD


def _latest(sent: Sequence[Sent], page: str) -> Sent | None:
    """The last sending with answers; words that were added later are none."""
    own = [each for each in sent if each.page == page and not (each.addition and WORDS_ADDED in each.answers)]
    return max(own, key=lambda each: each.at, default=None)


def _told(key: str, sent: Sequence[Sent]) -> ToldPage:
    page, last = PAGES[key], _latest(sent, key)
    additions = [
        (each.at, each.answers[WORDS_ADDED])
        for each in sent
        if each.page == key and each.addition and WORDS_ADDED in each.answers
    ]
    if last is None:
        return ToldPage(page.name, None, [], additions)
    skipped = key in ALONE_PAGES and bool(last.answers.get(SKIPPED))
    asked = [item for item in page.items if item.id not in {RATHER_TALK, TOGETHER}]
    lines = [(item.title, words) for item in asked if (words := item.answer(last.answers))]
    return ToldPage(
        name=page.name,
        sent_at=last.at,
        lines=lines,
        additions=additions,
        rather_talk=bool(last.answers.get(RATHER_TALK)) or wants_talk(last.answers),
        left_out=skipped and not wants_talk(last.answers),
        together=last.answers.get(TOGETHER) == Answer.YES if any(item.id == TOGETHER for item in page.items) else None,
    )


def _observed(sign: Sign, readiness: Sent | None, health: HealthReading, alone: Sent | None) -> Observation:
    if sign.told_in == HEALTH_PART:
        said = NOT_TOLD if health.missing else f"Health answers: {health.weight.words}"
    elif sign.told_in:
        said = _alone_words(alone, ALONE[sign.id]) if alone else NOT_TOLD
    else:
        said = sign.item.answer(readiness.answers) if readiness else NOT_TOLD
    return Observation(sign.title, said)


def _alone_words(alone: Sent, questions: Sequence[str]) -> str:
    """What was said in private to these questions, each by its name."""
    if alone.answers.get(SKIPPED):
        return "Would rather talk about it in person"
    titles = {question.title for question in PRIVATE if question.id in questions}
    said = [answer for answer in private_answers(alone.answers) if answer.title in titles]
    return "; ".join(f"{answer.title}: {answer.words}" for answer in said)
