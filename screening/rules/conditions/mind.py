"""Mind and mood. What is said of ending one's life stops the same day; see `DANGER`."""

from collections.abc import Mapping

from screening.rules.findings import Weight
from screening.rules.questions import CARE, WHEN, WHO, FollowUp, Option, Question

SECTION = "Mind and mood"
NONE, REVIEW, STOP = Weight.NONE, Weight.REVIEW, Weight.STOP
SUICIDE = "suicide"
# Every answer but a plain no asks for the therapist's own voice, soon.
CALM = frozenset({"no", ""})

MIND: tuple[Question, ...] = (
    Question(
        "psychosis",
        SECTION,
        "Psychosis",
        "Have you lost touch with what is real, or heard or seen things that others did not?",
        "journey psyon",
        rows=("C11",),
        follow_up=FollowUp(
            "Which fits best?",
            (
                Option(
                    "lasting",
                    "It happens now, or I was told it is schizophrenia or a similar illness",
                    STOP,
                    "Psychosis now, or a primary psychotic disorder: an exclusion.",
                ),
                Option(
                    "past", "It is over, and was something else", REVIEW, "A past psychotic episode. Ask when and why."
                ),
            ),
        ),
        details=(WHEN, CARE),
    ),
    Question(
        "family_psychosis",
        SECTION,
        "Psychosis in the close family",
        "Has a parent, brother, sister or child of yours had psychosis or schizophrenia?",
        "psyon",
        rows=("C12",),
        reason="A first-degree relative with psychosis. Sources disagree: one programme excludes, most do not.",
        details=(WHO,),
    ),
    Question(
        "mania",
        SECTION,
        "Mania now",
        "In the last few weeks, have you felt so high or sped up, or slept so little, that you or others worried?",
        "journey",
        rows=("C13",),
        yes=STOP,
        reason="Mania or a mixed state now cannot be left open: an exclusion until it has passed.",
        details=(WHEN,),
    ),
    Question(
        "bipolar",
        SECTION,
        "Bipolar disorder",
        "Have you been told that you have bipolar disorder?",
        "journey",
        rows=("C13",),
        yes=NONE,
        reason="Bipolar disorder is not in itself an exclusion. Ask about mood now, and what keeps it steady.",
        details=(WHEN, CARE),
    ),
    Question(
        "dissociation",
        SECTION,
        "Dissociative disorder",
        "Have you been told of a dissociative disorder, or do you often lose time or feel outside yourself?",
        "baltimore psyon",
        rows=("C21",),
        reason="Dissociation is more than a passing effect here: the prescriber and the therapist look together.",
        details=(WHEN, CARE),
    ),
    Question(
        "personality",
        SECTION,
        "Personality disorder",
        "Have you been told of a personality disorder, such as borderline?",
        "baltimore psyon",
        rows=("C21",),
        follow_up=FollowUp(
            "How is it now?",
            (
                Option(
                    "steady",
                    "Steady, or I have good help",
                    REVIEW,
                    "A personality disorder, said to be steady. The prescriber and the therapist look together.",
                ),
                Option(
                    "hard",
                    "Hard, with crises of late",
                    REVIEW,
                    "A personality disorder with crises of late; some clinics exclude when it is severe. The prescriber"
                    " and the therapist look together.",
                ),
            ),
        ),
        details=(CARE,),
    ),
    Question(
        SUICIDE,
        SECTION,
        "Thoughts of ending one's life",
        "Do you think these days about ending your life, or wish that you did not wake up?",
        "journey psyon default",
        rows=("C14",),
        hint="Many people do at times. Saying so shuts no door here.",
        follow_up=FollowUp(
            "Which fits your thoughts best?",
            (
                Option(
                    "passing",
                    "Passing thoughts, and I would not act on them",
                    REVIEW,
                    "Passing thoughts of ending one's life. Ask in person; ketamine is also given for such thoughts.",
                ),
                Option(
                    "plan",
                    "I have thought of how, or I might act on it",
                    STOP,
                    "A plan or an intent to end one's life: speak with this person today, and follow the practice's"
                    " safety pathway. No dose today.",
                ),
            ),
        ),
    ),
)


def in_danger(answers: Mapping[str, str]) -> bool:
    """Whether the therapist is asked to speak with this person soon: any answer about ending one's life but a no."""
    return answers.get(SUICIDE, "") not in CALM
