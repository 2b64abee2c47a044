from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import clock
from accounts.actions import AlreadyJoined, NoAddress
from accounts.policy import Permission, SignedInRequest, requires
from clients import actions
from clients.gather import how_to_reach, way_in
from clients.models import Partner
from clients.views.edit_partner import couple_page


@requires(Permission.ADD_COUPLES)
def invite_partner(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """How far one person is on the way in, and the button that mails a link."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user).select_related("user"), pk=partner_id)
    at = clock.now()
    if request.method == "POST":
        try:
            actions.invite_partner(partner=partner, by=request.user, at=at)
            messages.success(request, f"An invitation is on its way to {partner.user.email}.")
        except AlreadyJoined:
            messages.info(request, f"{partner} has joined already and needs no invitation.")
        except NoAddress:
            messages.info(request, f"{partner} has no e-mail address, and answers on the practice's tablet.")
        return redirect(couple_page(partner))
    state = way_in(partner.user)
    context = {
        "partner": partner,
        "way_in": state,
        "way_in_words": state.words(at),
        "way_in_chip": state.chip(at),
        "known": how_to_reach(partner, request.user, at),
        "back": couple_page(partner),
    }
    return render(request, "clients/invite_partner.html", context)
