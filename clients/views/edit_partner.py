from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from clients import actions, rules
from clients.forms import PartnerForm, details_in
from clients.gather import how_to_reach
from clients.models import Partner

TAKEN = "This address cannot be used here. Ask for another one."


@requires(Permission.ADD_COUPLES)
def edit_partner(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """One person's names, birth date, address and insurer, to correct."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user).select_related("user"), pk=partner_id)
    at = clock.now()
    form = PartnerForm(request.POST or None, partner=partner, today=clock.today())
    if form.is_valid():
        try:
            actions.edit_partner(partner=partner, details=details_in(form.cleaned_data), by=request.user, at=at)
        except actions.AddressTaken:
            form.add_error("email", TAKEN)
        except actions.SameAddress:
            form.add_error("email", rules.SAME_ADDRESS)
        else:
            messages.success(request, f"{partner}'s details are saved.")
            return redirect(couple_page(partner))
    context = {"partner": partner, "form": form, "back": couple_page(partner)}
    context["known"] = how_to_reach(partner, request.user, at)
    return render(request, "clients/edit_partner.html", context, status=422 if form.errors else 200)


def couple_page(partner: Partner) -> str:
    """Where work on one person leads back to: the couple's page, that of a couple that parted if there is no later."""
    couple = partner.memberships.order_by("-until").values_list("couple", flat=True).first()
    return reverse("couple", args=[couple]) if couple else reverse("couples")
