"""Head, eyes and memory."""

from screening.rules.findings import Weight
from screening.rules.questions import CARE, WHEN, FollowUp, Option, Question

SECTION = "Head, eyes and memory"
REVIEW, STOP = Weight.REVIEW, Weight.STOP

HEAD: tuple[Question, ...] = (
    Question(
        "brain_pressure",
        SECTION,
        "Raised pressure in the head",
        "Have you had raised pressure in the head, a growth in the brain, or a head injury in the last three months?",
        "label asra default",
        rows=("C07",),
        yes=STOP,
        reason="Raised pressure in the head, a mass or a recent head injury: an exclusion outside a hospital. Sources"
        " disagree on how far ketamine adds to it.",
        follow_up=FollowUp(
            "Which was it?",
            (
                Option(
                    "pressure",
                    "Raised pressure in the head",
                    STOP,
                    "Raised pressure in the head: an exclusion outside a hospital. Sources disagree on how far ketamine"
                    " adds to it.",
                ),
                Option(
                    "growth", "A growth in the brain", STOP, "A mass in the brain: an exclusion outside a hospital."
                ),
                Option(
                    "injury",
                    "A head injury in the last three months",
                    STOP,
                    "A recent head injury: an exclusion outside a hospital. Ask what was found, and when it healed.",
                ),
            ),
        ),
        details=(WHEN, CARE),
    ),
    Question(
        "eye_pressure",
        SECTION,
        "Raised pressure in the eyes",
        "Do you have raised pressure in your eyes, or had eye surgery or an eye injury in the last three months?",
        "label journey asra",
        rows=("C08",),
        hint="Raised pressure in the eyes is called glaucoma.",
        follow_up=FollowUp(
            "Which fits your eyes best?",
            (
                Option("treated", "Treated and steady", REVIEW, "Raised eye pressure, said to be controlled."),
                Option("recent", "Surgery or an injury", REVIEW, "Recent eye surgery or injury."),
                Option(
                    "uncontrolled",
                    "The pressure is not under control",
                    STOP,
                    "Uncontrolled raised eye pressure: an exclusion until it is controlled.",
                ),
            ),
        ),
        details=(WHEN, CARE),
    ),
    Question(
        "seizures",
        SECTION,
        "Seizures",
        "Have you had a seizure or a fit, or been told that you have epilepsy?",
        "impact mims",
        rows=("C20",),
        follow_up=FollowUp(
            "When was the last one?",
            (
                Option(
                    "recent",
                    "In the last year",
                    REVIEW,
                    "A seizure in the last year; some clinics exclude. Ask about its cause, and about theophylline.",
                ),
                Option(
                    "past",
                    "Longer ago",
                    REVIEW,
                    "A history of seizures, none for a year. Ask about its cause, and about theophylline.",
                ),
                Option("child", "Only as a child, with a fever", REVIEW, "Seizures with fever in childhood only."),
            ),
        ),
        details=(CARE,),
    ),
    Question(
        "memory",
        SECTION,
        "Dementia, delirium",
        "Has a clinician spoken with you about an illness of memory, or have you been suddenly and badly confused?",
        "oakbranch",
        rows=("C23",),
        hint="An illness of memory is called dementia; sudden confusion, delirium.",
        follow_up=FollowUp(
            "Which fits best?",
            (
                Option(
                    "now",
                    "An illness of memory, or confused now or of late",
                    STOP,
                    "Dementia or delirium: an exclusion, since consent needs the capacity to give it.",
                ),
                Option(
                    "past",
                    "Confused once, long ago, and it passed",
                    REVIEW,
                    "A delirium in the past, said to be over. Ask when and why.",
                ),
            ),
        ),
        details=(WHEN, CARE),
    ),
)
