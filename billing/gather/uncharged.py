"""Completed appointments without a charge, with what decides their fee and their account."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from billing.gather.people import insured_on
from billing.models import InsuredPerson
from billing.rules import fees as rules
from clients.models import Membership
from sessions.gather import dosed
from sessions.models import Appointment, Attendance, Role, StepKind


@dataclass(frozen=True)
class Taken:
    """An appointment that took place: which fee it has, who came, and who is named for insurance."""

    appointment: Appointment
    fee_kind: str
    attended: list[UUID]
    first: UUID
    insured: list[InsuredPerson]

    def account_on(self, day: date) -> UUID:
        only: UUID | None = self.appointment.step.person_id
        return rules.account_for(
            step_person=only,
            attended=self.attended,
            insured=insured_on(self.insured, day),
            first=self.first,
        )


def uncharged(kinds: Collection[str], *, since: datetime, limit: int) -> list[Taken]:
    """Those of these kinds that ended since then, the oldest first. A ketamine date may have a talking day's fee."""
    kinds = {*kinds, *({StepKind.KETAMINE} if rules.TALKING in kinds else ())}
    ended = Appointment.objects.filter(
        state=Appointment.State.COMPLETED, charge=None, ended_at__gte=since, step__kind__in=kinds
    )
    return taken(ended.order_by("ended_at"), limit=limit)


def taken(appointments: QuerySet[Appointment], *, limit: int | None = None) -> list[Taken]:
    """Facts for these appointments: six queries for any number."""
    came = Attendance.objects.exclude(role=Role.ABSENT).filter(cancelled=False)
    insured = InsuredPerson.objects.newest_first()
    members = Membership.objects.order_by("place", "since")
    rows = appointments.select_related("step", "couple").prefetch_related(
        Prefetch("attendances", came, to_attr="came"),
        Prefetch("couple__insured", insured, to_attr="newest"),
        Prefetch("couple__memberships", members, to_attr="ever"),
    )[:limit]
    with_medicine = dosed(row.pk for row in rows)
    return [_facts(row, dosed=row.pk in with_medicine and not row.became_talking_at) for row in rows]


def _facts(row: Any, *, dosed: bool) -> Taken:
    """`row` is an appointment with what `taken` adds to it."""
    return Taken(
        appointment=row,
        fee_kind=rules.fee_kind(row.step.kind, dosed=dosed),
        attended=[one.person_id for one in row.came],
        first=row.couple.ever[0].partner_id,
        insured=row.couple.newest,
    )
