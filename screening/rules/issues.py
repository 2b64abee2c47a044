"""What brings a couple here. Each partner ranks alone; nothing is made of it but an order."""

from collections.abc import Mapping
from dataclasses import dataclass

from screening.rules.findings import ANSWER_WORDS, Answer


@dataclass(frozen=True)
class Issue:
    """`title` is the clinician's name for it, `words` the person's."""

    id: str
    title: str
    words: str


ISSUES: tuple[Issue, ...] = (
    Issue("distance", "Emotional disconnection or numbness", "Feeling far apart, or numb"),
    Issue("conflict", "Entrenched conflict", "The same fights, over and over"),
    Issue("trauma", "Trauma affecting the relationship", "Old wounds that come between us"),
    Issue("infidelity", "Infidelity recovery", "Healing after an affair"),
    Issue("intimacy", "Sexual intimacy", "Sex and closeness"),
    Issue("vulnerability", "Difficulty with vulnerability", "Finding it hard to open up"),
    Issue("spark", "Loss of spark", "The spark has gone"),
    Issue("transition", "Preparing for a major transition", "A big change ahead of us"),
    Issue("grief", "Grief", "A loss, and grief"),
)
PLACES: tuple[tuple[str, str], ...] = (
    ("first", "What matters most to you?"),
    ("second", "Second"),
    ("third", "Third"),
    ("fourth", "Fourth"),
    ("fifth", "Fifth"),
    ("sixth", "Sixth"),
    ("seventh", "Seventh"),
    ("eighth", "Eighth"),
    ("ninth", "Ninth"),
)
SHOWN_AT_ONCE = 3
OPEN = (Answer.UNSURE, Answer.TALK)


def ranking(answers: Mapping[str, str]) -> list[str]:
    """The clinician's words for what was ranked, most important first; places left empty close up."""
    words = {issue.id: issue.title for issue in ISSUES} | {answer.value: ANSWER_WORDS[answer] for answer in OPEN}
    chosen = (answers.get(place, "") for place, _ in PLACES)
    return [words[each] for each in dict.fromkeys(chosen) if each in words]


def twice(answers: Mapping[str, str]) -> str:
    """The place whose issue was already chosen above it, or nothing."""
    seen: set[str] = set()
    for place, _ in PLACES:
        chosen = answers.get(place, "")
        if chosen and chosen in seen:
            return place
        seen.add(chosen)
    return ""
