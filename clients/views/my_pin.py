from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock, papers, proof
from accounts.policy import Permission, SignedInRequest, requires
from clients import actions
from clients.forms import NewPinForm, PinForm
from clients.views.my_consent import own_partner


@requires(Permission.USE_PORTAL)
@sensitive_post_parameters()
def my_pin(request: SignedInRequest) -> HttpResponse:
    """The PIN for one's own papers: to type once in a sign-in, to choose the first time, and to change."""
    partner = own_partner(request)
    known = actions.pin_in_force(partner) is not None
    form: NewPinForm | PinForm
    if known and not papers.are_open(request):
        form = PinForm(request.POST or None)
        act = actions.try_pin
    else:
        form = NewPinForm(request.POST or None)
        act = actions.set_pin
    if form.is_valid():
        try:
            act(partner=partner, pin=form.cleaned_data["pin"], by=request.user, at=clock.now())
        except actions.PinRefused as refusal:
            form.add_error("pin", str(refusal))
        except actions.WrongPin as refusal:
            form.add_error("pin", wrong(refusal))
        else:
            papers.open_them(request)
            return proof.go_on(request)
    context = {
        "form": form,
        "known": known,
        "opened": papers.are_open(request),
        "passkey": is_mfa_enabled(request.user, [Authenticator.Type.WEBAUTHN]),
        "next": request.GET.get("next", ""),
        "waits": proof.waits(request),
    }
    return render(request, "clients/my_pin.html", context, status=422 if form.errors else 200)


def wrong(refusal: actions.WrongPin) -> str:
    if refusal.rests_until is None:
        return "This PIN does not fit. Try again, or call us if it is forgotten."
    until = refusal.rests_until.astimezone(clock.practice_zone())
    return f"This PIN does not fit, and rests until {until:%H:%M}. Nothing else here waits for it."
