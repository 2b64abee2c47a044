"""Going past a stop: which leave room for it, on whose word, and what has to be written down. decisions.md 1.6."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sessions.rules.blockers import NEVER_OVERRIDDEN, OVERRIDABLE, Authority, Blocker


@dataclass(frozen=True)
class PrescriberCall:
    """The prescriber was asked: who it was, when, and in which words they answered."""

    name: str
    at: datetime
    words: str


@dataclass(frozen=True)
class Asked:
    """What somebody wants to go past, and what they wrote: the stop's key, why, and a call to the prescriber if any."""

    kind: str
    reason: str
    call: PrescriberCall | None = None


def reasons_not_to_override(asked: Asked, person_id: UUID, standing: Sequence[Blocker], at: datetime) -> list[str]:
    """Why this stop stays, in sentences; an empty list means that it can be gone past, once, on the fact of now."""
    if asked.kind in NEVER_OVERRIDDEN or asked.kind not in OVERRIDABLE:
        return ["Nobody can go past this."]
    if standing_one(asked.kind, person_id, standing) is None:
        return ["This does not stand in the way now."]
    found = [] if asked.reason.strip() else ["Write why, in a few words."]
    if OVERRIDABLE[asked.kind] is Authority.PRESCRIBER:
        found += _of_call(asked.call, at)
    return found


def _of_call(call: PrescriberCall | None, at: datetime) -> list[str]:
    if call is None or not call.name.strip() or not call.words.strip():
        return ["Call the prescriber first. Write whom you spoke with, when, and what they said."]
    return ["The time of the call has not come yet."] if call.at > at else []


def standing_one(kind: str, person_id: UUID, standing: Sequence[Blocker]) -> Blocker | None:
    """The stop of this kind that stands for this person now."""
    return next((one for one in standing if one.kind.key == kind and one.person_id == person_id), None)
