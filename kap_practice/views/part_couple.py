from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from billing.gather import accounts_of
from clients.actions import NotStanding
from clients.models import Couple
from kap_practice.views.close_care import couple_of, shown
from kap_practice.views.separation import standing
from sessions import actions
from sessions.gather.day import names_there, with_people
from sessions.gather.parting import dates_to_come, record_facts, untold
from sessions.rules.parting import Reason, reasons_not_to_part


@requires(Permission.END_CARE)
@proved
def part_couple(request: SignedInRequest, couple_id: UUID) -> HttpResponse:
    """What the separation changes for whom, and the act that lets it take effect."""
    couple = couple_of(request, couple_id)
    found = standing(request, couple)
    if found is None or found.took_effect_at is not None:
        return redirect("couple", couple.pk)
    at = clock.now()
    if request.method == "POST":
        try:
            actions.part(separation=found, by=request.user, at=at)
        except actions.NotWhole as refusal:
            return _page(request, couple, refusal.reasons, status=422)
        except (actions.Refused, NotStanding):
            messages.info(request, "This has been done already.")
        else:
            messages.success(request, "It has taken effect. Each of them now sees what is their own.")
        return redirect("couple", couple.pk)
    return _page(request, couple, reasons_not_to_part(record_facts(couple, at), untold(found)))


def _page(request: SignedInRequest, couple: Couple, reasons: list[Reason], status: int = 200) -> HttpResponse:
    dates = with_people(dates_to_come(couple, clock.now()))
    context = {
        "couple": couple,
        "reasons": shown(reasons),
        "dates": [(one, names_there(one)) for one in dates],
        "accounts": accounts_of(couple.partners()),
    }
    return render(request, "kap_practice/part_couple.html", context, status=status)
