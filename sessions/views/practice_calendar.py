"""Opening hours and rooms, a page of the practice's settings."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from sessions import actions
from sessions.forms.hours import OpeningForm, RoomForm
from sessions.gather.hours import changes_of_hours, opening_hours
from sessions.models import TherapyRoom


@requires(Permission.SET_UP_PRACTICE)
@proved
def practice_calendar(request: SignedInRequest) -> HttpResponse:
    """The hours in which the practice sees people, and its rooms; what was changed of them."""
    form = OpeningForm(request.POST or None, hours=opening_hours())
    if form.is_valid():
        actions.set_opening_hours(week=form.week())
        messages.success(request, "The opening hours are saved. The calendar shows them from now on.")
        return redirect("practice_calendar")
    return _page(request, form, RoomForm(auto_id="room_%s"))


@requires(Permission.SET_UP_PRACTICE)
@proved
def add_room(request: SignedInRequest) -> HttpResponse:
    """One more room to hold sessions in."""
    if request.method != "POST":
        return redirect("practice_calendar")
    form = RoomForm(request.POST, auto_id="room_%s")
    if form.is_valid():
        try:
            room = actions.add_room(name=form.cleaned_data["name"], by=request.user, at=clock.now())
        except actions.Refused as refusal:
            form.add_error("name", refusal.sentence)
        else:
            messages.success(request, f"{room} is in the list. It is taken once at a time.")
            return redirect("practice_calendar")
    return _page(request, OpeningForm(hours=opening_hours()), form)


@requires(Permission.SET_UP_PRACTICE)
@proved
def retire_room(request: SignedInRequest, therapy_room_id: UUID) -> HttpResponse:
    """Book nothing more into a room."""
    room = get_object_or_404(TherapyRoom, pk=therapy_room_id)
    if request.method == "POST":
        try:
            actions.retire_room(room=room, at=clock.now())
        except actions.Refused as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, f"{room} is taken off the list.")
    return redirect("practice_calendar")


def _page(request: SignedInRequest, form: OpeningForm, room_form: RoomForm) -> HttpResponse:
    context = {
        "form": room_form if room_form.errors else form,
        "hours_form": form,
        "room_form": room_form,
        "rooms": TherapyRoom.objects.in_use(),
        "changes": changes_of_hours(),
        "zone": clock.zone_name(clock.now()),
    }
    status = 422 if form.errors or room_form.errors else 200
    return render(request, "sessions/practice_calendar.html", context, status=status)
