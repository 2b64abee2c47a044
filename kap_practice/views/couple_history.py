from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_datetime

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from clients.models import Couple
from kap_practice.changes import changes_of, scope_of
from kap_practice.dates import are_together
from kap_practice.forms import HistoryForm


@requires(Permission.READ_RECORD)
def couple_history(request: SignedInRequest, couple_id: UUID) -> HttpResponse:
    """What was changed about a couple, by whom and when. What is private stays closed while both are in the room."""
    found = get_object_or_404(Couple.objects.visible_to(request.user).with_partners(), pk=couple_id)
    form = HistoryForm(request.GET or None, names=[one.called for one in found.partners()])
    asked = form.cleaned_data if form.is_valid() else {}
    together = are_together(found, clock.now())
    scope = scope_of(found, asked.get("person", ""))
    before = moment(request.GET.get("before", ""))
    kept = request.GET.copy()
    kept.pop("before", None)
    context = {
        "couple": found,
        "form": form,
        "together": together,
        "history": changes_of(scope, kind=asked.get("kind", ""), before=before, together=together),
        "asked": kept.urlencode(),
        "older": before is not None,
        "zone": f"{clock.zone_name(clock.now())} time",
        "today": clock.today(),
    }
    return render(request, "kap_practice/couple_history.html", context, status=422 if form.errors else 200)


def moment(text: str) -> datetime | None:
    """A moment from the address bar; nothing when it is none."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo else None
