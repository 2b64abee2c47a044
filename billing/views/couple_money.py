from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, may, requires
from billing.gather import accounts_of, insured_on
from billing.models import InsuredPerson
from clients.models import Couple


@requires(Permission.SEE_MONEY)
def couple_money(request: SignedInRequest, couple_id: UUID) -> HttpResponse:
    """Each partner's own account: what sessions cost, what was paid, what is owed."""
    couple = get_object_or_404(Couple.objects.visible_to(request.user).with_partners(), pk=couple_id)
    partners = couple.partners()
    named = insured_on(list(InsuredPerson.objects.filter(couple=couple).newest_first()), clock.today())
    context = {
        "couple": couple,
        "accounts": list(zip(("a", "b"), accounts_of(partners), strict=False)),
        "insured": next((partner for partner in partners if partner.pk == named), None),
        "sets_diagnosis": may(request.user, Permission.SET_DIAGNOSIS),
        "reads_record": may(request.user, Permission.READ_RECORD),
    }
    return render(request, "billing/couple_money.html", context)
