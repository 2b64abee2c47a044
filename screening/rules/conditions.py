"""The condition questions, as data: domain.md 1.1. Editable defaults with their sources, not medical advice."""

from collections.abc import Mapping

from screening.rules.findings import Finding, Weight
from screening.rules.questions import FollowUp, Option, Question, finding

HEART, HEAD, BODY = "Heart and blood pressure", "Head and eyes", "Body"
FAMILY, MIND, USE = "Pregnancy and feeding", "Mind and mood", "Alcohol and other substances"
NONE, REVIEW, STOP = Weight.NONE, Weight.REVIEW, Weight.STOP

CONDITIONS: tuple[Question, ...] = (
    Question(
        "blood_pressure",
        HEART,
        "Blood pressure",
        "Have you ever been told that your blood pressure is high?",
        "label journey practice",
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
    ),
    Question(
        "heart",
        HEART,
        "Heart disease",
        "Have you had heart trouble?",
        "label haight default",
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
    ),
    Question(
        "stroke",
        HEART,
        "Stroke, bleeding in the brain, aneurysm",
        "Have you had a stroke, bleeding in the brain, or a weak or bulging blood vessel?",
        "esketamine label",
        yes=STOP,
        reason="A rise in blood pressure would be a serious hazard: an exclusion until the prescriber and a specialist"
        " say otherwise.",
        hint="A bulging blood vessel is called an aneurysm.",
    ),
    Question(
        "brain_pressure",
        HEAD,
        "Raised pressure in the head",
        "Have you had raised pressure in the head, a growth in the brain, or a head injury in the last three months?",
        "label asra default",
        yes=STOP,
        reason="Raised pressure in the head, a mass or a recent head injury: an exclusion outside a hospital. Sources"
        " disagree on how far ketamine adds to it.",
    ),
    Question(
        "eye_pressure",
        HEAD,
        "Raised pressure in the eyes",
        "Do you have raised pressure in your eyes, or had eye surgery or an eye injury in the last three months?",
        "label journey asra",
        hint="Raised pressure in the eyes is called glaucoma.",
        follow_up=FollowUp(
            "Which fits best?",
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
    ),
    Question(
        "seizures",
        HEAD,
        "Seizures",
        "Have you had a seizure or a fit, or been told that you have epilepsy?",
        "impact mims",
        reason="A history of seizures. Ask when the last one was, and about theophylline.",
    ),
    Question(
        "thyroid",
        BODY,
        "Overactive thyroid",
        "Have you been told that your thyroid is overactive?",
        "label carolinas",
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
    ),
    Question(
        "liver",
        BODY,
        "Liver disease",
        "Have you been told that you have a liver illness, or had a blood test that showed one?",
        "asra label",
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
    ),
    Question(
        "bladder",
        BODY,
        "Bladder",
        "Have you had bladder trouble that came back or was never explained?",
        "haight journey",
        hint="For example pain, blood, or needing to go very often or at once.",
        follow_up=FollowUp(
            "Did it come from using ketamine?",
            (
                Option("ketamine", "Yes, or it may have", STOP, "Bladder disease from ketamine: an exclusion."),
                Option("other", "No", REVIEW, "Bladder symptoms. Ask again before each dose."),
            ),
        ),
    ),
    Question(
        "breathing",
        BODY,
        "Breathing, sleep apnea",
        "Do you have a lung or breathing illness, or stop breathing in your sleep?",
        "journey default",
        reason="Breathing disease or sleep apnea. Ask how severe, and whether apnea is treated.",
        hint="Stopping in your sleep is called sleep apnea.",
    ),
    Question(
        "pregnancy",
        FAMILY,
        "Pregnancy",
        "Are you pregnant, might you be, or are you trying to be?",
        "asra esketamine practice",
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
        FAMILY,
        "Breastfeeding",
        "Are you breastfeeding, or giving pumped milk?",
        "practice esketamine",
        yes=STOP,
        reason="Breastfeeding: an exclusion in this practice. The label does not recommend it.",
    ),
    Question(
        "psychosis",
        MIND,
        "Psychosis",
        "Have you lost touch with what is real, or heard or seen things that others did not?",
        "journey psyon",
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
    ),
    Question(
        "family_psychosis",
        MIND,
        "Psychosis in the close family",
        "Has a parent, brother, sister or child of yours had psychosis or schizophrenia?",
        "psyon",
        reason="A first-degree relative with psychosis. Sources disagree: one programme excludes, most do not.",
    ),
    Question(
        "mania",
        MIND,
        "Mania now",
        "In the last few weeks, have you felt so high or sped up, or slept so little, that you or others worried?",
        "journey",
        yes=STOP,
        reason="Mania or a mixed state now cannot be left open: an exclusion until it has passed.",
    ),
    Question(
        "bipolar",
        MIND,
        "Bipolar disorder",
        "Have you been told that you have bipolar disorder?",
        "journey",
        yes=NONE,
        reason="Bipolar disorder is not in itself an exclusion. Ask about mood now, and what keeps it steady.",
    ),
    Question(
        "substances",
        USE,
        "Use of alcohol or other substances",
        "Has your use of alcohol or another substance ever been a problem, for you or for others?",
        "journey practice",
        hint="Not counting tobacco.",
        follow_up=FollowUp(
            "When?",
            (
                Option(
                    "uncontrolled",
                    "Now, and it is hard to hold",
                    STOP,
                    "A substance use disorder now, not under control: an exclusion.",
                ),
                Option(
                    "active",
                    "Now, and I have it in hand or have help",
                    REVIEW,
                    "A substance use disorder now. Case by case.",
                ),
                Option("past", "In the past", REVIEW, "A past alcohol or substance use disorder. Case by case."),
            ),
        ),
    ),
    Question(
        "ketamine_use",
        USE,
        "Use of ketamine outside care",
        "Have you used ketamine that was not prescribed for you, or more than was prescribed?",
        "haight default",
        follow_up=FollowUp(
            "When?",
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
    ),
)


def condition_findings(answers: Mapping[str, str]) -> list[Finding]:
    """What the condition answers mean, in the order asked. A question without an answer is one to review."""
    found = (finding(question, answers) for question in CONDITIONS)
    return [each for each in found if each is not None]
