"""What the prescriber does: clear, ask, say not now, look again, suspend; and what the therapist answers."""

from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from accounts import clock
from accounts.models import User
from clients.models import Partner
from screening.actions.refusals import ClearanceStands, ImpossibleClearance, NobodyToTell, once
from screening.gather import clearance_facts
from screening.gather.facts import with_prescriber
from screening.models import Clearance, ClearanceSuspension, PrescriberReply, WordToPrescriber
from screening.rules import clearing


def give_clearance(
    *, partner: Partner, order: clearing.ClearanceOrder, by: User, at: datetime, key: UUID | None = None
) -> Clearance:
    """A prescriber clears one person. It replaces an older clearance from now on.

    Raises ImpossibleClearance, and AlreadyReceived for a second click.
    """
    if slips := clearing.slips(order, clock.day_of(at)):
        raise ImpossibleClearance(slips)
    with once("screening_clearance_pkey"):
        return Clearance.objects.create(
            pk=key or uuid4(),
            partner=partner,
            prescriber=by,
            given_at=at,
            **columns_of(order),
        )


def columns_of(order: clearing.ClearanceOrder) -> dict[str, Any]:
    """An order as the columns of a clearance."""
    lists = {name: list(getattr(order, name)) for name in ("readings_lozenge", "readings_im")}
    given = {field.name: getattr(order, field.name) for field in fields(order)}
    return given | lists | {"routes": sorted(order.routes), "holds": dict(order.holds)}


def reply(
    *, partner: Partner, kind: str, words: str, by: User, at: datetime, key: UUID | None = None
) -> PrescriberReply:
    """The prescriber asks the therapist something, says not now, or takes a "not now" back to look again.

    Raises ClearanceStands for "not now" beside a clearance in force, and AlreadyReceived for a second click.
    """
    latest = with_prescriber(Clearance.objects.filter(partner=partner)).order_by("-given_at").first()
    if kind == PrescriberReply.Kind.DECLINE and latest and clearance_facts(latest).stands_on(clock.day_of(at)):
        raise ClearanceStands([f"The clearance until {latest.valid_until:%-d %B %Y} stands. Suspend it first."])
    with once("screening_prescriberreply_pkey"):
        return PrescriberReply.objects.create(
            pk=key or uuid4(), partner=partner, prescriber=by, kind=kind, words=words, at=at
        )


def write_to_prescriber(
    *, partner: Partner, kind: str, words: str, by: User, at: datetime, key: UUID | None = None
) -> WordToPrescriber:
    """The therapist answers the prescriber of this person, or asks to look again.

    Raises NobodyToTell where no prescriber signs in for this person, and AlreadyReceived for a second click.
    """
    if not partner.referrals.filter(ended_at=None).exists():
        raise NobodyToTell(["Nobody reads this yet. Refer this person to a prescriber first."])
    word = WordToPrescriber(pk=key or uuid4(), partner=partner, kind=kind, words=words, at=at, by=by)
    with once("screening_wordtoprescriber_pkey"):
        word.save(force_insert=True)
    return word


def suspend_clearance(*, clearance: Clearance, reason: str, by: User, at: datetime) -> None:
    """Stop a clearance at once: the prescriber, or the therapist on the prescriber's word or her own doubt.

    Raises AlreadyReceived when it was stopped before.
    """
    with once("screening_clearancesuspension_clearance_id_key"):
        ClearanceSuspension.objects.create(clearance=clearance, reason=reason, by=by, at=at)
