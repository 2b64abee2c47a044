from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from clients.models import Couple, Separation
from sessions import actions
from sessions.gather.parting import dates_to_come, record_facts
from sessions.rules.parting import Reason, reasons_not_to_end


@requires(Permission.END_CARE)
@proved
def close_care(request: SignedInRequest, couple_id: UUID) -> HttpResponse:
    """The two ways in which a couple's care ends: at its end, or because they part. Closing is done here."""
    couple = couple_of(request, couple_id)
    if couple.closed_at is not None:
        return redirect("couple", couple.pk)
    at = clock.now()
    if request.method == "POST":
        try:
            actions.close_care(couple=couple, by=request.user, at=at)
        except actions.NotWhole as refusal:
            return _page(request, couple, refusal.reasons, status=422)
        except actions.Refused as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, f"The care of {couple} has ended. Their record is closed.")
        return redirect("couple", couple.pk)
    return _page(request, couple, reasons_not_to_end(record_facts(couple, at), dates_to_come(couple, at).count()))


@requires(Permission.END_CARE)
def reopen_care(request: SignedInRequest, couple_id: UUID) -> HttpResponse:
    """Take up again care that came to its end."""
    couple = couple_of(request, couple_id)
    if request.method == "POST":
        try:
            actions.reopen_care(couple=couple, by=request.user, at=clock.now())
        except actions.Refused as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, f"{couple} are in care again.")
    return redirect("couple", couple.pk)


def couple_of(request: SignedInRequest, couple_id: UUID) -> Couple:
    """A couple that this user may see, with both partners; 404 otherwise."""
    return get_object_or_404(Couple.objects.visible_to(request.user).with_partners(), pk=couple_id)


def shown(reasons: list[Reason]) -> list[dict[str, str]]:
    """Reasons as the kit draws them, each leading to the appointment where it is put right."""
    return [
        {"text": one.text, "url": reverse("appointment", args=[one.appointment]) if one.appointment else ""}
        for one in reasons
    ]


def _page(request: SignedInRequest, couple: Couple, reasons: list[Reason], status: int = 200) -> HttpResponse:
    separation = Separation.objects.visible_to(request.user).standing().filter(couple=couple).first()
    context: dict[str, Any] = {
        "couple": couple,
        "reasons": shown(reasons),
        "separation": separation,
        "are_two": len(couple.partners()) > 1,
    }
    return render(request, "kap_practice/close_care.html", context, status=status)
