from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateformat import format as formatted

from accounts import clock
from accounts.models import User
from accounts.policy import Permission, SignedInRequest, may, requires
from kap_practice.dates import chip_of, room_now
from kap_practice.needs import needs_of
from sessions.gather import agenda
from sessions.models import Appointment

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


@requires(Permission.SEE_TODAY)
def today(request: SignedInRequest) -> HttpResponse:
    """The day at a glance: who comes, and what waits for the person who looks."""
    at = clock.now()
    rows = agenda(request.user, clock.today(), at)
    context = {
        "now": at,
        "zone": f"{clock.zone_name(at)} time",
        "heading": heading(len(rows)),
        "agenda": [{"row": row, "chip": chip_of(row)} for row in rows],
        "quiet": "" if rows else quiet(request.user, at),
        "needs": needs_of(request.user, at),
        "next_room": room_now(rows, at) if may(request.user, Permission.RUN_ROOM) else None,
    }
    return render(request, "kap_practice/today.html", context)


def heading(count: int) -> str:
    number = NUMBERS[count] if count < len(NUMBERS) else str(count)
    return f"{number} session{'' if count == 1 else 's'} today"


def quiet(user: User, at: datetime) -> str:
    """What an empty day says: when the next one is."""
    coming = Appointment.objects.visible_to(user).to_come(at).select_related("couple").order_by("starts_at").first()
    if coming is None:
        return "Nothing is booked. Dates are booked on a couple's page."
    starts_at = coming.starts_at.astimezone(clock.practice_zone())
    return f"No sessions today. Next: {formatted(starts_at, 'l j F, H:i')}, {coming.couple}."
