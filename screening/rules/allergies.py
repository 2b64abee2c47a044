"""Allergies: ketamine is asked directly, the rest in the person's words."""

from collections.abc import Mapping

from screening.rules.findings import Finding, Weight
from screening.rules.questions import Question, finding

SECTION = "Allergies"
ALLERGIES: tuple[Question, ...] = (
    Question(
        "ketamine_allergy",
        SECTION,
        "Allergy to ketamine",
        "Have you had an allergic reaction to ketamine or esketamine?",
        "label esketamine",
        rows=("C01",),
        yes=Weight.STOP,
        reason="Hypersensitivity to ketamine: an exclusion.",
        hint="If you have never had it, “No” is right.",
    ),
    Question(
        "medicine_allergy",
        SECTION,
        "Allergy to other medicines",
        "Are you allergic to any other medicine?",
        "practice",
        reason="Allergic to another medicine; see the words below.",
    ),
    Question(
        "latex_allergy",
        SECTION,
        "Latex",
        "Are you allergic to latex?",
        "practice",
        yes=Weight.NONE,
        reason="Latex: for the room, not for the medicine. Use cuffs and gloves without it.",
        hint="It is in some gloves and bandages.",
    ),
    Question(
        "food_allergy",
        SECTION,
        "Food",
        "Are you allergic to any food, flavor or sweetener?",
        "practice",
        reason="Allergic to a food or an additive. Check the ingredients of the lozenge.",
    ),
)
WORDS = "allergy_words"
NEED_WORDS = ("medicine_allergy", "food_allergy")


def allergy_findings(answers: Mapping[str, str]) -> list[Finding]:
    """What the allergy answers mean. Words of the person's own are always for the prescriber to read."""
    found = [each for question in ALLERGIES if (each := finding(question, answers)) is not None]
    words = " ".join(answers.get(WORDS, "").split())
    if words:
        found.append(Finding(WORDS, "In their own words", Weight.REVIEW, f"“{words}”", "practice"))
    return found
