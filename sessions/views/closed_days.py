"""Holidays of the practice and absences of its therapists, with the appointments that they hit."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from sessions import actions
from sessions.forms.hours import ClosedDaysForm
from sessions.gather.hit import hit_by
from sessions.gather.hours import facts_of, therapists
from sessions.models import ClosedDays


@requires(Permission.BOOK)
def closed_days(request: SignedInRequest) -> HttpResponse:
    """Write down days on which nobody is seen, see what stands on them, and lead each to another time."""
    at = clock.now()
    form = ClosedDaysForm(request.POST or None, therapists=therapists())
    if form.is_valid():
        try:
            closed = actions.close_days(**form.cleaned_data, by=request.user, at=at)
        except actions.Refused as refusal:
            form.add_error("starts_on", refusal.sentence)
        else:
            standing = hit_by([closed], request.user, at)[closed.pk]
            messages.success(request, f"Written down.{_told(len(standing))}")
            return redirect("closed_days")
    rows = list(ClosedDays.objects.select_related("therapist", "made_by").order_by("starts_on", "made_at"))
    coming = [row for row in rows if row.withdrawn_at is None and row.ends_on >= clock.day_of(at)]
    hit = hit_by(coming, request.user, at)
    context = {
        "form": form,
        "coming": [(row, facts_of(row).label, hit[row.pk]) for row in coming],
        "past": [(row, facts_of(row).label) for row in reversed(rows) if row not in coming],
        "zone": clock.zone_name(at),
    }
    return render(request, "sessions/closed_days.html", context, status=422 if form.errors else 200)


@requires(Permission.BOOK)
def take_back_closed_days(request: SignedInRequest, closed_days_id: UUID) -> HttpResponse:
    """These days are open again."""
    closed = get_object_or_404(ClosedDays.objects.select_related("therapist"), pk=closed_days_id)
    if request.method == "POST":
        actions.take_back_closed_days(closed=closed, at=clock.now())
        messages.success(request, f"Taken off the list: {facts_of(closed).label}.")
    return redirect("closed_days")


def _told(hit: int) -> str:
    if not hit:
        return " Nothing is booked on these days."
    return f" {hit} {'date stands' if hit == 1 else 'dates stand'} on these days; each can be moved from the list."
