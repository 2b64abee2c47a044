"""Giving a device of the practice to one person, and its way back."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.policy import Permission, SignedInRequest, public, requires
from accounts.proof import proved
from accounts.roles import Role
from accounts.tablet import in_hand_off
from clients import actions
from clients.forms import WhoIsThereForm
from clients.hand_off import begin_here, end_here, of_this_browser
from clients.models import HandOff, Partner
from clients.views.edit_partner import couple_page

SHOWN = 10


@requires(Permission.HAND_OVER)
@proved
def hand_off(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """What giving this device to somebody means, and the button that signs its giver out."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user).select_related("user"), pk=partner_id)
    if request.method == "POST":
        made = actions.begin_hand_off(partner=partner, by=request.user, at=clock.now())
        return begin_here(request, made, partner)
    rows = HandOff.objects.visible_to(request.user).filter(partner=partner).select_related("started_by")
    context = {
        "partner": partner,
        "minutes": settings.KAP["HAND_OFF_MINUTES"],
        "quiet": settings.IDLE_MINUTES[Role.PARTNER],
        "earlier": rows.order_by("-started_at")[:SHOWN],
        "now": clock.now(),
        "back": couple_page(partner),
    }
    return render(request, "clients/hand_off.html", context)


@requires(Permission.USE_PORTAL)
@in_hand_off
def on_the_tablet(request: SignedInRequest) -> HttpResponse:
    """The first page on a device of the practice: for whom it is, and whether they are alone."""
    found = of_this_browser(request)
    if found is None:
        return redirect("portal")
    at = clock.now()
    form = WhoIsThereForm(request.POST if request.method == "POST" else None, called=found.partner.called)
    if not form.is_valid():
        return _first_page(request, form)
    if form.cleaned_data["who"] == "no":
        return end_here(request, found, HandOff.End.NOT_THEM, at)
    if form.cleaned_data["alone"] == "no":
        return _first_page(request, WhoIsThereForm(called=found.partner.called), not_alone=True)
    actions.confirm_hand_off(hand_off=found, by=request.user, at=at)
    return redirect("portal")


def _first_page(request: SignedInRequest, form: WhoIsThereForm, *, not_alone: bool = False) -> HttpResponse:
    context = {"form": form, "not_alone": not_alone}
    return render(request, "clients/on_the_tablet.html", context, status=422 if form.errors else 200)


@requires(Permission.USE_PORTAL)
@in_hand_off
def hand_it_back(request: SignedInRequest) -> HttpResponse:
    """Asked once more, since a page that was begun and not sent is lost with it; then the device is nobody's."""
    found = of_this_browser(request)
    if found is None:
        return redirect("portal")
    if request.method == "POST":
        return end_here(request, found, HandOff.End.BACK, clock.now())
    return render(request, "clients/hand_it_back.html")


@public
@require_safe
def handed_back(request: HttpRequest) -> HttpResponse:
    """Where a device ends up whose hand-off is over. It says nothing of whose it was."""
    return render(request, "clients/handed_back.html")
