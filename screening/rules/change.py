"""“Anything changed?”: a few questions before each session instead of all of them again, and at any other time.

The questions of the day list of domain.md 1.3 that somebody can answer at home. Each says which older question it is
about, so that a new answer stands beside the old one and never in its place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from screening.rules.findings import Answer, Finding, Weight
from screening.rules.questions import NOT_ME, Question, finding

# Asked of both, whatever they answered before, from this long before a ketamine date that they were told. A default of
# this software: a week, so that the prescriber can still be asked.
WINDOW = timedelta(days=7)
SECTION = "Since you last told us"
CHANGE_WORDS = "change_words"

CHANGES: tuple[Question, ...] = (
    Question(
        "change_medicines",
        SECTION,
        "New or changed medicine",
        "Is there a medicine, vitamin or herb that is new, changed or no longer taken?",
        "journey practice",
        reason="Medicines have changed; see the words below.",
    ),
    Question(
        "change_illness",
        SECTION,
        "Illness, hospital, diagnosis",
        "Have you been ill, hurt or in a hospital, or been told of something new about your health?",
        "journey practice",
        reason="An illness, a stay in hospital or a diagnosis; see the words below.",
    ),
    Question(
        "change_care",
        SECTION,
        "Another clinician",
        "Have you seen another prescriber or therapist, or started another treatment?",
        "practice",
        reason="Another clinician or treatment; see the words below.",
    ),
    Question(
        "change_bladder",
        SECTION,
        "Bladder, since last asked",
        "Is there pain or blood when you pass water, or do you need to go often or at once?",
        "haight journey",
        rows=("C17",),
        reason="Urinary symptoms. Asked before each dose, since ketamine can harm the bladder.",
    ),
    Question(
        "change_pregnancy",
        SECTION,
        "Pregnancy, since last asked",
        "Might you be pregnant, or are you feeding a baby with your milk?",
        "asra esketamine practice",
        rows=("C09", "C10"),
        yes=Weight.STOP,
        some=True,
        reason="Pregnancy is possible, or breastfeeding: no dose until it is known.",
    ),
    Question(
        "change_suicide",
        SECTION,
        "Thoughts of ending one's life, since last asked",
        "Have you thought about ending your life, or wished that you did not wake up?",
        "journey psyon default",
        rows=("C14",),
        yes=Weight.STOP,
        reason="Thoughts of ending one's life: speak with this person today, and follow the practice's safety pathway.",
        hint="Many people do at times. Saying so shuts no door here.",
    ),
)
# Which older question a new answer stands beside.
BESIDE: Mapping[str, str] = {
    "change_medicines": "any_medicine",
    "change_bladder": "bladder",
    "change_pregnancy": "pregnancy",
    "change_suicide": "suicide",
}
# Those that need no more words than their answer.
SPEAKS_FOR_ITSELF = frozenset({"change_bladder", "change_pregnancy", "change_suicide"})
DANGER = "change_suicide"


def nothing_changed(answers: Mapping[str, str]) -> bool:
    """Whether every answer is a plain no, or that it does not concern the person, and no word was added."""
    plain = {Answer.NO.value, NOT_ME}
    return not answers.get(CHANGE_WORDS, "").strip() and all(
        answers.get(question.id, Answer.NO) in plain for question in CHANGES
    )


def needs_words(answers: Mapping[str, str]) -> bool:
    """Whether something was answered with yes of which the answer alone does not say what it is."""
    named = any(answers.get(question.id) == Answer.YES for question in CHANGES if question.id not in SPEAKS_FOR_ITSELF)
    return named and not answers.get(CHANGE_WORDS, "").strip()


def change_findings(answers: Mapping[str, str]) -> list[Finding]:
    """What changed, in the order asked. Its words are always to be read."""
    found = [each for question in CHANGES if (each := finding(question, answers)) is not None]
    words = " ".join(answers.get(CHANGE_WORDS, "").split())
    if words:
        found.append(Finding(CHANGE_WORDS, "What has changed", Weight.REVIEW, f"“{words}”", "practice"))
    return found


@dataclass(frozen=True)
class Asking:
    """The asking that belongs to one date: since when it is open, and when it was answered, if it was."""

    opens_at: datetime
    due_at: datetime
    answered_at: datetime | None

    def state(self, at: datetime) -> str:
        """ "not yet", "not started" or "done": the same whatever was answered."""
        if at < self.opens_at:
            return "not yet"
        return "done" if self.answered_at is not None else "not started"


def asking_for(starts_at: datetime, answered: Sequence[datetime]) -> Asking:
    """The asking before a ketamine date at `starts_at`; `answered` are all moments at which this person answered."""
    opens = starts_at - WINDOW
    within = [moment for moment in answered if moment >= opens]
    return Asking(opens, starts_at, max(within, default=None))
