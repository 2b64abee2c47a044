from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from billing import actions
from billing.forms import InsuredForm
from billing.models import InsuredPerson
from billing.rules.statement import day_in_words
from clients.models import Couple


@requires(Permission.SEE_MONEY)
def insured(request: SignedInRequest, couple_id: UUID) -> HttpResponse:
    """Whose insurance a couple's sessions are stated for, from a day on."""
    couple = get_object_or_404(Couple.objects.visible_to(request.user).with_partners(), pk=couple_id)
    form = InsuredForm(request.POST or None, partners=couple.partners(), today=clock.today())
    if form.is_valid():
        given = form.cleaned_data
        moved = actions.name_for_insurance(couple=couple, **given, by=request.user, at=clock.now())
        messages.success(request, said(given["partner"].called, day_in_words(given["since"]), moved))
        return redirect("couple_money", couple.pk)
    named = InsuredPerson.objects.filter(couple=couple).newest_first().select_related("partner", "by")
    context = {"couple": couple, "form": form, "named": named}
    return render(request, "billing/insured.html", context, status=422 if form.errors else 200)


def said(name: str, since: str, moved: int) -> str:
    moved_too = f" {moved} open session{'s' if moved > 1 else ''} moved to this account." if moved else ""
    return f"{name} is named for insurance from {since}.{moved_too}"
