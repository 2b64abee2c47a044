"""Pregnancy and feeding: asked of everybody in the same words, with an answer for those whom it cannot concern."""

from screening.rules.findings import Weight
from screening.rules.questions import FollowUp, Option, Question

SECTION = "Pregnancy and feeding"
REVIEW, STOP = Weight.REVIEW, Weight.STOP

FAMILY: tuple[Question, ...] = (
    Question(
        "pregnancy",
        SECTION,
        "Pregnancy",
        "Are you pregnant, might you be, or are you trying to be?",
        "asra esketamine practice",
        rows=("C09",),
        some=True,
        follow_up=FollowUp(
            "Which fits best?",
            (
                Option("pregnant", "I am pregnant", STOP, "Pregnancy: an exclusion."),
                Option("possible", "I might be", REVIEW, "Pregnancy is possible. A test before any dose."),
                Option(
                    "trying",
                    "I am trying to be",
                    REVIEW,
                    "Hopes to become pregnant. Plan together; a test before each dose.",
                ),
            ),
        ),
    ),
    Question(
        "breastfeeding",
        SECTION,
        "Breastfeeding",
        "Are you breastfeeding, or giving pumped milk?",
        "practice esketamine",
        rows=("C10",),
        some=True,
        yes=STOP,
        reason="Breastfeeding: an exclusion in this practice. The label does not recommend it.",
    ),
)
