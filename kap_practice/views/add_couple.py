from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.models import User
from accounts.policy import Permission, SignedInRequest, requires
from clients import actions
from clients.forms import CoupleForm, details_in
from clients.models import Couple
from screening.actions import ask_baseline
from sessions.actions import make_plan

TAKEN = "This address cannot be used here. Ask for another one."


@requires(Permission.ADD_COUPLES)
def add_couple(request: SignedInRequest) -> HttpResponse:
    """Two people become a couple in care, with a plan, and both are invited."""
    form = CoupleForm(request.POST or None, today=clock.today())
    if form.is_valid():
        if earlier := without_addresses(form, request.user):
            return redirect("couple", earlier.pk)
        try:
            couple = take_into_care(form, by=request.user, at=clock.now())
        except actions.AddressTaken as refusal:
            if earlier := already_added(form, request.user):
                return redirect("couple", earlier.pk)
            form.add_error(f"{refusal.place.lower()}_email", TAKEN)
        else:
            messages.success(request, f"{couple} are in care now.{invited_words(form)}")
            return redirect("couple", couple.pk)
    return render(request, "kap_practice/add_couple.html", {"form": form}, status=422 if form.errors else 200)


def take_into_care(form: CoupleForm, *, by: User, at: datetime) -> Couple:
    """The couple, its plan, the questionnaires of the start, and the invitations if they were asked for: to whoever of
    the two has an address."""
    first, second = (details_in(form.cleaned_data, prefix) for prefix in ("a_", "b_"))
    couple = actions.add_couple(first=first, second=second, by=by, at=at)
    make_plan(couple=couple, by=by, at=at)
    ask_baseline(partners=couple.partners(), at=at)
    if form.cleaned_data["invite"]:
        for partner in (one for one in couple.partners() if one.user.email):
            actions.invite_partner(partner=partner, by=by, at=at)
    return couple


def already_added(form: CoupleForm, by: User) -> Couple | None:
    """The couple of these very two, just added by the same person: the button was pressed twice."""
    own = Couple.objects.visible_to(by).filter(opened_by=by)
    for prefix in ("a_", "b_"):
        given = form.cleaned_data
        own = own.filter(
            memberships__partner__user__email=given[f"{prefix}email"] or None,
            memberships__partner__legal_last_name=given[f"{prefix}legal_last_name"],
            memberships__partner__birth_date=given[f"{prefix}birth_date"],
        )
    return own.first()


def without_addresses(form: CoupleForm, by: User) -> Couple | None:
    """The same for two people of whom neither has an address that would be found taken."""
    given = form.cleaned_data
    return None if given["a_email"] or given["b_email"] else already_added(form, by)


def invited_words(form: CoupleForm) -> str:
    """Who of the two has mail on the way."""
    addresses = [form.cleaned_data["a_email"], form.cleaned_data["b_email"]]
    if not form.cleaned_data["invite"] or not any(addresses):
        return ""
    return " Their invitations are on the way." if all(addresses) else " One invitation is on the way."
