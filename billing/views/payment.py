from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from billing import actions
from billing.forms import PaymentForm
from billing.gather import accounts_of
from billing.gather.accounts import owed_by
from billing.rules.money import dollars
from billing.views.back import money_of
from clients.models import Membership, Partner


@requires(Permission.TAKE_PAYMENTS)
def payment(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Record money that came in for one person's account."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=partner_id)
    form = PaymentForm(request.POST or None, account=partner, partners=both(partner), today=clock.today())
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.record_payment(account=partner, **given, by=request.user, at=clock.now())
        except actions.PaymentRefused as refusal:
            form.add_error("amount", str(refusal))
        else:
            left = dollars(owed_by(partner))
            messages.success(request, f"Recorded {dollars(given['amount'])} for {partner}. Still owed: {left}.")
            return redirect(money_of(partner))
    [account] = accounts_of([partner])
    context = {
        "partner": partner,
        "account": account,
        "open": [line for _, lines in reversed(account.charges) for line in lines if line.owed > 0],
        "form": form,
        "back": money_of(partner),
    }
    return render(request, "billing/payment.html", context, status=422 if form.errors else 200)


def both(partner: Partner) -> list[Partner]:
    """The person and the other one of the two: either may pay."""
    couple = Membership.objects.filter(partner=partner, until=None).values("couple")
    found = Partner.objects.filter(memberships__couple__in=couple, memberships__until=None)
    others = list(found.exclude(pk=partner.pk).order_by("memberships__place"))
    return [partner, *others]
