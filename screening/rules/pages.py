"""The registry of the pages that each partner answers alone, in their order.

A new page is a row here with its questions, and its form in `screening.forms.questions` where closed questions are not
all of it. A row is never taken out: its key lies in what people have sent. It moves to `RETIRED` instead.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from screening.rules.allergies import ALLERGIES
from screening.rules.conditions import BODY, FAMILY, HEAD, HEART, MIND, USE
from screening.rules.intake import CARE, CLOSENESS, GOALS, HISTORY, HOPES, READINESS, Item, Kind
from screening.rules.medicines import ABOUT_ANY, MEDICINES
from screening.rules.questions import Question

HEART_PAGE, HEAD_PAGE, BODY_PAGE, FAMILY_PAGE, MIND_PAGE, USE_PAGE = "heart", "head", "body", "family", "mind", "use"
MEDICINES_PAGE, ALLERGIES_PAGE, SIZE_PAGE = "medicines", "allergies", "size"
PRIVATE_PAGE, ISSUES_PAGE = "private", "issues"
HISTORY_PAGE, GOALS_PAGE, CARE_PAGE = "history", "goals", "care"
HOPES_PAGE, READINESS_PAGE, CLOSENESS_PAGE = "hopes", "readiness", "closeness"
# Sent as often as there is cause, so on nobody's list. That nothing changed has a key of its own: it is no news.
CHANGE_PAGE, UNCHANGED_PAGE = "change", "unchanged"
# That a reading or a paper was brought; both lie in tables of their own.
READINGS_PAGE, PAPERS_PAGE = "readings", "papers"
WORDS_ADDED = "words"


class Group(StrEnum):
    """Under which heading a page stands on a person's own list."""

    HEALTH = "Health"
    ABOUT = "About you"
    PRIVATE = "Private"


# Who reads a layer, as its own person is told.
READERS: Mapping[str, str] = {"health": "your therapist and the prescriber", "private": "your therapist"}


@dataclass(frozen=True)
class Page:
    """`title` is what its own person reads; `name` what a clinician reads. Layers: see `screening.models.Layer`.

    `questions` are closed ones with findings, `items` those of the intake.
    `number` is its address: given once, never moved, and telling nothing. `sitting` 1 is asked at the start, 2 later.
    `drafted`: may be kept half-done. `needed`: a decision waits for it. `why` stands beside the questions.
    """

    key: str
    number: int
    layer: str
    group: Group
    title: str
    name: str
    why: str
    minutes: int
    sitting: int = 1
    questions: tuple[Question, ...] = ()
    items: tuple[Item, ...] = ()
    drafted: bool = True
    needed: bool = True

    @property
    def readers(self) -> str:
        return READERS[self.layer]

    @property
    def eyebrow(self) -> str:
        """Where it stands under its heading: "Health, 2 of 8"; alone there, the heading."""
        beside = [page.key for page in PAGES.values() if page.group == self.group]
        return f"{self.group}, {beside.index(self.key) + 1} of {len(beside)}" if len(beside) > 1 else str(self.group)

    @property
    def has_words(self) -> bool:
        """Whether there is room for words of one's own."""
        return any(item.kind == Kind.WORDS for item in self.items)

    @property
    def place(self) -> int:
        """Where it stands on the list, from 1."""
        return list(PAGES).index(self.key) + 1


