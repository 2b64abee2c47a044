from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from sessions.forms.booking import SlotForm
from sessions.gather.to_book import to_book


@requires(Permission.BOOK)
def calendar_book(request: SignedInRequest) -> HttpResponse:
    """Whom a free hour is for: each couple with the next step that has no date."""
    at = clock.now()
    slot = SlotForm(request.GET).chosen()
    rows = to_book(request.user, at)
    context = {
        "rows": rows,
        "waits": any(row.waits for row in rows),
        "day": slot.get("day"),
        "hour": slot.get("hour"),
        "zone": clock.zone_name(at),
        "query": urlencode(slot),
    }
    return render(request, "sessions/calendar_book.html", context)
