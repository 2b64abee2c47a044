from datetime import date, timedelta

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.actor import as_actor
from accounts.models import Invitation, User
from accounts.policy import public
from accounts.roles import Role
from demo.cast import STANDING


@public
def step_in(request: HttpRequest) -> HttpResponse:
    """Become one of the cast at once. No check knows of this: it writes what a real sign-in would have written."""
    with as_actor(role="door"):  # whoever else is signed in on this device
        return page(request)


def page(request: HttpRequest) -> HttpResponse:
    order = {email: place for place, email in enumerate(STANDING)}
    cast = sorted(User.objects.filter(email__in=STANDING), key=lambda person: order[person.address])
    if request.method == "POST":
        chosen = [person for person in cast if person.is_active and str(person.pk) == request.POST.get("person")]
        if not chosen:
            raise Http404
        sign_in(request, chosen[0])
        return redirect("home")
    groups = [
        ("The practice", [(person, STANDING[person.address]) for person in cast if person.role != Role.PARTNER]),
        ("In care", [(person, STANDING[person.address]) for person in cast if person.role == Role.PARTNER]),
    ]
    context = {"groups": groups, "person_now": request.user, "told_on": told_on()}
    return render(request, "demo/step_in.html", context)


def told_on() -> date | None:
    """The day that the demo's story calls today, where that is over."""
    by_the_office = Invitation.objects.filter(sent_by__role=Role.STAFF).order_by("sent_at").first()
    if by_the_office is None:
        return None
    day = clock.day_of(by_the_office.sent_at) + timedelta(days=1)
    return day if day < clock.today() else None


def sign_in(request: HttpRequest, person: User) -> None:
    """Sign in as this person, with allauth's own record of every factor that the role needs."""
    if request.user.is_authenticated:
        logout(request)
    if person.role == Role.PARTNER:
        record_authentication(request, person, method="code", email=person.email)
    else:
        record_authentication(request, person, method="password", email=person.email)
        record_authentication(request, person, method="mfa", type="totp")
    get_adapter().login(request, person)
