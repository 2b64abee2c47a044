"""What each partner tells the therapist about the two of them, in own words where they like: data for the registry.

Nothing here is weighed or added up: signs of a fit and of a misfit (product.md, "The practice's work") are told to the
therapist as what this person said. What belongs to both is brought up together only where its writer allowed it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from screening.rules.findings import ANSWER_WORDS, Answer

TOGETHER = "together"
RATHER_TALK = "rather_talk"
TICKED = ","  # between what was ticked
YES, NO = Answer.YES.value, Answer.NO.value


class Kind(StrEnum):
    """How an item is answered. Only a choice has to be: it always holds "not sure" and "rather talk"."""

    CHOICE = "choice"
    SCALE = "scale"
    TICKS = "ticks"
    WORDS = "words"


Options = tuple[tuple[str, str], ...]
OPEN: Options = ((Answer.UNSURE.value, ANSWER_WORDS[Answer.UNSURE]), (Answer.TALK.value, ANSWER_WORDS[Answer.TALK]))
# In the order of the health pages: the same answer always lies in the same place.
YES_NO: Options = ((NO, "No"), (YES, "Yes"), *OPEN)


@dataclass(frozen=True)
class Item:
    """`title` is the therapist's name for it, `ask` the person's. What is ticked is kept as one text, see `TICKED`.

    `default` is what stands chosen at first; a choice without one has to be made.
    """

    id: str
    title: str
    ask: str
    kind: Kind
    options: Options = ()
    hint: str = ""
    default: str = ""

    @property
    def words(self) -> Mapping[str, str]:
        """What each answer is called."""
        return {value: words for value, words in self.options if value}

    def answer(self, answers: Mapping[str, str]) -> str:
        """What was answered, in words; "" for nothing."""
        given = answers.get(self.id, "").strip()
        if self.kind == Kind.WORDS:
            return given
        return "; ".join(self.words[each] for each in given.split(TICKED) if each in self.words)


def _talk(about: str) -> Item:
    return Item(RATHER_TALK, "Rather in person", "", Kind.TICKS, (("yes", f"I would rather talk about {about}"),))


# Joint and private stay apart: without this nothing of it is brought up when both are there.
MAY_BE_TOGETHER = Item(
    TOGETHER,
    "May be brought up together",
    "May your therapist bring this up when you are both there?",
    Kind.CHOICE,
    ((NO, "No, keep it between us"), (YES, "Yes, when it fits")),
    default=NO,
)

HISTORY: tuple[Item, ...] = (
    Item(
        "years",
        "Together",
        "How long have you been together?",
        Kind.CHOICE,
        (
            ("under_1", "Less than a year"),
            ("1_3", "1 to 3 years"),
            ("4_7", "4 to 7 years"),
            ("8_15", "8 to 15 years"),
            ("over_15", "More than 15 years"),
            *OPEN,
        ),
    ),
    Item(
        "living",
        "Living together",
        "Do you live together?",
        Kind.CHOICE,
        ((NO, "No"), (YES, "Yes"), ("partly", "Part of the time"), *OPEN),
    ),
    Item(
        "children",
        "Children",
        "Are there children in your lives?",
        Kind.TICKS,
        (
            ("home", "Children at home"),
            ("part", "Children with us part of the time"),
            ("grown", "Grown children"),
            ("wish", "A wish for a child, or a loss"),
        ),
        hint="Leave it empty if there are none.",
    ),
    Item(
        "apart",
        "Times apart",
        "Have you ever parted, or lived apart because of how it was?",
        Kind.CHOICE,
        ((NO, "No"), ("once", "Once"), ("often", "More than once"), ("now", "We are apart now"), *OPEN),
    ),
    Item(
        "good",
        "Good between them",
        "What is good between you?",
        Kind.WORDS,
        hint="A few words are enough, here and below. You can leave any of these empty.",
    ),
    Item("hard", "Hard right now", "What is hardest right now?", Kind.WORDS),
    Item("tried", "Tried so far", "What have you tried together, and what came of it?", Kind.WORDS),
    _talk("this"),
)

GOALS: tuple[Item, ...] = (
    Item(
        "goal_self",
        "For oneself",
        "What do you hope will be different for you?",
        Kind.WORDS,
        hint="How would you notice, on an ordinary day?",
    ),
    Item("goal_couple", "For the two", "What do you hope will be different between you?", Kind.WORDS),
    _talk("what I hope for"),
    MAY_BE_TOGETHER,
)

CARE: tuple[Item, ...] = (
    Item(
        "therapy",
        "Therapy before",
        "Have you been in therapy before, or are you now?",
        Kind.TICKS,
        (("own", "On my own"), ("couple", "As a couple"), ("group", "In a group"), ("now", "I am in therapy now")),
        hint="Leave it empty if not.",
    ),
    Item("helped", "What helped", "What helped, and what did not?", Kind.WORDS),
    Item(
        "carers",
        "In care with",
        "Who else treats you now, or prescribes for you?",
        Kind.WORDS,
        hint="One on each line: the name, and what they are to you. Leave it empty if nobody does.",
    ),
    Item(
        "contact",
        "May be contacted",
        "May we speak with them?",
        Kind.CHOICE,
        (
            (NO, "No"),
            ("signed", "Yes, once I have signed for it"),
            ("each", "Ask me about each one"),
            ("nobody", "There is nobody"),
            *OPEN,
        ),
    ),
    _talk("this"),
)

HOPES: tuple[Item, ...] = (
    Item(
        "idea",
        "Whose idea",
        "Whose idea was it to look into ketamine?",
        Kind.CHOICE,
        (
            ("mine", "Mine"),
            ("partner", "My partner's"),
            ("ours", "Ours together"),
            ("clinician", "A therapist's or a doctor's"),
            *OPEN,
        ),
    ),
    Item("hopes", "Hopes", "What do you hope it could do?", Kind.WORDS),
    Item(
        "concerns",
        "Concerns",
        "What worries you about it?",
        Kind.TICKS,
        (
            ("control", "Losing control"),
            ("memories", "What might come up"),
            ("body", "What it does to my body"),
            ("habit", "Getting used to it"),
            ("partner", "What my partner may see or hear"),
            ("after", "How I feel afterwards"),
            ("cost", "What it costs"),
        ),
        hint="Most people worry about something. Choose as many as fit, or none.",
    ),
    Item("concern_words", "In their own words", "Anything else that you wonder about?", Kind.WORDS),
    _talk("this"),
)


@dataclass(frozen=True)
class Sign:
    """A sign of a fit or a misfit, in the words of product.md. What is asked elsewhere has its place in `told_in`."""

    id: str
    title: str
    ask: str = ""
    told_in: str = ""

    @property
    def item(self) -> Item:
        return Item(self.id, self.title, self.ask, Kind.CHOICE, YES_NO)


HEALTH_PART, PRIVATE_PART = "the health answers", "the private questions"
FIT: tuple[Sign, ...] = (
    Sign("stuck", "Stuck in traditional therapy", "Have you tried talking therapy, and felt stuck?"),
    Sign("committed", "Committed", "Do you want to put work into this relationship in the coming months?"),
    Sign("wounds", "Trauma affects the connection", "Do old wounds come between the two of you?"),
    Sign("closeness_hard", "Struggling with intimacy", "Is it hard for you to be close, in body or in feeling?"),
    Sign(
        "open_to_depth",
        "Open to experiential, depth work",
        "Are you open to work with feelings and images, where not everything can be put into words?",
    ),
    Sign(
        "makes_time",
        "Willing to prepare and to integrate",
        "Will you make time for the talks before and after each session?",
    ),
    Sign("nothing_against", "No contraindication", told_in=HEALTH_PART),
)
MISFIT: tuple[Sign, ...] = (
    Sign("quick", "A quick fix without ongoing work", "Do you hope for a session or two, without the talks around it?"),
    Sign("reluctant", "One partner coerced or reluctant", told_in=PRIVATE_PART),
    Sign("violence", "Active violence or severe relational trauma", told_in=PRIVATE_PART),
    Sign("against", "Contraindicated conditions", told_in=HEALTH_PART),
    Sign("recreation", "Recreation", "Is it mostly the experience itself that draws you?"),
)
WILLINGNESS = Item(
    "willingness",
    "How much they want this",
    "How much do you want to do this yourself, right now?",
    Kind.SCALE,
    (
        ("0", "0, not at all"),
        *((str(number), str(number)) for number in range(1, 10)),
        ("10", "10, very much"),
        *OPEN,
    ),
    hint="Any number is fine, and it can change.",
)
READINESS: tuple[Item, ...] = (*(sign.item for sign in (*FIT, *MISFIT) if sign.ask), WILLINGNESS)

CLOSENESS: tuple[Item, ...] = (
    Item(
        "wants_help",
        "Would like help with it",
        "Is sexual closeness something you would like help with?",
        Kind.CHOICE,
        YES_NO,
    ),
    Item(
        "desire",
        "Wish for closeness",
        "Compared with your partner, how much closeness do you wish for?",
        Kind.CHOICE,
        (("more", "More"), ("same", "About the same"), ("less", "Less"), *OPEN),
    ),
    Item("pain", "Pain, or fear of it", "Is there pain, or fear of pain?", Kind.CHOICE, YES_NO),
    Item(
        "past",
        "Something in the past makes it hard",
        "Has something happened to you that makes closeness hard?",
        Kind.CHOICE,
        YES_NO,
        hint="No details are asked, here or later, unless you want to tell.",
    ),
    Item("goal", "As a goal", "Should this be one of your goals here?", Kind.CHOICE, YES_NO),
    Item(
        "alone",
        "Wants to talk about it alone",
        "Would you like to talk about it with your therapist alone?",
        Kind.CHOICE,
        YES_NO,
    ),
)
