"""What a person sent, and what all of it means together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from screening.rules.allergies import allergy_findings
from screening.rules.conditions import condition_findings
from screening.rules.findings import Finding, Weight
from screening.rules.medicine_classes import BY_ID
from screening.rules.medicines import class_findings, medicine_findings, recognize
from screening.rules.pages import (
    ALLERGIES_PAGE,
    HEALTH_PAGES,
    MEDICINES_PAGE,
    PAGES,
    WORDS_ADDED,
    counts_for,
    name_of,
)


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


READ_BY: Mapping[str, Callable[[Mapping[str, str]], list[Finding]]] = {
    MEDICINES_PAGE: medicine_findings,
    ALLERGIES_PAGE: allergy_findings,
}


def page_findings(page: str, answers: Mapping[str, str]) -> list[Finding]:
    """What the answers of one page mean."""
    own = READ_BY.get(page)
    return own(answers) if own else condition_findings(answers, PAGES[page].questions)


def health_findings(sent: Sequence[Sent]) -> list[Finding]:
    """What all that a person sent on the health pages means. A page not sent has no finding: see `outstanding`."""
    found: list[Finding] = []
    for each in sent:
        pages = [page for page in counts_for(each.page) if page in HEALTH_PAGES]
        if each.addition and pages:
            found += _added(each)
        elif not each.addition:
            found += [finding for page in pages for finding in page_findings(page, each.answers)]
    return found


def _added(sent: Sent) -> list[Finding]:
    """An addition is words: always to be read, and looked through for names of medicines."""
    words = " ".join(sent.answers.get(WORDS_ADDED, "").split())
    lines = [line for line in recognize(words) if line.classes]
    title = f"Added to {name_of(sent.page).lower()}"
    named = [replace(each, title=f"{BY_ID[each.id].title}, {title.lower()}") for each in class_findings(lines)]
    return [Finding(f"added_{sent.page}", title, Weight.REVIEW, f"“{words}”", "practice"), *named]
