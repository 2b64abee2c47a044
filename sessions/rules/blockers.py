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


class Stage(StrEnum):
    """From when on a stop is judged. What counts for booking counts on the day and at the start as well."""

    BOOK = "at booking, on the day and at the start"
    START = "on the day, before the start"
    BOOSTER = "before a booster"
    BESIDE = "beside a dose that was recorded all the same"


class Authority(StrEnum):
    """On whose word a stop may be gone past, where decisions.md 1.6 leaves room. The therapist records either."""

    THERAPIST = "the therapist"
    PRESCRIBER = "the prescriber, asked by phone"


class Reader(StrEnum):
    """For whom a blocker is worded: a role, or the room's screen that both partners may see."""

    THERAPIST = "therapist"
    STAFF = "staff"
    PRESCRIBER = "prescriber"
    PARTNER = "partner"
    ROOM = "room"


@dataclass(frozen=True)
class BlockerKind:
    """One row of the table. Without `override` nobody may ever go past it, on no one's word.

    In the sentences {name} is the person, {detail} a date, a limit or another name.
    """

    key: str
    owner: Owner
    therapist: str
    staff: str = RELEASE
    prescriber: str = RELEASE
    room: str = ROOM_PRIVATE
    first: Stage = Stage.BOOK
    override: Authority | None = None

    def words(self, reader: Reader) -> str:
        return {
            Reader.THERAPIST: self.therapist,
            Reader.STAFF: self.staff,
            Reader.PRESCRIBER: self.prescriber,
            Reader.ROOM: self.room,
            Reader.PARTNER: PREPARING,
        }[reader]


def _private(key: str, therapist: str, first: Stage = Stage.BOOK) -> BlockerKind:
    return BlockerKind(key, Owner.THERAPIST, therapist, first=first)


def _of_the_day(  # noqa: PLR0917 - the columns of the table
    key: str, owner: Owner, words: str, prescriber: str = RELEASE, room: str = ROOM_PRIVATE, on: Authority | None = None
) -> BlockerKind:
    """Asked or measured on the day, and nothing that the office needs to know."""
    return BlockerKind(key, owner, words, prescriber=prescriber, room=room, first=Stage.START, override=on)


def _open(
    key: str, owner: Owner, words: str, first: Stage = Stage.START, override: Authority | None = None
) -> BlockerKind:
    """A fact that everybody of the practice, and the room's screen, may show."""
    return BlockerKind(key, owner, words, words, words, words, first, override)


def _clearance(key: str, words: str, prescriber: str, first: Stage = Stage.BOOK) -> BlockerKind:
    waiting = "{name}: waiting for the prescriber."
    return BlockerKind(key, Owner.PRESCRIBER, words, waiting, prescriber, waiting, first)


