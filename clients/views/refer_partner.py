from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import clock
from accounts.models import User
from accounts.policy import Permission, SignedInRequest, requires
from accounts.roles import Role
from clients import actions
from clients.forms import ReferralForm
from clients.models import Partner
from clients.views.edit_partner import couple_page


@requires(Permission.DECIDE)
def refer_partner(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Send one person to a prescriber, who reads that person's health answers from then on; or take that back."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=partner_id)
    referral = partner.referrals.filter(ended_at=None).select_related("prescriber__credential").first()
    if request.method == "POST" and "end" in request.POST and referral:
        actions.end_referral(referral=referral, by=request.user, at=clock.now())
        messages.success(request, f"{referral.prescriber} reads no more of {partner}'s answers.")
        return redirect(couple_page(partner))
    prescribers = User.objects.filter(role=Role.PRESCRIBER, is_active=True).order_by("name")
    initial = {"prescriber": referral.prescriber_id if referral else None}
    form = ReferralForm(request.POST or None, prescribers=prescribers, initial=initial)
    if form.is_valid():
        made = actions.refer_partner(partner=partner, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, f"{partner} is referred to {made.prescriber}, who is told by e-mail.")
        return redirect(couple_page(partner))
    context = {
        "partner": partner,
        "form": form,
        "referral": referral,
        "prescribers": prescribers,
        "back": couple_page(partner),
    }
    return render(request, "clients/refer_partner.html", context, status=422 if form.errors else 200)
