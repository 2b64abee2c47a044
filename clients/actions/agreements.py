"""A yes by typed name or on paper, and a no. Rows are only added: the latest of one person counts."""

from datetime import datetime
from typing import Any

from accounts.models import User
from clients import rules
from clients.actions.consents import NameDiffers, NotTheirOwn, refuse_under_effect
from clients.models import Partner
from documents import actions as documents
from documents.models import Upload
from documents.rules import Brought


def by_typed_name(*, person: Partner, text: str, typed_name: str, by: User, at: datetime) -> dict[str, Any]:
    """The fields of a yes signed in the portal. Raises NotTheirOwn, UnderEffect, NameDiffers."""
    if by.pk != person.pk:
        raise NotTheirOwn
    refuse_under_effect(person, at)
    preferred = f"{person.called} {person.legal_last_name}"
    if sentence := rules.typed_name_trouble(typed_name, person.legal_name, preferred):
        raise NameDiffers(sentence)
    signed = {"typed_name": " ".join(typed_name.split()), "text_sha256": rules.text_digest(text)}
    return {"person": person, "agrees": True, "way": "portal", "at": at, "by": by, **signed}


def on_paper(*, person: Partner, paper: Brought, by: User, at: datetime) -> dict[str, Any]:
    """The fields of a yes on a sheet that is kept. Raises UnderEffect, `documents.actions.TooMany`."""
    refuse_under_effect(person, at)
    kept = documents.keep(
        about=person.user,
        purpose=Upload.Purpose.AGREEMENT,
        brought=paper,
        by=by,
        at=at,
    )
    return {"person": person, "agrees": True, "way": "paper", "paper": kept, "at": at, "by": by}


def a_no(*, person: Partner, by: User, at: datetime) -> dict[str, Any]:
    """The fields of a no: from the person in the portal, or told to the therapist."""
    return {"person": person, "agrees": False, "way": "portal" if by.pk == person.pk else "spoken", "at": at, "by": by}
