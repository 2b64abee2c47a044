"""Thyroid, liver, bladder, breathing, porphyria."""

from screening.rules.findings import Weight
from screening.rules.questions import CARE, WHEN, FollowUp, Option, Question

SECTION = "Body"
REVIEW, STOP = Weight.REVIEW, Weight.STOP

BODY: tuple[Question, ...] = (
    Question(
        "thyroid",
        SECTION,
        "Overactive thyroid",
        "Have you been told that your thyroid is overactive?",
        "label carolinas",
        rows=("C06",),
        follow_up=FollowUp(
            "How is it now?",
            (
                Option(
                    "controlled",
                    "Treated, and normal on blood tests",
                    REVIEW,
                    "Overactive thyroid, said to be controlled.",
                ),
                Option(
                    "uncontrolled",
                    "Not under control, or not treated",
                    STOP,
                    "Overactive thyroid that is not controlled: an exclusion until it is.",
                ),
            ),
        ),
        details=(WHEN, CARE),
    ),
    Question(
        "liver",
        SECTION,
        "Liver disease",
        "Have you been told that you have a liver illness, or had a blood test that showed one?",
        "asra label",
        rows=("C18",),
        follow_up=FollowUp(
            "How serious is it?",
            (
                Option(
                    "severe", "Scarring (cirrhosis), or a severe illness", STOP, "Severe liver disease: an exclusion."
                ),
                Option(
                    "mild",
                    "Something milder",
                    REVIEW,
                    "Milder liver disease or raised enzymes. The label asks for liver tests when doses are repeated.",
                ),
            ),
        ),
        details=(WHEN, CARE),
    ),
    Question(
        "bladder",
        SECTION,
        "Bladder",
        "Have you had bladder trouble that came back or was never explained?",
        "haight journey",
        rows=("C17",),
        hint="For example pain, blood, or needing to go very often or at once.",
        follow_up=FollowUp(
            "Did it come from using ketamine?",
            (
                Option("ketamine", "Yes, or it may have", STOP, "Bladder disease from ketamine: an exclusion."),
                Option("other", "No", REVIEW, "Bladder symptoms. Ask again before each dose."),
            ),
        ),
        details=(WHEN, CARE),
    ),
    Question(
        "breathing",
        SECTION,
        "Breathing, sleep apnea",
        "Do you have a lung or breathing illness, or stop breathing in your sleep?",
        "journey default",
        rows=("C19",),
        hint="Stopping in your sleep is called sleep apnea.",
        follow_up=FollowUp(
            "Which fits best?",
            (
                Option(
                    "mild",
                    "A lung or breathing illness that rarely troubles me",
                    REVIEW,
                    "A breathing illness, said to be mild. Ask what it is and what is kept at hand.",
                ),
                Option(
                    "severe",
                    "A lung or breathing illness that limits me",
                    REVIEW,
                    "A breathing illness that limits. Severe disease needs the prescriber's word.",
                ),
                Option(
                    "apnea_treated",
                    "Sleep apnea, and I sleep with a mask or another treatment",
                    REVIEW,
                    "Sleep apnea, said to be treated.",
                ),
                Option(
                    "apnea_untreated",
                    "Sleep apnea, not treated",
                    REVIEW,
                    "Sleep apnea without treatment: breathing may slow, most with other sedating medicines.",
                ),
            ),
        ),
        details=(CARE,),
    ),
    Question(
        "porphyria",
        SECTION,
        "Porphyria",
        "Have you, or has anyone in your close family, been told of porphyria?",
        "general",
        rows=("C22",),
        reason="Porphyria, own or in the family: the prescriber checks each medicine.",
        hint="A rare illness of the blood. If you have never heard of it, “No” is right.",
        details=(CARE,),
    ),
)
