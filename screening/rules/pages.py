"""The parts that each partner answers alone, in their order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from screening.rules.allergies import allergy_findings
from screening.rules.conditions import condition_findings
from screening.rules.findings import Finding, Weight
from screening.rules.medicine_classes import BY_ID
from screening.rules.medicines import class_findings, medicine_findings, recognize

CONDITIONS_PAGE, MEDICINES_PAGE, ALLERGIES_PAGE, PRIVATE_PAGE, ISSUES_PAGE = (
    "conditions",
    "medicines",
    "allergies",
    "private",
    "issues",
)
WORDS_ADDED = "words"


@dataclass(frozen=True)
class Page:
    """`title` is what its own person reads; `name` what a clinician reads. Layers: see `screening.models.Layer`."""

    key: str
    layer: str
    title: str
    name: str

    @property
    def number(self) -> int:
        return list(PAGES).index(self.key) + 1


PAGES: Mapping[str, Page] = {
    page.key: page
    for page in (
        Page(CONDITIONS_PAGE, "health", "Your health", "Health"),
        Page(MEDICINES_PAGE, "health", "Your medicines", "Medicines"),
        Page(ALLERGIES_PAGE, "health", "Your allergies", "Allergies"),
        Page(PRIVATE_PAGE, "private", "Questions", "Private questions"),
        Page(ISSUES_PAGE, "private", "What brings you here", "Issues"),
    )
}
HEALTH_PAGES: tuple[str, ...] = tuple(key for key, page in PAGES.items() if page.layer == "health")
FINDINGS = {
    CONDITIONS_PAGE: condition_findings,
    MEDICINES_PAGE: medicine_findings,
    ALLERGIES_PAGE: allergy_findings,
}


@dataclass(frozen=True)
class Sent:
    """The answers of one sending of a page; `addition` when it adds to what was sent before, `shown` the version of the
    text that lay before its writer."""

    page: str
    answers: Mapping[str, str]
    at: datetime
    addition: bool = False
    shown: int | None = None


def health_findings(sent: Sequence[Sent]) -> list[Finding]:
    """What all that a person sent on the health pages means. A page not sent has no finding: see `outstanding`."""
    found: list[Finding] = []
    for each in sent:
        if each.page in FINDINGS:
            found += _added(each) if each.addition else FINDINGS[each.page](each.answers)
    return found


def _added(sent: Sent) -> list[Finding]:
    """An addition is words: always to be read, and looked through for names of medicines."""
    words = " ".join(sent.answers.get(WORDS_ADDED, "").split())
    lines = [line for line in recognize(words) if line.classes]
    title = f"Added to {PAGES[sent.page].name.lower()}"
    named = [replace(each, title=f"{BY_ID[each.id].title}, {title.lower()}") for each in class_findings(lines)]
    return [Finding(f"added_{sent.page}", title, Weight.REVIEW, f"“{words}”", "practice"), *named]


def outstanding(sent_pages: set[str], among: Sequence[str] = tuple(PAGES)) -> list[str]:
    """The clinicians' names of the pages that have not been sent, in order."""
    return [PAGES[key].name for key in among if key not in sent_pages]
