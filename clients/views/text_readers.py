from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from clients import actions
from clients.gather.consents import who_signed
from clients.rules.consents import SIGNED
from clients.views.partner_record import seen


@requires(Permission.KEEP_CONSENTS)
def text_readers(request: SignedInRequest) -> HttpResponse:
    """Who is on which version of which text, couple by couple."""
    context = {"kinds": SIGNED, "couples": who_signed(request.user), "zone": clock.zone_name(clock.now())}
    return render(request, "clients/text_readers.html", context)


@requires(Permission.KEEP_CONSENTS)
@require_POST
def remind_to_sign(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Tell one person, by a neutral mail, that something waits; at most once a day, and by their own safe ways."""
    partner = seen(request, partner_id)
    if actions.remind_to_sign(partner=partner, by=request.user, at=clock.now()):
        messages.success(request, f"{partner.called} is told that something waits. It goes out in their own hours.")
    else:
        messages.info(request, f"Nothing to tell {partner.called}.")
    return redirect("text_readers")
