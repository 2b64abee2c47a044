"""How long records are kept: the list, one person's record, legal holds, and the signed order of a purge."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from clients import actions
from clients.forms import PurgeForm, ReasonForm
from clients.gather import reasons_not_to_purge
from clients.models import LegalHold, Partner
from kap_practice.keeping import ended_records, record_of


@requires(Permission.KEEP_RECORDS)
def records(request: SignedInRequest) -> HttpResponse:
    """Everybody whose care has ended, with the dates until which their records are kept."""
    kap = settings.KAP
    context = {
        "records": ended_records(request.user, clock.today()),
        "years": {"record": kap["KEEP_RECORD_YEARS"], "money": kap["KEEP_MONEY_YEARS"], "log": kap["KEEP_LOG_YEARS"]},
    }
    return render(request, "kap_practice/records.html", context)


@requires(Permission.KEEP_RECORDS)
def record(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """One person's record: until when it is kept, what holds it, and its end."""
    return _page(request, partner_of(request, partner_id))


@requires(Permission.KEEP_RECORDS)
def open_legal_hold(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Keep a record whatever its date says."""
    partner = partner_of(request, partner_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and not form.is_valid():
        return _page(request, partner, hold_form=form)
    if request.method == "POST":
        actions.open_legal_hold(partner=partner, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())
        messages.success(request, f"A legal hold stands on {partner}'s record.")
    return redirect("record", partner.pk)


@requires(Permission.KEEP_RECORDS)
@proved
def release_legal_hold(request: SignedInRequest, legal_hold_id: UUID) -> HttpResponse:
    """End a legal hold, with a reason."""
    found = LegalHold.objects.visible_to(request.user).select_related("partner")
    hold = get_object_or_404(found, pk=legal_hold_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        actions.release_legal_hold(legal_hold=hold, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())
        messages.success(request, "The legal hold is released.")
        return redirect("record", hold.partner_id)
    context = {"hold": hold, "partner": hold.partner, "form": form}
    return render(request, "kap_practice/release_legal_hold.html", context, status=422 if form.errors else 200)


@requires(Permission.KEEP_RECORDS)
@proved
def order_purge(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """What is destroyed and what stays, and the signature for it."""
    partner = partner_of(request, partner_id)
    if reasons_not_to_purge(partner, clock.today()):
        return redirect("record", partner.pk)
    form = PurgeForm(request.POST or None)
    if form.is_valid():
        try:
            actions.order_purge(partner=partner, **form.cleaned_data, by=request.user, at=clock.now())
        except actions.NameDiffersFromRecord as refusal:
            form.add_error("typed_name", str(refusal))
        except actions.NotDue as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Signed. It waits for the operator's run, and can be taken back until then.")
            return redirect("record", partner.pk)
    kept = record_of(partner, request.user, clock.today())
    context = {"partner": partner, "kept": kept, "form": form}
    return render(request, "kap_practice/order_purge.html", context, status=422 if form.errors else 200)


@requires(Permission.KEEP_RECORDS)
def withdraw_purge(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Take a signed order back before it is carried out."""
    partner = partner_of(request, partner_id)
    if request.method == "POST" and actions.withdraw_purge(partner=partner, by=request.user, at=clock.now()):
        messages.success(request, "Taken back. The record stays.")
    return redirect("record", partner.pk)


def partner_of(request: SignedInRequest, partner_id: UUID) -> Partner:
    return get_object_or_404(Partner.objects.visible_to(request.user).select_related("user"), pk=partner_id)


def _page(request: SignedInRequest, partner: Partner, hold_form: ReasonForm | None = None) -> HttpResponse:
    holds = LegalHold.objects.visible_to(request.user).filter(partner=partner).select_related("by", "release__by")
    context: dict[str, Any] = {
        "partner": partner,
        "kept": record_of(partner, request.user, clock.today()),
        "reasons": reasons_not_to_purge(partner, clock.today()),
        "holds": holds.order_by("-at"),
        "form": hold_form or ReasonForm(),
    }
    return render(request, "kap_practice/record.html", context, status=422 if hold_form else 200)
