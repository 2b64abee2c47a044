"""Readings, labs and letters of one person: read and added to by the clinicians who care for them."""

import base64
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from clients.models import Partner
from documents.handing import hand_out_upload
from screening import actions
from screening.forms.measured import HealthPaperForm, MeasurementForm
from screening.gather.measured import measured
from screening.models import HealthPaper


@requires(Permission.READ_HEALTH)
@sensitive_post_parameters()
def readings(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """What was measured and brought, the newest first, with room for another reading."""
    partner, today = _partner(request, partner_id), clock.today()
    if request.method != "POST":
        return _page(request, partner)
    form = MeasurementForm(request.POST, today=today)
    if not form.is_valid():
        return _page(request, partner, reading_form=form)
    with suppress(actions.AlreadyReceived):
        actions.record_measurement(
            partner=partner,
            reading=form.reading(),
            where=form.cleaned_data["where"],
            by=request.user,
            at=clock.now(),
            key=form.cleaned_data["key"],
        )
    messages.success(request, f"Reading of {partner.called} kept.")
    return redirect("readings", partner.pk)


@requires(Permission.READ_HEALTH)
@sensitive_post_parameters()
def add_health_paper(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Keep a lab, a scan or a letter that came to the practice."""
    partner = _partner(request, partner_id)
    if request.method != "POST":
        return redirect("readings", partner.pk)
    form = HealthPaperForm(request.POST, request.FILES, today=clock.today())
    if form.is_valid():
        try:
            actions.keep_health_paper(partner=partner, by=request.user, at=clock.now(), **paper_of(form))
        except actions.TooManyPapers as refusal:
            form.add_error("file", refusal.reasons)
        except actions.AlreadyReceived:
            return redirect("readings", partner.pk)
        else:
            messages.success(request, f"Paper of {partner.called} kept.")
            return redirect("readings", partner.pk)
    return _page(request, partner, paper_form=form)


@requires(Permission.READ_HEALTH)
def health_paper(request: SignedInRequest, health_paper_id: UUID) -> HttpResponse:
    """One file, for the clinicians of the person whom it is about. Only ever a download."""
    paper = get_object_or_404(HealthPaper.objects.visible_to(request.user), pk=health_paper_id)
    return hand_out_upload(base64.b64decode(paper.content), paper.file_kind)


def paper_of(form: HealthPaperForm) -> dict[str, Any]:
    """What a valid form brings to the action."""
    given = form.cleaned_data
    return {name: given[name] for name in ("kind", "dated", "words", "key")} | {"brought": given["file"]}


def _partner(request: SignedInRequest, partner_id: UUID) -> Partner:
    return get_object_or_404(Partner.objects.visible_to(request.user), pk=partner_id)


def _page(
    request: SignedInRequest,
    partner: Partner,
    *,
    reading_form: MeasurementForm | None = None,
    paper_form: HealthPaperForm | None = None,
) -> HttpResponse:
    today, failed = clock.today(), reading_form or paper_form
    context = {
        "partner": partner,
        "measured": measured(partner, request.user, today),
        "form": failed,
        "reading_form": reading_form or MeasurementForm(today=today, initial={"measured_on": today}),
        "paper_form": paper_form or HealthPaperForm(today=today),
    }
    return render(request, "screening/readings.html", context, status=422 if failed else 200)
