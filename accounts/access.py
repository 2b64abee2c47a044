"""Writing to the record of who opened what.

`kap_practice.record.RecordMiddleware` writes for every page by itself. A view that does more than show its page, such
as one that hands out an export, says so with `note`; whatever runs outside a request calls `write`, last of all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest

from accounts.actor import as_actor
from accounts.models import AccessLog

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

Layer, Outcome = AccessLog.Layer, AccessLog.Outcome


@dataclass(frozen=True)
class Entry:
    """What one line says: what was done, about which person or couple (one of them or neither), and how it went."""

    what: str
    partner: UUID | None = None
    couple: UUID | None = None
    layer: str = Layer.NONE
    outcome: str = Outcome.DONE


def note(
    request: HttpRequest,
    what: str,
    *,
    partner: UUID | None = None,
    couple: UUID | None = None,
    layer: str = Layer.NONE,
    outcome: str = Outcome.DONE,
) -> None:
    """Have this request's end write one more line. `what` is a key of small letters and underscores."""
    request.noted = [*noted(request), Entry(what, partner, couple, layer, outcome)]  # type: ignore[attr-defined]  # read below


def noted(request: HttpRequest) -> list[Entry]:
    """What views of this request have asked to be written."""
    found: list[Entry] = getattr(request, "noted", [])
    return found


def write(entries: Iterable[Entry], *, by: "User | AnonymousUser | None", at: datetime) -> None:
    """Add lines to the record in the caller's transaction, as its last statements: the chain is locked from here on."""
    for entry in entries:
        _line(entry, by, at).save(force_insert=True)


def write_at_the_door(entries: Iterable[Entry], *, by: "User | AnonymousUser | None", at: datetime) -> None:
    """The same for somebody who is not the transaction's actor: they signed in or out in the course of it."""
    with as_actor(role="door"):
        write(entries, by=by, at=at)


def _line(entry: Entry, by: "User | AnonymousUser | None", at: datetime) -> AccessLog:
    known = by if by is not None and by.is_authenticated else None
    return AccessLog(
        at=at,
        actor=known,
        role=known.role if known else "",
        what=entry.what,
        about_partner=entry.partner,
        about_couple=entry.couple,
        layer=entry.layer,
        outcome=entry.outcome,
    )
