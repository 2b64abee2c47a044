"""Sent answers laid out for a clinician: grouped by page, what weighs most first, new answers beside the old."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from screening.rules.allergies import WORDS
from screening.rules.change import CHANGE_WORDS, CHANGES
from screening.rules.coverage import age_findings
from screening.rules.findings import Answer, Finding, Said, Weight, heaviest_first, worst
from screening.rules.issues import ranking
from screening.rules.medicine_classes import BY_ID
from screening.rules.medicine_rows import entries
from screening.rules.medicines import LISTED, Recognized, recognize, taken
from screening.rules.pages import (
    ALLERGIES_PAGE,
    CHANGE_PAGE,
    HEALTH_PAGES,
    ISSUES_PAGE,
    MEDICINES_PAGE,
    NEEDED_HEALTH,
    PAGES,
    PRIVATE_PAGE,
    SIZE_PAGE,
    UNCHANGED_PAGE,
    WORDS_ADDED,
    counts_for,
    outstanding,
)
from screening.rules.private import PrivateAnswer, private_answers
from screening.rules.questions import Question, answer_words
from screening.rules.sendings import Sent, answers_to, health_findings, page_findings
from screening.rules.size import size_lines

IN_WORDS: Mapping[str, tuple[str, str]] = {
    MEDICINES_PAGE: (LISTED, "The list"),
    ALLERGIES_PAGE: (WORDS, "In their own words"),
}


@dataclass(frozen=True)
class Line:
    """One question as a clinician reads it: its latest answer, the heaviest weight of all, and what was said before."""

    title: str
    words: str
    weight: Weight = Weight.NONE
    at: datetime | None = None
    before: Sequence[Said] = ()


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
        return self.weight > Weight.NONE or bool(self.additions) or any(line.before for line in self.lines)


@dataclass(frozen=True)
class Asked:
    """One time that somebody was asked whether anything changed."""

    at: datetime
    changed: bool
    lines: Sequence[Line]


@dataclass(frozen=True)
class HealthReading:
    """All health answers of one person. Nothing is said of the whole while pages are `missing`."""

    pages: Sequence[HealthPage]
    findings: Sequence[Finding]
    missing: Sequence[str]
    weight: Weight
    asked: Sequence[Asked] = ()

    @property
    def flagged(self) -> Sequence[Finding]:
        """What a clinician reads at once."""
        return [finding for finding in self.findings if finding.weight > Weight.NONE]

    @property
    def noted(self) -> Sequence[Finding]:
        """What weighs nothing, and can lie folded."""
        return [finding for finding in self.findings if finding.weight == Weight.NONE]

    @property
    def has_new(self) -> bool:
        return any(finding.new for finding in self.findings)


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


def health_reading(sent: Sequence[Sent], age: int | None = None) -> HealthReading:
    """What a prescriber and a therapist read of the health pages; with `age`, whether it is one for ketamine."""
    findings = heaviest_first([*([] if age is None else age_findings(age)), *health_findings(sent)])
    return HealthReading(
        pages=[_health_page(key, sent) for key in HEALTH_PAGES],
        findings=findings,
        missing=outstanding({each.page for each in sent}, NEEDED_HEALTH),
        weight=worst(findings),
        asked=list(_asked(sent)),
    )


def _health_page(key: str, sent: Sequence[Sent]) -> HealthPage:
    own = [each for each in sent if each.is_for(key)]
    answered = [each for each in own if not each.only_words]
    # What was added to a page that several took over stands once, on the first of them.
    additions = [
        (each.at, each.answers.get(WORDS_ADDED, ""))
        for each in own
        if each.only_words and counts_for(each.page)[0] == key
    ]
    if not answered:
        return HealthPage(PAGES[key].name, None, [], [], additions, Weight.NONE)
    lines, said_no = [], []
    for question in PAGES[key].questions:
        said = answers_to(question, sent)
        if _only_no(question, said, answered):
            said_no.append(question.title)
        else:
            lines.append(_line(question, said))
    lines += [Line(title, words, at=each.at) for each in answered for title, words in own_words(key, each.answers)]
    ordered = sorted(lines, key=lambda line: -line.weight)
    weights = [finding.weight for each in answered for finding in page_findings(key, each.answers)]
    return HealthPage(PAGES[key].name, answered[0].at, ordered, said_no, additions, max(weights, default=Weight.NONE))


def _only_no(question: Question, said: Sequence[Said], answered: Sequence[Sent]) -> bool:
    return len(said) == 1 and all(question.answer(each.answers) == Answer.NO for each in answered)


def _line(question: Question, said: Sequence[Said]) -> Line:
    *before, last = said
    return Line(question.title, last.words, max(one.weight for one in said), last.at, before)


def own_words(key: str, answers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What stands on a page beside its closed questions, by name: rows, a list, sizes, words of the person's own."""
    if key == MEDICINES_PAGE:
        yield from ((entry.name, entry.taking or "amount not given") for entry in entries(answers))
    if key == SIZE_PAGE:
        yield from size_lines(answers)
    own, title = IN_WORDS.get(key, ("", ""))
    if words := answers.get(own, "").strip():
        yield title, words


