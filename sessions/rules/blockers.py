"""Everything that can stand before a dose, in one table: who can supply it, and what each reader is told.

The therapist reads the true reason. The office and the prescriber read "Therapist to release" for every private cause
and neutral words for a clinical one they need not know. The screen of the room may be seen by both partners, so its
words hold nothing private either. Partners read no blocker at all, only PREPARING.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

PREPARING = "We are preparing your next date."
RELEASE = "Therapist to release"
ROOM_PRIVATE = "The therapist is still preparing."


class Owner(StrEnum):
    """Who can supply what is missing."""

    THERAPIST = "therapist"
    PRESCRIBER = "prescriber"
    PARTNER = "partner"
    OFFICE = "office"
    NOBODY = "nobody"


class Reader(StrEnum):
    """For whom a blocker is worded: a role, or the room's screen that both partners may see."""

    THERAPIST = "therapist"
    STAFF = "staff"
    PRESCRIBER = "prescriber"
    PARTNER = "partner"
    ROOM = "room"


@dataclass(frozen=True)
class BlockerKind:
    """One row of the table. `overridable` is False where nobody may ever go ahead, on no one's word.

    In the sentences {name} is the person, {detail} a date, a limit or another name.
    """

    key: str
    owner: Owner
    therapist: str
    staff: str = RELEASE
    prescriber: str = RELEASE
    room: str = ROOM_PRIVATE
    overridable: bool = True

    def words(self, reader: Reader) -> str:
        return {
            Reader.THERAPIST: self.therapist,
            Reader.STAFF: self.staff,
            Reader.PRESCRIBER: self.prescriber,
            Reader.ROOM: self.room,
            Reader.PARTNER: PREPARING,
        }[reader]


def _private(key: str, therapist: str, *, overridable: bool = False) -> BlockerKind:
    return BlockerKind(key, Owner.THERAPIST, therapist, overridable=overridable)


def _clinical(key: str, owner: Owner, words: str, *, others: str = "", overridable: bool = True) -> BlockerKind:
    """A fact that the room's screen may show; the office reads `others`, by default the same."""
    return BlockerKind(key, owner, words, others or words, words, words, overridable)


def _clearance(key: str, words: str, prescriber: str) -> BlockerKind:
    waiting = "{name}: waiting for the prescriber."
    return BlockerKind(key, Owner.PRESCRIBER, words, waiting, prescriber, waiting, overridable=False)


SAFETY_HOLD = _private("safety_hold", "{name}: a private answer stops sessions together. Speak with {name} alone.")
NO_DECISION = _private("no_decision", "{name}: no decision after a private check yet.")
NOT_GOING_ON = _private("not_going_on", "{name}: your last decision is not to go on now.")
SAID_NO = _private("said_no", "{name} said no today, asked alone.")
NOT_SOBER = _private("not_sober", "{name} is not sober today.")
NOT_ASKED_ALONE = _private("not_asked_alone", "{name} was not asked alone today.", overridable=True)
RIDE_UNDER_HOLD = _private("ride_under_hold", "{name}: a private answer stops going home with {detail}.")

CLINICAL_HOLD = BlockerKind(
    "clinical_hold",
    Owner.THERAPIST,
    "{name}: health answers to look at first.",
    staff="{name}: a clinician is looking at something first.",
    prescriber="{name}: the therapist is looking at health answers first.",
)
NO_CLEARANCE = _clearance("no_clearance", "{name}: no clearance from a prescriber yet.", "{name} waits for you.")
CLEARANCE_SUSPENDED = _clearance(
    "clearance_suspended", "{name}: {detail} has suspended the clearance.", "{name}: the clearance is suspended."
)
CLEARANCE_PAST = _clearance(
    "clearance_past", "{name}: the clearance runs out on {detail}.", "{name}: your clearance runs out on {detail}."
)
CLEARANCE_USED = _clearance(
    "clearance_used",
    "{name}: all sessions of the clearance are used ({detail}).",
    "{name}: all sessions of your clearance are used ({detail}).",
)
ROUTE_NOT_CLEARED = _clearance(
    "route_not_cleared",
    "{name}: the clearance does not name this route ({detail}).",
    "{name}: {detail} is not cleared.",
)
OVER_MAXIMUM = _clearance(
    "over_maximum", "{name}: more than the clearance allows ({detail}).", "{name}: above your maximum ({detail})."
)
CONSENT_MISSING = BlockerKind(
    "consent_missing",
    Owner.PARTNER,
    "{name}: consent is not signed, or was withdrawn.",
    staff="{name}: consent to sign.",
    prescriber="{name}: consent to sign.",
    overridable=False,
)
NOBODY_DOSES = _clinical("nobody_doses", Owner.THERAPIST, "Nobody takes the medicine. Choose who does.")
NOT_DOSING = _clinical("not_dosing", Owner.THERAPIST, "{name} is not taking the medicine today.", overridable=False)
NO_DAY_CHECK = _clinical(
    "no_day_check", Owner.THERAPIST, "{name}: the questions of the day are still to ask, alone.", overridable=False
)
NOT_WELL = BlockerKind("not_well", Owner.THERAPIST, "{name} does not feel well today.")
NOT_FASTED = BlockerKind("not_fasted", Owner.PARTNER, "{name} has eaten or drunk too late today.")
SOMETHING_NEW = BlockerKind(
    "something_new", Owner.THERAPIST, "{name}: something is new since last time. Look at it first."
)
NO_RIDE = BlockerKind("no_ride", Owner.PARTNER, "{name}: nobody is named to go home with.")
RIDE_ALSO_DOSES = BlockerKind(
    "ride_also_doses", Owner.PARTNER, "{name}: {detail} takes the medicine too, and cannot be the way home."
)
NO_BASELINE = _clinical("no_baseline", Owner.THERAPIST, "{name}: take a reading before the dose.", overridable=False)
BASELINE_OUTSIDE = BlockerKind(
    "baseline_outside",
    Owner.PRESCRIBER,
    "{name}: the last reading is outside the limits. {detail}",
    prescriber="{name}: the last reading is outside the limits. {detail}",
    room="{name}: another reading first.",
)
NO_SECOND_STAFF = _clinical(
    "no_second_staff", Owner.OFFICE, "Both take the medicine: name the second staff member.", overridable=False
)
# These can stand only beside a dose that was recorded all the same.
NOT_STARTED = _clinical("not_started", Owner.NOBODY, "{name}: the dose was not started in the room.")
TALKING_DAY = _clinical("talking_day", Owner.NOBODY, "This was a talking day.", overridable=False)
SESSION_OVER = _clinical("session_over", Owner.NOBODY, "The session had been completed.")

