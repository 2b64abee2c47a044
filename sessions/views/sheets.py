"""Instruction sheets of one person: the therapist's, and the partner's for each date; and papers made of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.policy import Permission, SignedInRequest, may, requires
from accounts.proof import proved
from clients import actions as clients
from clients.gather.rights import in_force
from clients.models import Partner
from documents.actions.packages import archive_of
from documents.handing import hand_out
from documents.models import Package
from sessions import actions
from sessions.forms.sheets import PacketForm
from sessions.gather.sheets import date_sheets, printed_for, standing, therapist_sheet
from sessions.models import Appointment, Printed

SHEETS = (Printed.Kind.SHEET, Printed.Kind.OWN)


@requires(Permission.READ_HEALTH)
def instruction_sheet(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """What the clearance in force asks of the therapist, and what the partner is to read about each date."""
    partner = _partner(request, partner_id)
    at = clock.now()
    clearance = standing(partner, request.user, at)
    gives = may(request.user, Permission.PUBLISH)
    context: dict[str, Any] = {
        "partner": partner,
        "clearance": clearance,
        "parts": therapist_sheet(clearance) if clearance else [],
        "dates": date_sheets(partner, request.user, at),
        "gives": gives,
        "printed": printed_for(partner, request.user, SHEETS) if gives else [],
        "back": "with_prescriber" if may(request.user, Permission.DECIDE) else "clearance",
        "zone": clock.zone_name(at),
    }
    return render(request, "sessions/instruction_sheet.html", context)


@requires(Permission.PUBLISH)
@require_POST
def give_instruction_sheet(request: SignedInRequest, partner_id: UUID, appointment_id: UUID) -> HttpResponse:
    """Let the partner read the sheet of one date, once that date was told to them."""
    partner = _partner(request, partner_id)
    appointment = _date(request, appointment_id)
    try:
        actions.give_sheet(partner=partner, appointment=appointment, by=request.user, at=clock.now())
    except actions.NoSheet as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{partner.called} reads it as soon as this date was told.")
    return redirect("instruction_sheet", partner.pk)


@requires(Permission.PUBLISH)
@require_POST
def print_instruction_sheet(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Have a sheet made as a PDF: the therapist's own, or the partner's for one date."""
    partner = _partner(request, partner_id)
    key = request.POST.get("date", "")
    dates = {str(one.appointment.pk): one.appointment for one in date_sheets(partner, request.user, clock.now())}
    try:
        if key and key not in dates:
            raise Http404
        actions.print_sheet(partner=partner, appointment=dates.get(key), by=request.user, at=clock.now())
    except actions.NoSheet as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "It is being made. Open this page again in a moment.")
    return redirect("instruction_sheet", partner.pk)


@requires(Permission.RELEASE_RECORDS)
@proved
def referral_packet(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Have a packet made for a prescriber who never signs in, under a release that the person signed."""
    partner = _partner(request, partner_id)
    releases = in_force(partner, clock.today())
    form = PacketForm(request.POST or None, releases=releases)
    if form.is_valid():
        try:
            actions.print_packet(partner=partner, by=request.user, at=clock.now(), **form.cleaned_data)
        except clients.NotReleased as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, "It is being made, and stands among what was told. Open this page again.")
            return redirect("referral_packet", partner.pk)
    context: dict[str, Any] = {
        "partner": partner,
        "form": form,
        "releases": releases,
        "printed": printed_for(partner, request.user, [Printed.Kind.PACKET]),
    }
    return render(request, "sessions/referral_packet.html", context, status=422 if form.errors else 200)


@requires(Permission.RELEASE_RECORDS)
@proved
@require_POST
def printed_pdf(request: SignedInRequest, printed_id: UUID) -> HttpResponse:
    """Download a paper, for the therapist who had it made, until its day."""
    row = get_object_or_404(Printed.objects.visible_to(request.user), pk=printed_id)
    packages = Package.objects.visible_to(request.user).open_at(clock.now())
    package = get_object_or_404(packages, pk=row.package_id)
    return hand_out(archive_of(package), content_type="application/pdf", file_name=package.file_name)


def _partner(request: SignedInRequest, partner_id: UUID) -> Partner:
    return get_object_or_404(Partner.objects.visible_to(request.user), pk=partner_id)


def _date(request: SignedInRequest, appointment_id: UUID) -> Appointment:
    return get_object_or_404(Appointment.objects.visible_to(request.user), pk=appointment_id)
