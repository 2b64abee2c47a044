from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from billing import actions
from billing.forms import FeeForm
from billing.gather.schedule import schedule
from billing.rules.money import dollars
from billing.rules.statement import day_in_words
from sessions.models import StepKind


@requires(Permission.SET_UP_PRACTICE)
@proved
def fees(request: SignedInRequest) -> HttpResponse:
    """What each kind of session costs, from which day on."""
    today = clock.today()
    form = FeeForm(request.POST or None, today=today)
    if form.is_valid():
        fee = actions.set_fee(**form.cleaned_data, by=request.user, at=clock.now())
        kind = StepKind(fee.kind).label
        messages.success(request, f"{kind}: {fee.label} costs {dollars(fee.amount)} from {day_in_words(fee.since)}.")
        return redirect("fees")
    context = {"form": form, "kinds": schedule(today)}
    return render(request, "billing/fees.html", context, status=422 if form.errors else 200)