SAFETY_HOLD = _private("safety_hold", "{name}: a private answer stops sessions together. Speak with {name} alone.")
NO_DECISION = _private("no_decision", "{name}: no decision after a private check yet.")
NOT_GOING_ON = _private("not_going_on", "{name}: your last decision is not to go on now.")
SAID_NO = _private("said_no", "{name} said no today, asked alone.", Stage.START)
NOT_SOBER = _private("not_sober", "{name} is not sober today.", Stage.START)
NOT_ASKED_ALONE = _private("not_asked_alone", "{name} was not asked alone today.", Stage.START)
OTHER_NOT_WELCOME = _private(
    "other_not_welcome",
    "{name} has not said today, asked alone, that {detail} may be there. Ask again alone, or change the parts.",
    Stage.START,
)
RIDE_UNDER_HOLD = _private("ride_under_hold", "{name}: a private answer stops going home with {detail}.", Stage.START)
ADULT_UNDER_HOLD = _private(
    "adult_under_hold", "{name}: a private answer stops {detail} from staying with {name} tonight.", Stage.START
)
CONTACT_UNDER_HOLD = _private(
    "contact_under_hold",
    "{name}: a private answer stops {detail} from being called if something happens.",
    Stage.START,
)
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
LOOK_DUE = _clearance(
    "look_due",
    "{name}: the prescriber looks again before this session ({detail}).",
    "{name}: you wanted to look again before this session ({detail}).",
)
ROUTE_NOT_CLEARED = _clearance(
    "route_not_cleared",
    "{name}: the clearance does not name this route ({detail}).",
    "{name}: {detail} is not cleared.",
    Stage.START,
)
OVER_MAXIMUM = _clearance(
    "over_maximum",
    "{name}: more than the clearance allows ({detail}).",
    "{name}: above your maximum ({detail}).",
    Stage.BESIDE,
)
CONSENT_MISSING = BlockerKind(
    "consent_missing",
    Owner.PARTNER,
    "{name}: consent is not signed, or was withdrawn.",
    staff="{name}: consent to sign.",
    prescriber="{name}: consent to sign.",
)
NOBODY_DOSES = _open("nobody_doses", Owner.THERAPIST, "Nobody takes the medicine. Choose who does.", Stage.BOOK)
NOT_DOSING = _open("not_dosing", Owner.THERAPIST, "{name} is not taking the medicine today.")
NO_DAY_CHECK = _open("no_day_check", Owner.THERAPIST, "{name}: the questions of the day are still to ask, alone.")
# Illness, fever or vomiting is an absolute stop for the day: domain.md 1.1, C26.
NOT_WELL = _of_the_day("not_well", Owner.THERAPIST, "{name} does not feel well today.")
NOT_FASTED = _of_the_day(
    "not_fasted", Owner.PARTNER, "{name} has eaten or drunk too late today.", on=Authority.PRESCRIBER
)
SOMETHING_NEW = _of_the_day(
    "something_new",
    Owner.THERAPIST,
    "{name}: something is new since last time. Look at it first.",
    on=Authority.PRESCRIBER,
)
NO_RIDE = _of_the_day("no_ride", Owner.PARTNER, "{name}: nobody is named to go home with.")
RIDE_ALSO_DOSES = _of_the_day(
    "ride_also_doses", Owner.PARTNER, "{name}: {detail} takes the medicine too, and cannot be the way home."
)
ADULT_ALSO_DOSES = _of_the_day(
    "adult_also_doses", Owner.PARTNER, "{name}: {detail} takes the medicine too, and cannot be the adult tonight."
)
NO_BASELINE = _open("no_baseline", Owner.THERAPIST, "{name}: take a reading before the dose.")
BASELINE_OUTSIDE = _of_the_day(
    "baseline_outside",
    Owner.PRESCRIBER,
    "{name}: the last reading is outside the limits. {detail}",
    "{name}: the last reading is outside the limits. {detail}",
    "{name}: another reading first.",
    Authority.PRESCRIBER,
)
BASELINE_DANGEROUS = _of_the_day(
    "baseline_dangerous",
    Owner.PRESCRIBER,
    "{name}: the last reading is dangerous. No dose today on this reading.",
    "{name}: the last reading is dangerous. {detail}",
    "{name}: another reading first.",
)
NO_SECOND_STAFF = _open(
    "no_second_staff",
    Owner.OFFICE,
    "Both take the medicine: name the second staff member.",
    override=Authority.THERAPIST,
)
# An injection is given by a licensed person, and a clearance can ask for one in any case: domain.md 1.0.
NO_MEDICAL_PERSON = _of_the_day(
    "no_medical_person",
    Owner.THERAPIST,
    "{name}: a licensed medical person has to be there ({detail}). Write down who it is.",
    "{name}: a licensed medical person has to be there ({detail}).",
    "A licensed medical person has to be here first.",
)
# The window and the amount are the clearance's (domain.md 1.0, 1.5); either one's emergency stops the other's booster
# (protocol.md 2, joint variant).
BOOSTER_EARLY = _open(
    "booster_early", Owner.NOBODY, "{name}: a booster may follow from {detail} after the first dose.", Stage.BOOSTER
)
BOOSTER_LATE = _open(
    "booster_late",
    Owner.PRESCRIBER,
    "{name}: a booster could follow until {detail} after the first dose.",
    Stage.BOOSTER,
)
NO_BOOSTER = _open(
    "no_booster", Owner.PRESCRIBER, "{name}: no booster is left under the clearance ({detail}).", Stage.BOOSTER
)
OTHER_IN_DANGER = BlockerKind(
    "other_in_danger",
    Owner.THERAPIST,
    "{name}: no booster while the last reading of {detail} is dangerous.",
    prescriber="{name}: no booster while the other's last reading is dangerous.",
    room="{name}: no booster while {detail} needs you.",
    first=Stage.BOOSTER,
)
# These can stand only beside a dose that was recorded all the same.
NOT_STARTED = _open("not_started", Owner.NOBODY, "{name}: the dose was not started in the room.", Stage.BESIDE)
TALKING_DAY = _open("talking_day", Owner.NOBODY, "This was a talking day.")
SESSION_OVER = _open("session_over", Owner.NOBODY, "The session had been completed.", Stage.BESIDE)

TABLE = (
    *(SAFETY_HOLD, NO_DECISION, NOT_GOING_ON, SAID_NO, NOT_SOBER, NOT_ASKED_ALONE, OTHER_NOT_WELCOME),
    *(RIDE_UNDER_HOLD, ADULT_UNDER_HOLD, CONTACT_UNDER_HOLD, CLINICAL_HOLD),
    *(NO_CLEARANCE, CLEARANCE_SUSPENDED, CLEARANCE_PAST, CLEARANCE_USED, LOOK_DUE, ROUTE_NOT_CLEARED, OVER_MAXIMUM),
    *(CONSENT_MISSING, NOBODY_DOSES, NOT_DOSING, NO_DAY_CHECK, NOT_WELL, NOT_FASTED, SOMETHING_NEW),
    *(NO_RIDE, RIDE_ALSO_DOSES, ADULT_ALSO_DOSES, NO_BASELINE, BASELINE_OUTSIDE, BASELINE_DANGEROUS, NO_SECOND_STAFF),
    *(NO_MEDICAL_PERSON, BOOSTER_EARLY, BOOSTER_LATE, NO_BOOSTER, OTHER_IN_DANGER),
    *(NOT_STARTED, TALKING_DAY, SESSION_OVER),
)
KINDS: dict[str, BlockerKind] = {kind.key: kind for kind in TABLE}
OVERRIDABLE: dict[str, Authority] = {key: kind.override for key, kind in KINDS.items() if kind.override is not None}
NEVER_OVERRIDDEN = frozenset(KINDS.keys() - OVERRIDABLE.keys())


@dataclass(frozen=True)
class Blocker:
    """One thing that stands in the way now, and of whom it is true; of nobody in particular where person_id is None.

    `fact` names what it was read from, a row or a set of parts, where it may be gone past: another row is another fact.
    """

    kind: BlockerKind
    person_id: UUID | None = None
    person_name: str = ""
    detail: str = ""
    fact: str = ""

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
    for blocker in sorted(blockers, key=lambda one: one.kind.key in OVERRIDABLE):
        text = blocker.words_for(reader)
        shown = reader is Reader.THERAPIST
        found.setdefault(text, Reason(text, _owner(blocker, reader), shown and blocker.kind.key in NEVER_OVERRIDDEN))
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
