from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from clients import actions
from clients.forms import SafeContactForm, known_choices
from clients.gather import how_to_reach
from clients.models import Couple, Partner, SafeContact


@requires(Permission.USE_PORTAL)
@sensitive_post_parameters()
def my_contact(request: SignedInRequest) -> HttpResponse:
    """A person says how they can be reached. The page always opens empty: nothing of what was said is shown again."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=request.user.pk)
    form = SafeContactForm(request.POST or None)
    if form.is_valid():
        _set(request, partner, form)
        messages.success(request, "Received. It counts from now on.")
        return redirect("my_contact")
    context = {"form": form, "zone": clock.zone_name(clock.now())}
    return render(request, "clients/my_contact.html", context, status=422 if form.errors else 200)


@requires(Permission.READ_PRIVATE)
@sensitive_post_parameters()
def safe_contact(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """How one partner can be reached: what stands, what was said before, and a form for what they told since."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=partner_id)
    at = clock.now()
    known = how_to_reach(partner, request.user, at)
    form = SafeContactForm(request.POST or None, initial=known_choices(known))
    if form.is_valid():
        _set(request, partner, form)
        messages.success(request, f"How to reach {partner.called} is written down. It counts from now on.")
        return redirect("safe_contact", partner.pk)
    membership = partner.memberships.filter(until=None).first()
    context = {
        "partner": partner,
        "place": membership.place.lower() if membership else "",
        "couple": Couple.objects.visible_to(request.user).filter(memberships=membership).first(),
        "known": known,
        "said": SafeContact.objects.visible_to(request.user)
        .filter(partner=partner)
        .select_related("set_by")
        .order_by("-set_at"),
        "form": form,
        "zone": clock.zone_name(at),
        "back": reverse("screening_review", args=[partner.pk]),
    }
    return render(request, "clients/safe_contact.html", context, status=422 if form.errors else 200)


def _set(request: SignedInRequest, partner: Partner, form: SafeContactForm) -> None:
    actions.set_safe_contact(
        partner=partner,
        choices=form.choices(),
        phrase=form.cleaned_data["phrase"],
        note=form.cleaned_data["note"],
        by=request.user,
        at=clock.now(),
    )
