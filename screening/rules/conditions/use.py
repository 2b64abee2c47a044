"""Alcohol, other substances and ketamine outside care, now and in the past."""

from screening.rules.findings import Weight
from screening.rules.questions import CARE, WHEN, FollowUp, Option, Question

SECTION = "Alcohol and other substances"
REVIEW, STOP = Weight.REVIEW, Weight.STOP

USE: tuple[Question, ...] = (
    Question(
        "substances",
        SECTION,
        "Use of alcohol or other substances",
        "Has your use of alcohol or another substance ever been a problem, for you or for others?",
        "journey practice",
        rows=("C15", "C27"),
        hint="Not counting tobacco.",
        follow_up=FollowUp(
            "When was it a problem?",
            (
                Option(
                    "uncontrolled",
                    "Now, and it is hard to hold",
                    STOP,
                    "A substance use disorder now, not under control: an exclusion.",
                    ("C15",),
                ),
                Option(
                    "active",
                    "Now, and I have it in hand or have help",
                    REVIEW,
                    "A substance use disorder now. Case by case; one programme asks for a year without.",
                    ("C15",),
                ),
                Option(
                    "past",
                    "In the past",
                    REVIEW,
                    "A past alcohol or substance use disorder. Case by case.",
                    ("C27",),
                ),
            ),
        ),
        details=(WHEN, CARE),
    ),
    Question(
        "ketamine_use",
        SECTION,
        "Use of ketamine outside care",
        "Have you used ketamine that was not prescribed for you, or more than was prescribed?",
        "haight baltimore",
        rows=("C16",),
        follow_up=FollowUp(
            "When did you use it?",
            (
                Option("now", "In the last year, or it is hard to stop", STOP, "Misuse of ketamine now: an exclusion."),
                Option(
                    "past",
                    "Longer ago, and not since",
                    REVIEW,
                    "Past use of ketamine outside care. Ask how, and for how long.",
                ),
            ),
        ),
        details=(WHEN,),
    ),
)
