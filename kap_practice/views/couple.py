from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, may, requires
from clients.models import Couple
from kap_practice.columns import columns_of
from kap_practice.dates import chip_of, room_now
from sessions.gather import (
    AgendaRow,
    SessionRatio,
    dates_of,
    is_going_on,
    next_step,
    next_step_blockers,
    rail,
    reader_of,
    session_ratio,
    warnings_of_plan,
)
from sessions.models import Appointment, PlanStep, StepKind
from sessions.rules.blockers import Reader, worded


@requires(Permission.SEE_COUPLES)
def couple(request: SignedInRequest, couple_id: UUID) -> HttpResponse:
    """A couple's page: the pathway, each partner's own column, and their dates. What only the therapist reads is closed
    while both are in the room with her."""
    found = get_object_or_404(Couple.objects.visible_to(request.user).with_partners(), pk=couple_id)
    at = clock.now()
    step = next_step(found)
    dates = dates_of(found, request.user, at)
    counted = session_ratio(found)
    together = any(is_going_on(row.appointment, at) for row in dates)
    reader = Reader.ROOM if together else reader_of(request.user)
    context = {
        "couple": found,
        "rail": rail(found, request.user, at),
        "rail_label": f"Pathway of {found}",
        "counted": counted.words if counted and has_come_to_ketamine(counted, step) else "",
        "warnings": warnings_of_plan(found),
        "next_step": step,
        "next_booked": any(is_booked(row, step) for row in dates),
        "gate_sentence": f"{step} waits for:",
        "gate_clear": f"Everything is in place for {step}.",
        "blockers": worded(next_step_blockers(found, request.user, at), reader),
        "columns": columns_of(found, request.user, at, together=together),
        "together": together,
        "dates": [{"row": row, "chip": chip_of(row)} for row in reversed(dates)],
        "may_publish": may(request.user, Permission.PUBLISH),
        "zone": f"{clock.zone_name(at)} time",
        "today_room": room_now(dates, at) if may(request.user, Permission.RUN_ROOM) else None,
    }
    return render(request, "kap_practice/couple.html", context)


def has_come_to_ketamine(counted: SessionRatio, step: PlanStep | None) -> bool:
    """Before its first ketamine session a couple has nothing to count."""
    return counted.number > 1 or (step is not None and step.kind == StepKind.KETAMINE)


def is_booked(row: AgendaRow, step: PlanStep | None) -> bool:
    return row.appointment.state == Appointment.State.BOOKED and step is not None and row.appointment.step_id == step.pk
