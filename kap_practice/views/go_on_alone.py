from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import clock
from accounts.models import User
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from accounts.roles import Role
from clients.models import Partner
from kap_practice.views.close_care import couple_of
from sessions import actions
from sessions.forms.parting import GoOnForm


@requires(Permission.END_CARE)
@proved
def go_on_alone(request: SignedInRequest, couple_id: UUID, partner_id: UUID) -> HttpResponse:
    """Take one person of a couple that parted into care of their own."""
    couple = couple_of(request, couple_id)
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=partner_id, memberships__couple=couple)
    if couple.closed_at is None or partner.memberships.filter(until=None).exists():
        return redirect("couple", couple.pk)
    therapists = User.objects.filter(role=Role.THERAPIST, is_active=True).order_by("name")
    form = GoOnForm(
        request.POST or None, partner=partner, therapists=therapists, initial={"therapist": request.user.pk}
    )
    if form.is_valid():
        therapist = form.cleaned_data["therapist"]
        try:
            unit = actions.go_on_alone(partner=partner, therapist=therapist, by=request.user, at=clock.now())
        except actions.Refused as refusal:
            messages.warning(request, refusal.sentence)
            return redirect("couple", couple.pk)
        messages.success(request, f"{partner} is in care alone, with {therapist}.")
        return redirect("couple", unit.pk if therapist == request.user else couple.pk)
    context = {"couple": couple, "partner": partner, "form": form}
    return render(request, "kap_practice/go_on_alone.html", context, status=422 if form.errors else 200)