PAGES: Mapping[str, Page] = {
    page.key: page
    for page in (
        Page(
            HEART_PAGE,
            1,
            "health",
            Group.HEALTH,
            "Your heart and blood pressure",
            "Heart and blood pressure",
            "Ketamine raises blood pressure and pulse for a while. The prescriber wants to know what your heart and"
            " vessels have been through, and may ask for a reading or for a word from your doctor.",
            2,
            questions=HEART,
        ),
        Page(
            HEAD_PAGE,
            6,
            "health",
            Group.HEALTH,
            "Your head, eyes and memory",
            "Head, eyes and memory",
            "Pressure in the head and in the eyes can rise for a while. Seizures and illnesses of memory change what is"
            " safe, and how we talk through it with you beforehand.",
            1,
            questions=HEAD,
        ),
        Page(
            BODY_PAGE,
            7,
            "health",
            Group.HEALTH,
            "The rest of your body",
            "Body",
            "The liver breaks ketamine down, the bladder can be bothered by it, and breathing can slow a little. The"
            " thyroid matters since it drives the pulse.",
            2,
            questions=BODY,
        ),
        Page(
            FAMILY_PAGE,
            8,
            "health",
            Group.HEALTH,
            "Pregnancy and feeding",
            "Pregnancy and feeding",
            "Ketamine reaches a child before birth and through milk. We ask everybody in the same words, and ask again"
            " before each session. If it cannot concern you, there is an answer for that.",
            1,
            questions=FAMILY,
        ),
        Page(
            MIND_PAGE,
            9,
            "health",
            Group.HEALTH,
            "Mind and mood",
            "Mind and mood",
            "Ketamine changes how you perceive things for an hour or two. With some experiences behind you that can be"
            " too much, or it needs more care. Your answers decide how we prepare, not whether you are welcome.",
            3,
            questions=MIND,
        ),
        Page(
            USE_PAGE,
            10,
            "health",
            Group.HEALTH,
            "Alcohol and other substances",
            "Alcohol and other substances",
            "Some people come to need ketamine more than it helps them. Having had a hard time with a substance is not"
            " held against you: it is looked at case by case, and helps us keep you well.",
            1,
            questions=USE,
        ),
        Page(
            MEDICINES_PAGE,
            2,
            "health",
            Group.HEALTH,
            "Your medicines",
            "Medicines",
            "Some medicines make ketamine stronger or weaker, or raise blood pressure together with it. The prescriber"
            " looks at each one. Nothing here is a reason to change what you take.",
            3,
            questions=(ABOUT_ANY, *MEDICINES),
        ),
        Page(
            ALLERGIES_PAGE,
            3,
            "health",
            Group.HEALTH,
            "Your allergies",
            "Allergies",
            "A lozenge holds flavors and sweeteners beside the medicine, and the room has gloves and bandages. Tell us"
            " what your body does not take well.",
            1,
            questions=ALLERGIES,
        ),
        Page(
            SIZE_PAGE,
            11,
            "health",
            Group.HEALTH,
            "Your height and weight",
            "Height and weight",
            "The prescriber reckons the dose with your weight. Nobody compares it with anything.",
            1,
            sitting=2,
            needed=False,
        ),
        Page(
            PRIVATE_PAGE,
            4,
            "private",
            Group.PRIVATE,
            "Questions",
            "Private questions",
            "Your therapist asks each person alone, in the same words, whether this is their own choice and whether"
            " they feel safe.",
            2,
            drafted=False,
        ),
        Page(
            ISSUES_PAGE,
            5,
            "private",
            Group.ABOUT,
            "What brings you here",
            "Issues",
            "What matters most to you need not be what matters most to your partner. Your therapist reads both.",
            2,
            drafted=False,
        ),
        Page(
            HISTORY_PAGE,
            21,
            "private",
            Group.ABOUT,
            "The two of you",
            "History of the relationship",
            "Your therapist begins with where you come from. You each tell it as you see it, and you need not agree.",
            4,
            sitting=2,
            items=HISTORY,
            needed=False,
        ),
        Page(
            GOALS_PAGE,
            22,
            "private",
            Group.ABOUT,
            "What you hope for",
            "Goals",
            "Goals give the sessions a direction, and later show what has changed. You say whether yours may be talked"
            " about when you are both there.",
            3,
            sitting=2,
            items=GOALS,
            needed=False,
        ),
        Page(
            CARE_PAGE,
            23,
            "private",
            Group.ABOUT,
            "Therapy and other care",
            "Past therapy, and others in care",
            "What helped before can help again, and what did not need not be repeated. Nobody is told that you are"
            " here unless you sign for it.",
            3,
            sitting=2,
            items=CARE,
            needed=False,
        ),
        Page(
            HOPES_PAGE,
            24,
            "private",
            Group.ABOUT,
            "Ketamine: hopes and concerns",
            "Hopes and concerns about ketamine",
            "Worries are useful here: each one can be talked through, or planned for, before the first session.",
            3,
            sitting=2,
            items=HOPES,
            needed=False,
        ),
        Page(
            READINESS_PAGE,
            25,
            "private",
            Group.ABOUT,
            "Is this the right time?",
            "Signs of a fit",
            "This way of working suits some people at some times. There is no score: your therapist talks with you"
            " about what you say here.",
            3,
            sitting=2,
            items=READINESS,
            drafted=False,
            needed=False,
        ),
        Page(
            CLOSENESS_PAGE,
            26,
            "private",
            Group.PRIVATE,
            "Closeness",
            "Sexual concerns",
            "Many people come with questions about sex and closeness, and few are ever asked. You can leave this out.",
            2,
            sitting=2,
            items=CLOSENESS,
            drafted=False,
            needed=False,
        ),
    )
}
HEALTH_PAGES: tuple[str, ...] = tuple(key for key, page in PAGES.items() if page.group == Group.HEALTH)
# Sent once and told alone: the practice's text comes before them, and each can be left for a talk.
ALONE_PAGES: tuple[str, ...] = (PRIVATE_PAGE, CLOSENESS_PAGE)
NEEDED_HEALTH: tuple[str, ...] = tuple(key for key in HEALTH_PAGES if PAGES[key].needed)
NEEDED_PAGES: tuple[str, ...] = tuple(key for key, page in PAGES.items() if page.needed)


