"""The medicine: starting is gated; a dose that was taken is never refused."""

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Min, Sum

from accounts import clock
from accounts.models import User
from clients.models import Partner
from sessions.actions.lines import about, appointment_of, going_on
from sessions.actions.refusals import BoosterFirst, NotReady
from sessions.gather.now import attendees_now, blockers_now, staffing_of
from sessions.models import Appointment, Deviation, Dose, DosingStart, TherapySession
from sessions.rules import blockers as kinds
from sessions.rules import gate
from sessions.rules.blockers import Blocker
from sessions.rules.gate import Given
from sessions.rules.phases import minutes_between


@dataclass(frozen=True)
class DoseOrder:
    """A dose that was taken: the amount in mg, the route, whether it was the first or a booster, and who gave it."""

    kind: str
    route: str
    mg: Decimal
    given_by: str


def start_dosing(
    *, therapy_session: TherapySession, person: Partner, route: str, by: User, at: datetime
) -> DosingStart:
    """The gate is open for this person now: the medicine may be taken.

    A second click is judged anew, and answers the same start. Raises NotReady with every reason, or SessionOver.
    """
    with going_on(therapy_session):
        if blockers := blockers_now(appointment_of(therapy_session), person, at, route=route):
            raise NotReady(blockers)
        started, _ = DosingStart.objects.get_or_create(
            therapy_session=therapy_session,
            person=person,
            defaults={"at": at, "recorded_at": at, "by": by, "route": route},
        )
        return started


def record_dose(
    *,
    therapy_session: TherapySession,
    person: Partner,
    order: DoseOrder,
    by: User,
    at: datetime,
    happened_at: datetime | None = None,
    key: UUID | None = None,
) -> Dose:
    """Keep a dose that was taken. The gate never refuses it: off the gate a deviation with the reasons stands beside.

    Raises BoosterFirst or FutureTime, which are slips of the pen.
    """
    with transaction.atomic():
        appointment = appointment_of(therapy_session, held=True)
        own = Dose.objects.filter(therapy_session=therapy_session, person=person)
        if order.kind == Dose.Kind.BOOSTER and not own.exists():
            raise BoosterFirst
        dose = Dose(**about(therapy_session, person, by, at, key, happened_at), **asdict(order))
        if before := Dose.objects.filter(pk=dose.pk).first():
            return before
        blockers = _beside(appointment, dose, at)
        dose.save(force_insert=True)
        if blockers:
            Deviation.objects.create(dose=dose, reasons=[one.record() for one in blockers])
        return dose


def review_deviation(*, deviation: Deviation, words: str, by: User, at: datetime) -> None:
    """A clinician has looked at a dose outside the gate, and says what follows from it. The first review stands."""
    Deviation.objects.filter(pk=deviation.pk, reviewed_at=None).update(reviewed_at=at, reviewed_by=by, words=words)


def _beside(appointment: Appointment, dose: Dose, at: datetime) -> list[Blocker]:
    own = Dose.objects.filter(therapy_session=appointment.pk, person=dose.person)
    so_far = own.filter(kind=dose.kind).aggregate(mg=Sum("mg"))["mg"] or Decimal(0)
    first = own.aggregate(at=Min("at"))["at"] or dose.at
    found = []
    if appointment.became_talking_at is not None:
        found.append(Blocker(kinds.TALKING_DAY))
    if appointment.state != Appointment.State.BOOKED:
        found.append(Blocker(kinds.SESSION_OVER))
    return found + gate.blockers_beside_a_dose(
        dose.person_id,
        attendees_now(appointment, at),
        clock.day_of(at),
        Given(dose.route, so_far + dose.mg, dose.kind == Dose.Kind.BOOSTER, minutes_between(first, dose.at)),
        started=DosingStart.objects.filter(therapy_session=appointment.pk, person=dose.person).exists(),
        staffing=staffing_of(appointment.therapy_session),
    )
