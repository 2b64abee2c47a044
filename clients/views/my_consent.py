"""A partner's own agreements: what there is to sign, each text on a page of its own, and taking one back."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from accounts import clock, papers
from accounts.models import Practice
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from accounts.tablet import in_hand_off, is_handed_off
from clients import actions, rules
from clients.forms import SignForm
from clients.gather.consents import (
    TextState,
    is_whole,
    next_to_sign,
    packet_of,
    preparation_of,
    text_states,
)
from clients.gather.effect import under_effect
from clients.models import ConsentDocument, Partner
from clients.rules.consents import DRAWN_HEIGHT, DRAWN_WIDTH, PACKET, PREPARATION, UNDER_EFFECT
from clients.rules.wording import filled


@requires(Permission.USE_PORTAL)
@in_hand_off
def my_consent(request: SignedInRequest) -> HttpResponse:
    """All agreements at a glance: what waits, what was signed when, and the way to take one back."""
    states = text_states(own_partner(request))
    packet = packet_of(states)
    context = {
        "packet": packet,
        "preparation": preparation_of(states),
        "done": sum(state.is_signed for state in packet),
        "is_whole": is_whole(states),
        "next": next_to_sign(states),
    }
    return render(request, "clients/my_consent.html", context)


@requires(Permission.USE_PORTAL)
@in_hand_off
@proved
def my_text(request: SignedInRequest, kind: str) -> HttpResponseBase:
    """One text: to read and to sign by typed name; afterwards the signature, its paper and the way to take it back."""
    partner = own_partner(request)
    states = text_states(partner)
    state = own_state(states, kind)
    if state.kind.page != "my_text":
        return redirect(state.kind.page)
    if state.kind in PREPARATION and not (is_whole(states) or state.history):
        return redirect("my_consent")
    if state.is_signed and is_handed_off(request):
        return redirect("my_consent")
    if state.is_signed and not papers.are_open(request):
        return papers.ask(request)
    shown = state.signed.document if state.signed else state.document
    if shown is None:
        raise Http404
    form = SignForm(request.POST or None, kind=state.kind, version=shown.version)
    if form.is_valid():
        try:
            actions.sign_consent(
                partner=partner,
                document=shown,
                typed_name=form.cleaned_data["typed_name"],
                drawn=form.cleaned_data["drawn"],
                by=request.user,
                at=clock.now(),
            )
        except (actions.NameDiffers, actions.DrawingRefused) as refusal:
            form.add_error("typed_name", str(refusal))
        except actions.UnderEffect as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Signed: {shown.title}, version {shown.version}.")
            return after_signing(partner)
    context = {"state": state, "form": form, **text_context(shown, states, state)}
    context |= {"affected": under_effect(partner, clock.now()), "words": UNDER_EFFECT}
    return render(request, "clients/my_text.html", context, status=422 if form.errors else 200)


@requires(Permission.USE_PORTAL)
@in_hand_off
def withdraw_consent(request: SignedInRequest, kind: str) -> HttpResponse:
    """Taking a text back: what that means, and the button. Open at any time, without the PIN."""
    state = own_state(text_states(own_partner(request)), kind)
    signed = next((one for one in state.history if not hasattr(one, "withdrawal")), None)
    if signed is None:
        return redirect("my_consent")
    if request.method == "POST":
        actions.withdraw_consent(consent=signed, by=request.user, at=clock.now())
        messages.success(request, f"Taken back: {state.kind.name}. Nobody will ask you for a reason.")
        return redirect("my_consent")
    return render(request, "clients/withdraw_consent.html", {"state": state})


def after_signing(partner: Partner) -> HttpResponse:
    """On to the next text that waits, or back to the list."""
    waiting = next_to_sign(text_states(partner))
    return redirect(waiting.url) if waiting and waiting.kind in PACKET else redirect("my_consent")


def text_context(shown: ConsentDocument, states: list[TextState], state: TextState) -> dict[str, object]:
    """What the page of one text shows, beside its form."""
    practice = Practice.objects.get()
    name = state.signed.practice_name if state.signed and state.signed.practice_name else practice.name
    now = clock.now()
    packet = [one.kind for one in packet_of(states)]
    return {
        "document": shown,
        "sections": rules.sections(filled(shown.body, name)),
        "place": packet.index(state.kind) + 1 if state.kind in packet else 0,
        "packet": packet,
        "now": now,
        "zone": clock.zone_name(now),
        "box": f"0 0 {DRAWN_WIDTH} {DRAWN_HEIGHT}",
    }


def own_partner(request: SignedInRequest) -> Partner:
    rows = Partner.objects.visible_to(request.user).select_related("user")
    return get_object_or_404(rows, pk=request.user.pk)


def own_state(states: list[TextState], kind: str) -> TextState:
    found = next((state for state in states if state.kind.key == kind and state.document), None)
    if found is None:
        raise Http404
    return found
