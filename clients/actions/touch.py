"""Saying what touch somebody wants: signed anew to say more, at any time to say less."""

import json
from datetime import datetime

from django.db.models import Max, QuerySet

from accounts.models import User
from accounts.roles import Role
from clients.actions.consents import NotTheirOwn, lock, refuse_under_effect, sign_consent
from clients.models import Consent, ConsentDocument, ConsentWithdrawal, Partner, TouchChoices
from clients.rules import touch as rules
from clients.rules.consents import TOUCH

PORTAL = ConsentWithdrawal.Way.PORTAL


def sign_touch(
    *,
    partner: Partner,
    document: ConsentDocument,
    choices: rules.Choices,
    typed_name: str,
    by: User,
    at: datetime,
    drawn: str = "",
) -> Consent:
    """Sign the touch agreement with one's answers. Signing anew may say more, and so never while the medicine works.

    Raises what `sign_consent` raises.
    """
    refuse_under_effect(partner, at)
    lock(partner)
    signed = partner.consents.in_force().filter(document=document).order_by("-signed_at").first()
    if signed and latest_choices(partner) == choices:  # the second press of a double click
        return signed
    consent = sign_consent(
        partner=partner, document=document, typed_name=typed_name, by=by, at=at, drawn=drawn, renews=True
    )
    _say(consent, choices, by, at)
    return consent


def narrow_touch(
    *, partner: Partner, choices: rules.Choices, by: User, at: datetime, way: str = PORTAL
) -> TouchChoices | None:
    """Say less than before: at once, at any time, without a signature; what would say more changes nothing. Nothing is
    kept while no agreement is signed, since then all of it is a no.

    The person does it in the portal; the therapist writes it down on the person's word, with the `way` it was said.
    Raises NotTheirOwn.
    """
    own = by.pk == partner.pk
    if not own and (by.role != Role.THERAPIST or way == PORTAL):
        raise NotTheirOwn
    lock(partner)
    before = latest_choices(partner)
    if before is None:
        return None
    consent = _signed(partner).order_by("-signed_at")[0]
    return _say(consent, rules.narrowed(before, choices), by, at, PORTAL if own else way)


def latest_choices(partner: Partner) -> rules.Choices | None:
    """What holds for this person now, by whoever may read it; nothing while the agreement is not signed."""
    last = TouchChoices.objects.filter(consent__in=_signed(partner)).order_by("turn").last()
    return last.choices() if last else None


def _signed(partner: Partner) -> QuerySet[Consent]:
    return partner.consents.counting().filter(document__kind=TOUCH.key)


def _say(consent: Consent, choices: rules.Choices, by: User, at: datetime, way: str = PORTAL) -> TouchChoices:
    kept = {
        "cells": {name: value.value for name, value in choices.cells.items()},
        "never": choices.never,
        "stop_word": choices.stop_word,
        "hand_signal": choices.hand_signal,
    }
    said = TouchChoices.objects.filter(consent__partner=consent.partner_id).aggregate(last=Max("turn"))["last"] or 0
    row = TouchChoices(consent=consent, turn=said + 1, answers=json.dumps(kept), at=at, by=by, way=way)
    row.save(force_insert=True)
    return row
