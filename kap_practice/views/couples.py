from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from clients.models import Couple
from sessions.gather import next_dates
from sessions.models import Appointment


@dataclass(frozen=True)
class Row:
    """A couple with its names and next date."""

    couple: Couple
    names: str
    next: Appointment | None


@requires(Permission.SEE_COUPLES)
def couples(request: SignedInRequest) -> HttpResponse:
    """Everybody in care by name, with the next date."""
    found = list(Couple.objects.visible_to(request.user).filter(closed_at=None).with_partners())
    dates = next_dates(found, clock.now())
    rows = [Row(one, str(one), dates.get(one.pk)) for one in found]
    return render(request, "kap_practice/couples.html", {"rows": sorted(rows, key=lambda row: row.names.casefold())})