@dataclass(frozen=True)
class Retired:
    """A page that is no longer asked. What was sent under its key counts for the pages that took its questions over."""

    name: str
    taken_over_by: tuple[str, ...]


RETIRED: Mapping[str, Retired] = {
    "conditions": Retired("Health", (HEART_PAGE, HEAD_PAGE, BODY_PAGE, FAMILY_PAGE, MIND_PAGE, USE_PAGE))
}


BESIDE_THE_LIST: Mapping[str, tuple[str, str]] = {
    CHANGE_PAGE: ("What has changed", "health"),
    UNCHANGED_PAGE: ("Anything changed?", "health"),
    READINGS_PAGE: ("Readings", "health"),
    PAPERS_PAGE: ("Papers", "health"),
}


def counts_for(key: str) -> tuple[str, ...]:
    """The pages that a sending under this key answers: itself, or those that took its questions over."""
    return RETIRED[key].taken_over_by if key in RETIRED else (key,)


def keys_of(page: str) -> tuple[str, ...]:
    """Every key under which this page may have been sent: its own, and those of the pages it took over."""
    return (page, *(key for key, old in RETIRED.items() if page in old.taken_over_by))


def answered_pages(sent: Collection[str]) -> set[str]:
    """The pages that are answered, from the keys under which something was sent."""
    return {page for key in sent for page in counts_for(key) if page in PAGES}


def name_of(key: str) -> str:
    """The clinicians' name of a page, of one that is no longer asked too."""
    if key in BESIDE_THE_LIST:
        return BESIDE_THE_LIST[key][0]
    return RETIRED[key].name if key in RETIRED else PAGES[key].name


def layer_of(key: str) -> str:
    """Who reads what is sent under this key; see `screening.models.Layer`."""
    return BESIDE_THE_LIST[key][1] if key in BESIDE_THE_LIST else PAGES[counts_for(key)[0]].layer


def outstanding(sent: Collection[str], among: Sequence[str] = NEEDED_PAGES) -> list[str]:
    """The clinicians' names of the pages that have not been sent, in order."""
    answered = answered_pages(sent)
    return [PAGES[key].name for key in among if key not in answered]
