"""The texts that partners read and sign: which there are, when a signature counts, what a signature is made of."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum


class Step(StrEnum):
    """When a text is read: before anything begins, in preparation, or before the private questions."""

    PACKET = "packet"
    PREPARATION = "preparation"
    READ = "read"


UNDER_EFFECT = (
    "While the medicine works, nothing is signed here. You can still say less, say no, or take something back, at any "
    "time."
)
# The same to the therapist who keeps a paper for somebody.
PAPER_UNDER_EFFECT = (
    "The medicine still works in this person, so nothing that is signed now can be kept. What was signed today before "
    "it can be kept once the person has left."
)


@dataclass(frozen=True)
class TextKind:
    """One kind of text. `agrees` is what is ticked; `withdrawn` what taking it back means, said before it is done."""

    key: str
    name: str
    step: Step
    readers: str
    minutes: int
    agrees: str = ""
    withdrawn: tuple[str, ...] = ()
    page: str = "my_text"

    @property
    def is_signed(self) -> bool:
        return self.step is not Step.READ

    @property
    def number(self) -> int:
        """Its place among all texts, from 1 on: what addresses and titles of pages call it by."""
        return tuple(KINDS).index(self.key) + 1


READ_AND_ASKED = "I have read this text and my questions were answered."
TREATMENT = TextKind(
    key="treatment",
    name="Treatment and ketamine",
    step=Step.PACKET,
    readers="your therapist and the prescriber",
    minutes=6,
    agrees=f"{READ_AND_ASKED} I want to take part by my own choice.",
    withdrawn=(
        "From then on no session with the medicine is planned or held for you.",
        "Talking goes on if you wish. Your therapist asks you alone how you would like to continue.",
        "If you have taken a dose today, we go on looking after you until you are safe to leave.",
    ),
)
PRIVACY = TextKind(
    key="privacy",
    name="Privacy and records",
    step=Step.PACKET,
    readers="your therapist",
    minutes=5,
    agrees=f"{READ_AND_ASKED} I agree to how my records are kept and shared.",
    withdrawn=(
        "From then on no session with the medicine is planned or held for you.",
        "What was written down until now is kept for as long as the law asks.",
        "Your therapist asks you alone which part you do not agree with.",
    ),
)
FEES = TextKind(
    key="fees",
    name="Fees and messages",
    step=Step.PACKET,
    readers="your therapist and the office",
    minutes=3,
    agrees=f"{READ_AND_ASKED} I agree to the fees and to how we write to each other.",
    withdrawn=(
        "From then on no session with the medicine is planned or held for you.",
        "What has been held until now is still to be paid.",
        "How we may reach you is yours to change at any time, on a page of its own.",
    ),
)
TOUCH = TextKind(
    key="touch",
    name="Touch in sessions",
    step=Step.PREPARATION,
    readers="your therapist",
    minutes=5,
    agrees="I have read this text, and these are my answers today.",
    withdrawn=(
        "From then on nobody touches you in a session, but to keep you safe.",
        "Your sessions go on as planned. You can say it anew at any time before a dose.",
    ),
    page="my_touch",
)
ROOM = TextKind(
    key="room",
    name="Agreements for the room",
    step=Step.PREPARATION,
    readers="your therapist",
    minutes=3,
    agrees="I have read these rules and will keep to them.",
    withdrawn=(
        "Your therapist talks with you alone before a session in which both of you are in the room.",
        "Your own sessions go on as planned.",
    ),
)
PRIVATE = TextKind(
    key="private",
    name="What stays with your therapist",
    step=Step.READ,
    readers="your therapist",
    minutes=2,
)
# In the order in which they are read. Source: protocol.md 4 and 5; decisions.md 2, "one consent packet".
KINDS: dict[str, TextKind] = {kind.key: kind for kind in (TREATMENT, PRIVACY, FEES, TOUCH, ROOM, PRIVATE)}
SIGNED = tuple(kind for kind in KINDS.values() if kind.is_signed)
PACKET = tuple(kind for kind in SIGNED if kind.step is Step.PACKET)
PREPARATION = tuple(kind for kind in SIGNED if kind.step is Step.PREPARATION)
# What each person must have signed before a session with the medicine.
REQUIRED = frozenset(kind.key for kind in PACKET)


class Standing(StrEnum):
    """Where one person stands with one text."""

    UNPUBLISHED = "unpublished"
    OPEN = "open"
    SIGNED = "signed"
    NEW_VERSION = "new_version"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Version:
    """One published version. A correction of wording asks nobody to sign again."""

    number: int
    asks_again: bool


@dataclass(frozen=True)
class Signed:
    """One signature: on which version, and whether it was taken back."""

    version: int
    withdrawn: bool


def counts_from(versions: Iterable[Version]) -> int | None:
    """The oldest version whose signature still counts: the newest that asks everybody again. None if there is none."""
    return max((one.number for one in versions if one.asks_again), default=None)


def standing(versions: Sequence[Version], signatures: Sequence[Signed]) -> Standing:
    """Where somebody stands, from a text's versions and their own signatures on it, the oldest first."""
    oldest = counts_from(versions)
    if oldest is None:
        return Standing.UNPUBLISHED
    if any(one.version >= oldest and not one.withdrawn for one in signatures):
        return Standing.SIGNED
    if not signatures:
        return Standing.OPEN
    return Standing.WITHDRAWN if signatures[-1].withdrawn else Standing.NEW_VERSION


def signature_digest(*, text: str, name: str, at: datetime, zone: str) -> str:
    """What binds a signature together: the very text, the typed name, the moment and its zone."""
    return hashlib.sha256(f"{text}\n{name}\n{moment_of(at)}\n{zone}".encode()).hexdigest()


def moment_of(at: datetime) -> str:
    """A moment as the digest holds it and as the paper states it: in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


# A drawn signature is one SVG path in a box of this size: lines of whole numbers, and nothing else.
DRAWN_WIDTH, DRAWN_HEIGHT = 600, 200
DRAWN_MAX = 20_000
DRAWN = re.compile(r"(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})+)+")
AS_TYPED = "typed"


def drawn_trouble(drawn: str) -> str:
    """Why a drawn signature cannot be kept. None drawn, and the typed name in its place, are as good."""
    if drawn in {"", AS_TYPED}:
        return ""
    if len(drawn) > DRAWN_MAX:
        return "This drawing has too many lines. Clear it and draw it once more, or leave it out."
    if not DRAWN.fullmatch(drawn):
        return "This drawing could not be read. Clear it and draw it once more, or leave it out."
    return ""


def stops_care(key: str) -> bool:
    """Whether taking this text back closes the way to a session with the medicine."""
    return key in REQUIRED
