from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import clock
from accounts.actions import AddressInUse
from accounts.models import User
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from accounts.roles import Role
from clients import actions
from clients.forms import InvitePrescriberForm, ReferralForm
from clients.models import Partner
from clients.views.edit_partner import couple_page


@requires(Permission.DECIDE)
@proved
def invite_prescriber(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Invite a prescriber from outside for this person, or for several: a link that works once, for seven days."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=partner_id)
    people = Partner.objects.visible_to(request.user).filter(
        memberships__until=None, memberships__couple__closed_at=None
    )
    people = people.distinct().order_by("legal_last_name", "legal_first_name")
    form = InvitePrescriberForm(request.POST or None, partners=people, initial={"partners": [partner.pk]})
    if form.is_valid():
        try:
            invited = actions.invite_prescriber(by=request.user, at=clock.now(), **form.cleaned_data)
        except AddressInUse:
            form.add_error("email", "This address cannot be used here. Ask for another one.")
        else:
            messages.success(request, f"An invitation is on its way to {invited.email}.")
            return redirect("refer_partner", partner.pk)
    context = {"partner": partner, "form": form}
    return render(request, "clients/invite_prescriber.html", context, status=422 if form.errors else 200)


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
        "past": partner.referrals.exclude(ended_at=None).select_related("prescriber").order_by("-ended_at"),
        "back": couple_page(partner),
    }
    return render(request, "clients/refer_partner.html", context, status=422 if form.errors else 200)
