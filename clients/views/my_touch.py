"""A partner's own touch agreement: answered and signed before a dose, narrowed at any time."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from accounts import clock, papers
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from clients import actions
from clients.forms import NarrowForm, TouchForm
from clients.gather.consents import is_whole, text_states
from clients.gather.effect import under_effect
from clients.rules.consents import TOUCH, UNDER_EFFECT
from clients.rules.touch import INSTEAD, NEVER, SAFETY, SILENCE
from clients.views.my_consent import own_partner, own_state, text_context

NOTED = "Noted. It holds from now on, and your therapist sees it at once."
NOTHING_SIGNED = "Nothing is signed yet, so all of it is a no already."
FIXED = {"never": NEVER, "safety": SAFETY, "silence": SILENCE}


@requires(Permission.USE_PORTAL)
@proved
def my_touch(request: SignedInRequest) -> HttpResponseBase:
    """To read, answer and sign; afterwards the signature, a way to say less, and one to say it anew."""
    partner, at = own_partner(request), clock.now()
    states = text_states(partner)
    state = own_state(states, TOUCH.key)
    if not (is_whole(states) or state.history):
        return redirect("my_consent")
    anew = "anew" in request.GET or not state.is_signed
    if state.is_signed and not papers.are_open(request):
        return papers.ask(request)
    shown = state.document if anew else state.signed.document if state.signed else None
    if shown is None:
        raise Http404
    form = TouchForm(request.POST or None, version=shown.version)
    if form.is_valid():
        try:
            actions.sign_touch(
                partner=partner,
                document=shown,
                choices=form.choices(),
                typed_name=form.cleaned_data["typed_name"],
                drawn=form.cleaned_data["drawn"],
                by=request.user,
                at=at,
            )
        except (actions.NameDiffers, actions.DrawingRefused) as refusal:
            form.add_error("typed_name", str(refusal))
        except actions.UnderEffect as refusal:
            form.add_error(None, f"{refusal} {INSTEAD}")
        else:
            messages.success(request, f"Signed: {shown.title}, version {shown.version}.")
            return redirect("my_consent")
    affected = under_effect(partner, at)
    words = f"{UNDER_EFFECT} {INSTEAD}"
    context = {"state": state, "form": form, "anew": anew, "affected": affected, "words": words, **FIXED}
    context |= text_context(shown, states, state)
    return render(request, "clients/my_touch.html", context, status=422 if form.errors else 200)


@requires(Permission.USE_PORTAL)
def narrow_my_touch(request: SignedInRequest) -> HttpResponse:
    """Saying less: open at any time, without the PIN and without a signature."""
    partner = own_partner(request)
    form = NarrowForm(request.POST or None)
    if form.is_valid():
        kept = actions.narrow_touch(partner=partner, choices=form.choices(), by=request.user, at=clock.now())
        messages.success(request, NOTED if kept else NOTHING_SIGNED)
        return redirect("my_consent")
    context = {"form": form, **FIXED}
    return render(request, "clients/narrow_my_touch.html", context, status=422 if form.errors else 200)
