"""The touch agreement: who may touch somebody how, and what may change in it when. Source: protocol.md 4."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Yes(StrEnum):
    """What somebody says to one kind of touch, from the narrowest on."""

    NO = "no"
    REACH = "reach"
    ASK = "ask"
    YES = "yes"


WORDS = {
    Yes.NO: "No",
    Yes.REACH: "Only if I reach first",
    Yes.ASK: "Ask each time",
    Yes.YES: "Yes",
}
WIDTH = {value: width for width, value in enumerate(Yes)}


@dataclass(frozen=True)
class Who:
    """Somebody in the room, and the kinds of touch that can be agreed with them. `told` is how clinicians read it."""

    key: str
    name: str
    told: str
    kinds: tuple[tuple[str, str], ...]


STAFF_TOUCH = (
    ("hand", "Hand or wrist"),
    ("shoulder", "Shoulder, upper back or forearm"),
    ("blanket", "Foot, or pressure through a blanket"),
    ("hug", "A hug afterwards, standing, once I am clear again"),
)
PARTNER = "partner"
ROWS = (
    Who("lead", "Your therapist", "Lead therapist", STAFF_TOUCH),
    Who("second", "A second therapist", "Second therapist", STAFF_TOUCH),
    Who("medical", "The medical person", "Medical person", STAFF_TOUCH[:3]),
    Who(
        PARTNER,
        "Your partner",
        "Partner",
        (
            ("hand", "Hand"),
            ("forehead", "Forehead"),
            ("beside", "Lying side by side"),
            ("hold", "Being held"),
        ),
    ),
)
# What nobody can agree to, whoever it is. These rows stand on the page and cannot be changed.
NEVER = (
    "Sexual or erotic touch, a kiss on the mouth, or touch under clothing, by anybody, your partner included",
    "Massage or bodywork",
    "Being held down",
)
SAFETY = (
    "Touch that keeps you safe is always given: "
    "steadying you, turning you on your side, stopping a fall, a medical check."
)
SILENCE = "If you do not answer, that means stop, and no touch."

AREAS_MAX, SIGN_MAX = 400, 80


@dataclass(frozen=True)
class Choices:
    """One person's answers. What is left out is a no."""

    cells: Mapping[str, Yes]
    never: str = ""
    stop_word: str = ""
    hand_signal: str = ""

    def of(self, who: str, kind: str) -> Yes:
        return Yes(self.cells.get(cell(who, kind), Yes.NO))


def cell(who: str, kind: str) -> str:
    """The name of one answer: "partner_hand"."""
    return f"{who}_{kind}"


def cells() -> Iterator[tuple[Who, str, str]]:
    """Every answer of the agreement, row by row: who, the kind's key, and its words."""
    for who in ROWS:
        for kind, words in who.kinds:
            yield who, kind, words


def narrower(one: Yes, other: Yes) -> Yes:
    """What two people both agree to. Source: protocol.md 4, "the narrower of the two wins"."""
    return min(one, other, key=WIDTH.__getitem__)


def narrowed(before: Choices, after: Choices) -> Choices:
    """What holds once somebody says less: of each answer the narrower one, of the places both lists.

    So nothing can be widened this way, and nobody learns from it what was said before.
    """
    return Choices(
        {cell(who.key, kind): narrower(before.of(who.key, kind), after.of(who.key, kind)) for who, kind, _ in cells()},
        never=_both(before.never, after.never),
        stop_word=after.stop_word or before.stop_word,
        hand_signal=after.hand_signal or before.hand_signal,
    )


def _both(before: str, after: str) -> str:
    if after.casefold() in before.casefold():
        return before
    return f"{before}, {after}" if before else after


@dataclass(frozen=True)
class Agreed:
    """One kind of touch as clinicians read it before a dose: what this person says, and what holds."""

    who: str
    touch: str
    says: str
    holds: str
    is_allowed: bool
    is_narrowed: bool


def agreed(own: Choices | None, other: Choices | None) -> list[Agreed]:
    """What holds for one person in the room; between the two of a couple, the narrower answer. For clinicians alone."""
    own, other = own or Choices({}), other or Choices({})
    found = []
    for who, kind, words in cells():
        says = own.of(who.key, kind)
        holds = narrower(says, other.of(who.key, kind)) if who.key == PARTNER else says
        found.append(
            Agreed(
                who=who.told,
                touch=words,
                says=WORDS[says],
                holds=WORDS[holds],
                is_allowed=holds != Yes.NO,
                is_narrowed=holds != says,
            )
        )
    return found


INSTEAD = "What you wish for now can be answered by voice, a blanket or somebody sitting near."


def by_who(rows: Iterable[Agreed]) -> dict[str, list[Agreed]]:
    """The same, grouped by who touches."""
    found: dict[str, list[Agreed]] = {}
    for row in rows:
        found.setdefault(row.who, []).append(row)
    return found
