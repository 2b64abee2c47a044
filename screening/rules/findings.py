"""A finding: what one answer means for ketamine, how much it weighs, why, and who says so.

A finding is about an answer, never about a person, and it decides nothing: the prescriber does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum


class Weight(IntEnum):
    """From light to heavy, so that the worst of several is the greatest."""

    NONE = 0
    REVIEW = 1
    STOP = 2

    @property
    def words(self) -> str:
        return ("no exclusion found", "prescriber must review", "do not proceed")[self]


class Answer(StrEnum):
    """The four answers that every closed question offers."""

    NO = "no"
    YES = "yes"
    UNSURE = "unsure"
    TALK = "talk"


ANSWER_WORDS: Mapping[str, str] = {
    Answer.NO: "No",
    Answer.YES: "Yes",
    Answer.UNSURE: "I am not sure",
    Answer.TALK: "I would rather talk about it",
}
OPEN_ANSWERS: Mapping[str, str] = {
    Answer.UNSURE: "The answer was “I am not sure”. Ask in person.",
    Answer.TALK: "Would rather talk about it. Ask in person.",
}
UNANSWERED = "There is no answer. Ask in person."


@dataclass(frozen=True)
class Said:
    """One answer to a question, as it was chosen, and when."""

    at: datetime
    words: str
    weight: Weight = Weight.NONE


@dataclass(frozen=True)
class Finding:
    """`reason` is in a clinician's words; `source` names keys of `SOURCES`; `rows` those of the list it is in (C02).

    `at` is when it was said, `beside` what was answered to the same question at other times, each with its day. `new`:
    it, or what stands beside it, is a later answer than the first.
    """

    id: str
    title: str
    weight: Weight
    reason: str
    source: str
    rows: tuple[str, ...] = ()
    at: datetime | None = None
    beside: tuple["Said", ...] = ()
    new: bool = False

    @property
    def sources(self) -> list[str]:
        """The sources in full; `source` may name several keys, parted by blanks."""
        return [SOURCES[key] for key in self.source.split()]


def worst(findings: Iterable[Finding]) -> Weight:
    """The heaviest weight among findings; of none at all, that no exclusion was found."""
    return max((finding.weight for finding in findings), default=Weight.NONE)


def heaviest_first(findings: Iterable[Finding]) -> list[Finding]:
    """Findings in reading order for a clinician; equal ones stay as they were asked."""
    return sorted(findings, key=lambda finding: -finding.weight)


SOURCES: Mapping[str, str] = {
    "practice": "The practice's own screening list",
    "default": "A default of this software; the prescriber decides",
    "label": "Ketamine (Ketalar) label, PDR summary",
    "esketamine": "Esketamine (Spravato) label",
    "journey": "Journey Clinical, eligibility and medications guidelines",
    "psyon": "Psyon clinic, exclusion criteria",
    "haight": "Dr Haight, criteria for KAP",
    "carolinas": "Carolinas Center, KAP exclusions",
    "asra": "ASRA, AAPM and ASA consensus guideline on ketamine",
    "impact": "Impact Infusions, screening questions",
    "mims": "Ketamine interactions, MIMS",
    "rxreasoner": "Ketamine interactions, RxReasoner",
    "andrade": "Andrade 2017, Ketamine for Depression, part 5",
    "isha": "Isha Health, consent form",
    "baltimore": "Baltimore Ketamine Groups, contraindications",
    "oakbranch": "Oakbranch Counseling, contraindications",
    "general": "General medical knowledge; the prescriber confirms",
}