def _asked(sent: Sequence[Sent]) -> Iterator[Asked]:
    """Each time that it was asked whether anything changed, the latest first."""
    for each in sorted(sent, key=lambda one: one.at, reverse=True):
        if each.page == UNCHANGED_PAGE:
            yield Asked(each.at, changed=False, lines=[])
        elif each.page == CHANGE_PAGE:
            yield Asked(each.at, changed=True, lines=list(change_lines(each.answers)))


def change_lines(answers: Mapping[str, str]) -> Iterator[Line]:
    """What was answered with more than a no to what changed, and its words."""
    for question in CHANGES:
        if question.answer(answers) not in {Answer.NO, ""}:
            yield Line(question.title, answer_words(question, answers))
    if words := answers.get(CHANGE_WORDS, "").strip():
        yield Line("What has changed", words)


def said_in(sent: Sent) -> Iterator[tuple[str, str]]:
    """Every question and word of one health sending, as it was answered then: name and words."""
    if sent.only_words:
        yield "Added later", sent.answers.get(WORDS_ADDED, "")
    elif sent.page == UNCHANGED_PAGE:
        yield "Anything changed?", "Nothing has changed"
    elif sent.page == CHANGE_PAGE:
        yield from ((line.title, line.words) for line in change_lines(sent.answers))
    else:
        for page in counts_for(sent.page):
            yield from ((one.title, answer_words(one, sent.answers)) for one in PAGES[page].questions)
            yield from own_words(page, sent.answers)


def medicines_by_class(sent: Sequence[Sent]) -> list[tuple[str, str]]:
    """Each medicine as it was written, with its classes; nothing later takes one away, and what no class knows is for
    whoever reads to look up."""
    found: dict[str, str] = {}
    for each in sorted(sent, key=lambda one: one.at):
        if each.only_words or each.page == CHANGE_PAGE:
            words = each.answers.get(WORDS_ADDED) or each.answers.get(CHANGE_WORDS, "")
            lines = [line for line in recognize(words) if line.classes]
        else:
            lines = taken(each.answers) if each.is_for(MEDICINES_PAGE) else []
        found |= {line.entry: _classes(line) for line in lines}
    return list(found.items())


def _classes(line: Recognized) -> str:
    words = [BY_ID[one].title for one in line.classes]
    if line.unknown:
        offer = f" by its spelling it may be {' or '.join(line.near)}" if line.near else ""
        words.append(f"Not recognized{',' if offer else ''}{offer}")
    return "; ".join(words)


@dataclass(frozen=True)
class Sheet:
    """What stands on one page, or is told an ambulance: name and words of each, the latest last.

    `no_medicines` and `no_allergies` are what stands there for none: that none was named is said only of somebody who
    was asked.
    """

    medicines: Sequence[tuple[str, str]]
    allergies: Sequence[tuple[str, str]]
    size: Sequence[tuple[str, str]]
    no_medicines: str
    no_allergies: str


def health_sheet(sent: Sequence[Sent]) -> Sheet:
    """Medicines, allergies and sizes from every sending and addition: nothing later takes one away."""
    medicines, allergies, sizes = [], [], []
    for each in sorted(sent, key=lambda one: one.at):
        if each.only_words or each.page == CHANGE_PAGE:
            words = each.answers.get(WORDS_ADDED) or each.answers.get(CHANGE_WORDS, "")
            said = [("Said later", words)] if words else []
            medicines += said if each.page in {MEDICINES_PAGE, CHANGE_PAGE} else []
            allergies += said if each.page == ALLERGIES_PAGE else []
        elif each.is_for(MEDICINES_PAGE):
            medicines += own_words(MEDICINES_PAGE, each.answers)
        elif each.is_for(ALLERGIES_PAGE):
            allergies += [(one.title, one.reason) for one in page_findings(ALLERGIES_PAGE, each.answers)]
        elif each.is_for(SIZE_PAGE):
            sizes = list(own_words(SIZE_PAGE, each.answers))
    return Sheet(
        medicines=list(dict.fromkeys(medicines)),
        allergies=list(dict.fromkeys(allergies)),
        size=sizes,
        no_medicines=_none(MEDICINES_PAGE, sent),
        no_allergies=_none(ALLERGIES_PAGE, sent),
    )


def _none(page: str, sent: Sequence[Sent]) -> str:
    asked = any(each.is_for(page) and not each.only_words for each in sent)
    return "None named." if asked else "Not answered yet: ask."


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
