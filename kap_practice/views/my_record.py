from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date

from accounts.policy import Permission, SignedInRequest, requires
from kap_practice.opened import told_to


@requires(Permission.USE_PORTAL)
def my_record(request: SignedInRequest) -> HttpResponse:
    """Who of the practice opened pages about this partner: a line for each reader and day, without how often."""
    before = day(request.GET.get("before", ""))
    context = {"told": told_to(request.user, before), "older": before is not None}
    return render(request, "kap_practice/my_record.html", context)


def day(text: str) -> date | None:
    """A day from the address bar; nothing when it is none."""
    try:
        return parse_date(text)
    except ValueError:
        return None
