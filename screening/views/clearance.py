"""The prescriber's page of one referred partner: health answers, and a clearance, a question, not now, or a stop."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.forms import KapForm
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from clients.models import Partner
from screening import actions
from screening.forms.clinicians import ClearanceForm, ReplyForm, SuspensionForm
from screening.gather import clearance_facts
from screening.gather.clearances import current_clearance, history
from screening.gather.measured import measured
from screening.gather.reading import sent_answers
from screening.models import Hold
from screening.rules import reading


@requires(Permission.CLEAR)
@proved
@sensitive_post_parameters()
def clearance(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Read one person's health answers and clear that person."""
    partner = _partner(request, partner_id)
    if request.method != "POST":
        return _page(request, partner)
    form = ClearanceForm(request.POST)
    if form.is_valid():
        try:
            given = actions.give_clearance(
                partner=partner, order=form.order(), by=request.user, at=clock.now(), key=form.cleaned_data["key"]
            )
        except actions.ImpossibleClearance as refusal:
            for slip in refusal.slips:
                form.add_error(slip.field, slip.sentence)
        except actions.AlreadyReceived:
            return redirect("clearance", partner.pk)
        else:
            messages.success(request, f"{partner.called} is cleared until {given.valid_until:%-d %B %Y}.")
            return redirect("clearance", partner.pk)
    return _page(request, partner, clearance_form=form)


@requires(Permission.CLEAR)
@sensitive_post_parameters()
def prescriber_reply(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Ask the therapist, or say not now."""
    partner = _partner(request, partner_id)
    if request.method != "POST":
        return redirect("clearance", partner.pk)
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            sent = actions.reply(partner=partner, by=request.user, at=clock.now(), **form.cleaned_data)
        except actions.ClearanceStands as refusal:
            form.add_error("kind", refusal.reasons)
        except actions.AlreadyReceived:
            return redirect("clearance", partner.pk)
        else:
            what = "Question" if sent.kind == "ask" else "“Not now”"
            messages.success(request, f"{what} for {partner.called} sent to the therapist.")
            return redirect("clearance", partner.pk)
    return _page(request, partner, reply_form=form)


@requires(Permission.CLEAR)
@proved
def suspend_clearance(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Stop the clearance in force at once."""
    partner = _partner(request, partner_id)
    current = current_clearance(partner, request.user)
    if request.method != "POST" or current is None:
        return redirect("clearance", partner.pk)
    form = SuspensionForm(request.POST)
    if not form.is_valid():
        return _page(request, partner, suspension_form=form)
    with suppress(actions.AlreadyReceived):
        actions.suspend_clearance(
            clearance=current, reason=form.cleaned_data["reason"], by=request.user, at=clock.now()
        )
    messages.success(request, f"The clearance of {partner.called} is suspended.")
    return redirect("clearance", partner.pk)


def _partner(request: SignedInRequest, partner_id: UUID) -> Partner:
    return get_object_or_404(Partner.objects.visible_to(request.user), pk=partner_id)


def _page(
    request: SignedInRequest,
    partner: Partner,
    *,
    clearance_form: ClearanceForm | None = None,
    reply_form: ReplyForm | None = None,
    suspension_form: SuspensionForm | None = None,
) -> HttpResponse:
    """The page with all three forms; the one with errors is named "form", so that the title says so."""
    user, failed = request.user, clearance_form or reply_form or suspension_form
    current = current_clearance(partner, user)
    today = clock.today()
    context: dict[str, Any] = {
        "partner": partner,
        "age": partner.age_on(today),
        "health": reading.health_reading(sent_answers(partner, user), partner.age_on(today)),
        "measured": measured(partner, user, today),
        "history": history(partner, user),
        "current": current if current and clearance_facts(current).stands_on(today) else None,
        "on_hold": Hold.objects.visible_to(user).active().filter(partner=partner).exists(),
        "form": failed,
        "clearance_form": clearance_form or ClearanceForm(),
        "reply_form": reply_form or ReplyForm(),
        "suspension_form": suspension_form or SuspensionForm(),
    }
    return render(request, "screening/clearance.html", context, status=422 if _failed(failed) else 200)


def _failed(form: KapForm | None) -> bool:
    return form is not None and bool(form.errors)
