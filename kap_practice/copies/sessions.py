"""What took place in sessions, as rows of a copy."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from clients.models import CopyRequest, Couple, Partner
from sessions.models import Appointment, Dose, Note, Reading, Role

Row = tuple[Any, ...]
CAME = Q(attendances__cancelled=False) & ~Q(attendances__role=Role.ABSENT)


def with_both(couple: Couple) -> QuerySet[Appointment]:
    """Appointments of a couple that took place and that two people came to."""
    held = couple.appointments.filter(state=Appointment.State.COMPLETED)
    return held.annotate(came=Count("attendances", filter=CAME)).filter(came=2)


def alone(partner: Partner) -> QuerySet[Appointment]:
    """Appointments that took place and that this person alone came to."""
    couples = partner.memberships.values("couple")
    held = Appointment.objects.filter(couple__in=couples, state=Appointment.State.COMPLETED)
    counted = held.annotate(came=Count("attendances", filter=CAME))
    own = Q(attendances__person=partner)
    return counted.annotate(own=Count("attendances", filter=CAME & own)).filter(came=1, own=1)


def notes_to_choose(request: CopyRequest, reader: User) -> list[Note]:
    """The signed notes that may go into a copy: of what the person came to alone, or of what both came to."""
    held = with_both(request.couple) if request.couple else alone(request.people()[0])
    rows = Note.objects.visible_to(reader).filter(appointment__in=held.values("pk")).exclude(signed_at=None)
    return list(rows.select_related("appointment__step", "signed_by").order_by("appointment__starts_at"))


def note_rows(notes: Sequence[UUID]) -> Iterator[Row]:
    rows = Note.objects.filter(pk__in=notes).select_related("appointment__step", "signed_by")
    for note in rows.order_by("appointment__starts_at"):
        date, step = note.appointment.starts_at, str(note.appointment.step)
        yield date, step, note.body, note.signed_by, note.signed_at
        for added in note.amendments.select_related("by").order_by("at"):
            yield date, f"{step}, added later", added.body, added.by, added.at


def reading_rows(people: Sequence[Partner], held: QuerySet[Appointment] | None = None) -> Iterator[Row]:
    rows = Reading.objects.filter(person__in=people)
    if held is not None:
        rows = rows.filter(therapy_session__in=held.values("pk"))
    for one in rows.select_related("person").order_by("at"):
        yield one.person.legal_name, one.at, f"{one.systolic}/{one.diastolic}", one.pulse, one.saturation


def dose_rows(people: Sequence[Partner], held: QuerySet[Appointment] | None = None) -> Iterator[Row]:
    rows = Dose.objects.filter(person__in=people)
    if held is not None:
        rows = rows.filter(therapy_session__in=held.values("pk"))
    for one in rows.select_related("person").order_by("at"):
        yield one.person.legal_name, one.at, one.get_kind_display(), one.get_route_display(), one.mg
