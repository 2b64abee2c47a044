from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from clients.models import Couple
from kap_practice.columns import former_names
from sessions.gather import next_dates
from sessions.models import Appointment

# A short list is read faster than it is searched.
LONG = 8


@dataclass(frozen=True)
class Row:
    """A couple with its names, those from before a change of name too, and the next date."""

    couple: Couple
    names: str
    legal_names: str
    earlier: str
    next: Appointment | None


@requires(Permission.SEE_COUPLES)
def couples(request: SignedInRequest) -> HttpResponse:
    """Everybody in care by name, with the next date; below them those whose care has ended."""
    found = list(Couple.objects.visible_to(request.user).with_partners())
    rows = rows_of(found)
    context = {
        "rows": [row for row in rows if row.couple.closed_at is None],
        "ended": [row for row in rows if row.couple.closed_at is not None],
        "searchable": len(rows) > LONG,
    }
    return render(request, "kap_practice/couples.html", context)


def rows_of(found: Iterable[Couple]) -> list[Row]:
    """The rows by name: two queries for any number of couples that have their partners."""
    couples = list(found)
    dates = next_dates(couples, clock.now())
    earlier = former_names([partner for one in couples for partner in one.partners()])
    rows = [
        Row(
            couple=one,
            names=str(one),
            legal_names=", ".join(partner.legal_name for partner in one.partners()),
            earlier=", ".join(name for partner in one.partners() for name in earlier.get(partner.pk, [])),
            next=dates.get(one.pk),
        )
        for one in couples
    ]
    return sorted(rows, key=lambda row: row.names.casefold())
