"""Heart, vessels and blood pressure: a dose raises pressure and pulse."""

from screening.rules.findings import Weight
from screening.rules.questions import CARE, WHEN, FollowUp, Option, Question

SECTION = "Heart and blood pressure"
REVIEW, STOP = Weight.REVIEW, Weight.STOP

HEART: tuple[Question, ...] = (
    Question(
        "blood_pressure",
        SECTION,
        "Blood pressure",
        "Have you ever been told that your blood pressure is high?",
        "label journey practice",
        rows=("C02",),
        follow_up=FollowUp(
            "How is it now?",
            (
                Option(
                    "controlled",
                    "Treated or watched, and in the normal range",
                    REVIEW,
                    "High blood pressure, said to be controlled. Ketamine raises it; check recent readings.",
                ),
                Option(
                    "uncontrolled",
                    "Often too high, or not treated",
                    STOP,
                    "Uncontrolled high blood pressure: an exclusion until it is controlled.",
                ),
            ),
        ),
        details=(WHEN, CARE),
    ),
    Question(
        "heart",
        SECTION,
        "Heart disease",
        "Have you had heart trouble?",
        "label haight default",
        rows=("C05",),
        hint="For example a heart attack, chest pain, a weak heart or an uneven heartbeat.",
        follow_up=FollowUp(
            "When did it last trouble you?",
            (
                Option(
                    "recent",
                    "In the last six months, or it still comes and goes",
                    STOP,
                    "Recent or unstable heart disease: an exclusion until a cardiologist and prescriber say otherwise.",
                ),
                Option(
                    "past",
                    "Longer ago, and steady since",
                    REVIEW,
                    "Past heart disease, said to be steady. The prescriber may want an ECG or a cardiologist's word.",
                ),
            ),
        ),
        details=(WHEN, CARE),
    ),
    Question(
        "vessels",
        SECTION,
        "Aneurysm, malformed vessels, bleeding in the brain",
        "Have you had bleeding in the brain, or been told of a bulging or tangled blood vessel?",
        "esketamine label",
        rows=("C03",),
        yes=STOP,
        reason="A rise in blood pressure would be a serious hazard: a contraindication of the esketamine label.",
        hint="In the brain, the chest, the belly or elsewhere. Such a bulge is called an aneurysm.",
        follow_up=FollowUp(
            "Which was it?",
            (
                Option(
                    "aneurysm",
                    "A bulging vessel (aneurysm)",
                    STOP,
                    "An aneurysm: a contraindication of the esketamine label, since a rise in blood pressure would be a"
                    " serious hazard.",
                ),
                Option(
                    "tangle",
                    "Tangled vessels",
                    STOP,
                    "Malformed vessels: a contraindication of the esketamine label, since a rise in blood pressure"
                    " would be a serious hazard.",
                ),
                Option(
                    "bleeding",
                    "Bleeding in the brain",
                    STOP,
                    "A bleeding in the brain, now or in the past: a contraindication of the esketamine label.",
                ),
            ),
        ),
        details=(WHEN, CARE),
        formerly="stroke",
    ),
    Question(
        "stroke",
        SECTION,
        "Stroke",
        "Have you had a stroke, or a short one that passed by itself?",
        "label",
        rows=("C04",),
        yes=STOP,
        reason="A rise in blood pressure would be a serious hazard: an exclusion until the prescriber and a"
        " cardiologist or neurologist say otherwise.",
        hint="A short one is also called a mini-stroke or TIA.",
        details=(WHEN, CARE),
    ),
)
