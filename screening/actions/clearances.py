"""What the prescriber does: clear, ask, say not now, suspend."""

from dataclasses import fields
from datetime import datetime
from uuid import UUID, uuid4

from accounts import clock
from accounts.models import User
from clients.models import Partner
from screening.actions.refusals import ClearanceStands, ImpossibleClearance, once
from screening.gather import clearance_facts
from screening.gather.facts import with_prescriber
from screening.models import Clearance, ClearanceSuspension, PrescriberReply
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
            **{field.name: getattr(order, field.name) for field in fields(order)} | {"routes": sorted(order.routes)},
        )


def reply(
    *, partner: Partner, kind: str, words: str, by: User, at: datetime, key: UUID | None = None
) -> PrescriberReply:
    """The prescriber asks the therapist something, or says not now.

    Raises ClearanceStands for "not now" beside a clearance in force, and AlreadyReceived for a second click.
    """
    latest = with_prescriber(Clearance.objects.filter(partner=partner)).order_by("-given_at").first()
    if kind == PrescriberReply.Kind.DECLINE and latest and clearance_facts(latest).stands_on(clock.day_of(at)):
        raise ClearanceStands([f"The clearance until {latest.valid_until:%-d %B %Y} stands. Suspend it first."])
    with once("screening_prescriberreply_pkey"):
        return PrescriberReply.objects.create(
            pk=key or uuid4(), partner=partner, prescriber=by, kind=kind, words=words, at=at
        )


def suspend_clearance(*, clearance: Clearance, reason: str, by: User, at: datetime) -> None:
    """Stop a clearance at once. Raises AlreadyReceived when it was stopped before."""
    with once("screening_clearancesuspension_clearance_id_key"):
        ClearanceSuspension.objects.create(clearance=clearance, reason=reason, by=by, at=at)
