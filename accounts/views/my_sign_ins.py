from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import actions, clock
from accounts.models import SignIn
from accounts.policy import SignedInRequest, signed_in
from accounts.practice_forms import SignInChoiceForm


@signed_in
def my_sign_ins(request: SignedInRequest) -> HttpResponse:
    """Where one is signed in, and the buttons that end one of these or all others."""
    if request.method == "POST":
        return _end(request)
    minutes = settings.IDLE_MINUTES[request.user.role]
    quiet = clock.now() - timedelta(minutes=minutes)
    alive = Session.objects.filter(expire_date__gt=clock.now()).values("session_key")  # who signed out left no session
    own = SignIn.objects.filter(user=request.user, seen_at__gte=quiet)
    rows = own.filter(session_key__in=alive).order_by("-began_at")
    here = request.session.session_key
    context = {
        "here": [row for row in rows if row.session_key == here],
        "others": [row for row in rows if row.session_key != here],
        "minutes": minutes,
        "hours": settings.ABSOLUTE_HOURS,
    }
    return render(request, "accounts/my_sign_ins.html", context)


def _end(request: SignedInRequest) -> HttpResponse:
    form = SignInChoiceForm(request.POST)
    if not form.is_valid():
        return redirect("my_sign_ins")
    only: UUID | None = form.cleaned_data["sign_in"]
    here = request.session.session_key
    ended = actions.end_sign_ins(person=request.user, by=request.user, at=clock.now(), only=only, but=here)
    messages.success(request, "Signed out there." if ended else "There was no other sign-in left to end.")
    return redirect("my_sign_ins")
