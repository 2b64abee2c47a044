"""The end of a couple's care, by its good end or by a separation, and going on with one of the two."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.collisions import constraint_of
from accounts.models import User
from clients.actions import separations
from clients.models import CareChange, CareTeam, Couple, Membership, Partner, Separation
from sessions.actions.booking import cancel
from sessions.actions.refusals import CareEnded, Refused
from sessions.gather.parting import dates_to_come, record_facts, untold
from sessions.models import Appointment, PlanStep
from sessions.rules.parting import Reason, reasons_not_to_end, reasons_not_to_part
from sessions.rules.plan import plan_of_one


class NotWhole(Refused):
    """Something in the record is half-done, or somebody was not told; carries the reasons that the page shows."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        super().__init__(" ".join(reason.text for reason in reasons))
        self.reasons = list(reasons)


class StillInCare(Refused):
    sentence = "This person is in care already. Book dates on their own page."


class NotParted(Refused):
    sentence = "Care can be taken up again only where it came to its end. After a separation, go on with one person."


def close_care(*, couple: Couple, by: User, at: datetime) -> None:
    """The couple's care came to its end: the record is closed, both keep their portal. Raises CareEnded, NotWhole."""
    with transaction.atomic():
        couple = _hold(couple)
        booked = dates_to_come(couple, at).count()
        if reasons := reasons_not_to_end(record_facts(couple, at), booked):
            raise NotWhole(reasons)
        _close(couple, CareChange.Kind.CLOSED, by, at)


def reopen_care(*, couple: Couple, by: User, at: datetime) -> None:
    """Take up again care that came to its end. Raises NotParted where nothing was closed, or where the two parted."""
    with transaction.atomic():
        couple = Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)
        if couple.closed_at is None or not couple.memberships.filter(until=None).exists():
            raise NotParted
        Couple.objects.filter(pk=couple.pk).update(closed_at=None)
        CareChange(couple=couple, kind=CareChange.Kind.REOPENED, at=at, by=by).save(force_insert=True)


def part(*, separation: Separation, by: User, at: datetime) -> None:
    """Let a separation take effect: every date to come is cancelled, the couple's record closed, each person free to go
    on alone. Nothing is written to anybody, and no cancellation names who.

    Raises clients.actions.NotStanding, CareEnded, or NotWhole while somebody was not told or something is half-done.
    """
    with transaction.atomic():
        separation = separations.held(separation)
        couple = _hold(separation.couple)
        if reasons := reasons_not_to_part(record_facts(couple, at), untold(separation)):
            raise NotWhole(reasons)
        for appointment in dates_to_come(couple, at):
            cancel(appointment=appointment, by=by, at=at, at_once=True)
        _close(couple, CareChange.Kind.SEPARATED, by, at)
        couple.memberships.filter(until=None).update(until=clock.day_of(at))
        Separation.objects.filter(pk=separation.pk).update(took_effect_at=at, took_effect_by=by)


def go_on_alone(*, partner: Partner, therapist: User, by: User, at: datetime) -> Couple:
    """Take one person into care in a unit of their own, in the care of one therapist, with a short plan.

    A colleague who takes over reads the person's own record from then on, and whoever had it does not any more; the
    record of the couple stays where it was. Raises StillInCare.
    """
    with transaction.atomic():
        Partner.objects.select_for_update(of=("self",), no_key=True).get(pk=partner.pk)
        unit = Couple(opened_at=at, opened_by=by)
        unit.save(force_insert=True)
        PlanStep.objects.bulk_create(
            PlanStep(
                couple=unit,
                position=position,
                kind=step.kind,
                number=step.number,
                person=partner if step.place else None,
            )
            for position, step in enumerate(plan_of_one(), start=1)
        )
        try:
            with transaction.atomic():
                Membership(couple=unit, partner=partner, place="A", since=clock.day_of(at)).save(force_insert=True)
        except IntegrityError as refusal:
            if constraint_of(refusal) != "one_couple_per_partner":
                raise
            raise StillInCare from refusal
        # Last of all: with a colleague's team the unit is the colleague's.
        CareTeam(couple=unit, user=therapist, since=at).save(force_insert=True)
    return unit


def _hold(couple: Couple) -> Couple:
    """The couple, held with all its appointments, so that nothing is written into them meanwhile. Raises CareEnded."""
    couple = Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)
    if couple.closed_at is not None:
        raise CareEnded
    list(Appointment.objects.select_for_update(no_key=True).filter(couple=couple).order_by("pk").values_list("pk"))
    return couple


def _close(couple: Couple, kind: str, by: User, at: datetime) -> None:
    Couple.objects.filter(pk=couple.pk).update(closed_at=at)
    CareChange(couple=couple, kind=kind, at=at, by=by).save(force_insert=True)
