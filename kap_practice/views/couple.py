from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts import clock
from accounts.models import User
from accounts.policy import Permission, SignedInRequest, may, requires
from clients.models import CareChange, Couple, Membership, Partner
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
    if found.closed_at is not None:
        return _closed(request, found)
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
        "reads_record": may(request.user, Permission.READ_RECORD),
        "today_room": room_now(dates, at) if may(request.user, Permission.RUN_ROOM) else None,
        # The same words for every couple, and nothing at all while both look on.
        "may_end": may(request.user, Permission.END_CARE) and not together,
        "are_two": len(found.partners()) > 1,
    }
    return render(request, "kap_practice/couple.html", context)


def has_come_to_ketamine(counted: SessionRatio, step: PlanStep | None) -> bool:
    """Before its first ketamine session a couple has nothing to count."""
    return counted.number > 1 or (step is not None and step.kind == StepKind.KETAMINE)


def is_booked(row: AgendaRow, step: PlanStep | None) -> bool:
    return row.appointment.state == Appointment.State.BOOKED and step is not None and row.appointment.step_id == step.pk


@dataclass(frozen=True)
class Gone:
    """One person of a couple whose record is closed: where this person's own care goes on, or how it can."""

    place: str
    partner: Partner
    words: str
    url: str = ""
    link: str = ""


def _closed(request: SignedInRequest, couple: Couple) -> HttpResponse:
    """The same page once the couple's record is closed: what it holds, and where each of the two went on."""
    at = clock.now()
    last = CareChange.objects.filter(couple=couple).order_by("at").last()
    parted = last is not None and last.kind == CareChange.Kind.SEPARATED
    context = {
        "couple": couple,
        "parted": parted,
        "people": [
            _gone(place, partner, request.user, parted=parted)
            for place, partner in zip("ab", couple.partners(), strict=False)
        ],
        "dates": [{"row": row, "chip": chip_of(row)} for row in reversed(dates_of(couple, request.user, at))],
        "zone": f"{clock.zone_name(at)} time",
        "may_end": may(request.user, Permission.END_CARE),
    }
    return render(request, "kap_practice/closed_couple.html", context)


def _gone(place: str, partner: Partner, user: User, *, parted: bool) -> Gone:
    if not parted:
        return Gone(place, partner, "Keeps their own portal and papers.")
    if not Partner.objects.visible_to(user).filter(pk=partner.pk).exists():
        return Gone(place, partner, "In care with a colleague.")
    now = Membership.objects.filter(partner=partner, until=None).values_list("couple", flat=True).first()
    if now is not None:
        return Gone(place, partner, "In care alone.", reverse("couple", args=[now]), "Open")
    if may(user, Permission.END_CARE):
        last = partner.memberships.order_by("since").values_list("couple", flat=True).last()
        url = reverse("go_on_alone", args=[last, partner.pk])
        return Gone(place, partner, "Not in care now.", url, f"Go on with {partner.called}")
    return Gone(place, partner, "Not in care now.")