TABLE = (
    *(SAFETY_HOLD, NO_DECISION, NOT_GOING_ON, SAID_NO, NOT_SOBER, NOT_ASKED_ALONE, RIDE_UNDER_HOLD, CLINICAL_HOLD),
    *(NO_CLEARANCE, CLEARANCE_SUSPENDED, CLEARANCE_PAST, CLEARANCE_USED, ROUTE_NOT_CLEARED, OVER_MAXIMUM),
    *(CONSENT_MISSING, NOBODY_DOSES, NOT_DOSING, NO_DAY_CHECK, NOT_WELL, NOT_FASTED, SOMETHING_NEW),
    *(NO_RIDE, RIDE_ALSO_DOSES, NO_BASELINE, BASELINE_OUTSIDE, NO_SECOND_STAFF),
    *(NOT_STARTED, TALKING_DAY, SESSION_OVER),
)
KINDS: dict[str, BlockerKind] = {kind.key: kind for kind in TABLE}
NEVER_OVERRIDDEN = frozenset(key for key, kind in KINDS.items() if not kind.overridable)


@dataclass(frozen=True)
class Blocker:
    """One thing that stands in the way now, and of whom it is true; of nobody in particular where person_id is None."""

    kind: BlockerKind
    person_id: UUID | None = None
    person_name: str = ""
    detail: str = ""

    def words_for(self, reader: Reader) -> str:
        """The sentence for this reader. A release by the therapist names nobody."""
        return self.kind.words(reader).format(name=self.person_name, detail=self.detail).strip()

    def record(self) -> dict[str, str]:
        """What a deviation keeps of this moment."""
        person = str(self.person_id) if self.person_id else ""
        return {"key": self.kind.key, "person": person, "words": self.words_for(Reader.THERAPIST)}


@dataclass(frozen=True)
class Reason:
    """A worded blocker for a page: the sentence, and who can supply it."""

    text: str
    owner: str = ""
    final: bool = False


def worded(blockers: Iterable[Blocker], reader: Reader) -> list[Reason]:
    """Blockers in this reader's words: what nobody may override first, and no sentence twice."""
    found: dict[str, Reason] = {}
    for blocker in sorted(blockers, key=lambda one: one.kind.overridable):
        text = blocker.words_for(reader)
        shown = reader is Reader.THERAPIST
        found.setdefault(text, Reason(text, _owner(blocker, reader), shown and not blocker.kind.overridable))
    return list(found.values())


def _owner(blocker: Blocker, reader: Reader) -> str:
    """Who moves next. Not beside a release, which says it and tells no more."""
    if reader in {Reader.PARTNER, Reader.ROOM} or blocker.kind.words(reader) == RELEASE:
        return ""
    return {
        Owner.THERAPIST: "you" if reader is Reader.THERAPIST else "therapist",
        Owner.PRESCRIBER: "you" if reader is Reader.PRESCRIBER else "prescriber",
        Owner.OFFICE: "you" if reader is Reader.STAFF else "office",
        Owner.PARTNER: blocker.person_name,
        Owner.NOBODY: "",
    }[blocker.kind.owner]


def sentence(blockers: Sequence[Blocker], reader: Reader) -> str:
    """All reasons in one line."""
    return " ".join(
        text if text.endswith(".") else f"{text}." for text in (one.text for one in worded(blockers, reader))
    )
