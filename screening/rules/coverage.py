"""Where each row of domain.md 1.1 and 1.2 is met: by a question of ours, by a class of medicines, or elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from screening.rules.change import CHANGES
from screening.rules.findings import Finding, Weight
from screening.rules.medicine_classes import CLASSES
from screening.rules.pages import PAGES
from screening.rules.questions import Question

ADULT = 18


@dataclass(frozen=True)
class Elsewhere:
    """A row that no health question asks of the person: what it is, and where it is met instead."""

    row: str
    title: str
    where: str


ELSEWHERE: tuple[Elsewhere, ...] = (
    Elsewhere("C24", "Age below 18", "Reckoned from the birth date; see `age_findings`."),
    Elsewhere(
        "C25",
        "Violence, coercion, a reluctant partner",
        "The private questions, HARK, and the therapist's own private check: the private layer alone.",
    ),
    Elsewhere(
        "C26", "Acutely ill or intoxicated today", "The questions of the day in the session room, asked of each alone."
    ),
)


def rows_of(question: Question) -> Iterator[str]:
    """Every row that a question, or one of its follow-ups, is about."""
    yield from question.rows
    if question.follow_up:
        for option in question.follow_up.options:
            yield from option.rows


def where_met() -> Mapping[str, list[str]]:
    """Each row with all that covers it, as titles."""
    found: dict[str, list[str]] = {}
    asked = [question for page in PAGES.values() for question in page.questions]
    for question in (*asked, *CHANGES):
        for row in dict.fromkeys(rows_of(question)):
            found.setdefault(row, []).append(question.title)
    for each in CLASSES:
        found.setdefault(each.row, []).append(each.title)
    for one in ELSEWHERE:
        found.setdefault(one.row, []).append(one.where)
    return found


def age_findings(age: int) -> list[Finding]:
    """Ketamine sessions are for adults."""
    if age >= ADULT:
        return []
    reason = f"{age} years old: an exclusion below {ADULT}."
    return [Finding("age", "Age", Weight.STOP, reason, "journey", ("C24",))]
