"""How one partner signs in, and what the practice can do when that does not work for them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.actions import end_sign_ins
from accounts.actor import as_actor
from accounts.models import digest_of
from accounts.policy import Permission, SignedInRequest, may, public, requires
from accounts.proof import proved
from clients import actions, rules
from clients.forms import NewAddressForm
from clients.gather import way_in
from clients.models import AddressChange, Partner
from clients.views.edit_partner import TAKEN, couple_page

GONE = 410


@requires(Permission.HELP_SIGN_IN)
def partner_sign_in(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Address, PIN and sign-ins of one partner, each with the way to help."""
    return _page(request, _partner(request, partner_id), NewAddressForm())


@requires(Permission.HELP_SIGN_IN)
@proved
@require_POST
def change_address(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Ask for another address; it counts once its own mail is opened."""
    partner = _partner(request, partner_id)
    form = NewAddressForm(request.POST)
    if form.is_valid():
        try:
            actions.ask_address(partner=partner, address=form.cleaned_data["address"], by=request.user, at=clock.now())
        except actions.AddressTaken:
            form.add_error("address", TAKEN)
        except actions.SameAddress:
            form.add_error("address", rules.SAME_ADDRESS)
        except actions.NotJoined:
            form.add_error("address", "They have not joined yet. Correct the address in their details.")
        else:
            messages.success(request, "A link is on its way to the new address. The old one works until it is used.")
            return redirect("partner_sign_in", partner.pk)
    return _page(request, partner, form)


@requires(Permission.HELP_SIGN_IN)
@proved
@require_POST
def reset_pin(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Let a partner who forgot the PIN choose a new one."""
    partner = _partner(request, partner_id)
    actions.reset_pin(partner=partner, by=request.user, at=clock.now())
    messages.success(request, f"{partner.called} chooses a new PIN the next time they open their papers.")
    return redirect("partner_sign_in", partner.pk)


@requires(Permission.END_SIGN_INS)
@proved
@require_POST
def end_partner_sign_ins(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Sign a partner out everywhere."""
    partner = _partner(request, partner_id)
    end_sign_ins(person=partner.user, by=request.user, at=clock.now())
    messages.success(request, f"{partner.called} is signed out everywhere.")
    return redirect("partner_sign_in", partner.pk)


@public
def use_address(request: HttpRequest, token: str) -> HttpResponse:
    """The page that a new address's link opens. Only its button uses the link."""
    with as_actor(role="door"):
        found = AddressChange.objects.filter(digest=digest_of(token)).first()
        why = rules.address_change_trouble(found.facts() if found else None, clock.now())
        if request.method == "POST" and not why:
            try:
                actions.use_address(token=token, at=clock.now())
                why = "done"
            except actions.LinkRefused as refusal:
                why = refusal.why
    return render(request, "clients/use_address.html", {"why": why}, status=200 if why in {"", "done"} else GONE)


def _partner(request: SignedInRequest, partner_id: UUID) -> Partner:
    return get_object_or_404(Partner.objects.visible_to(request.user).select_related("user"), pk=partner_id)


def _page(request: SignedInRequest, partner: Partner, form: NewAddressForm) -> HttpResponse:
    at = clock.now()
    state = way_in(partner.user)
    changes = partner.address_changes.select_related("asked_by").order_by("-asked_at")[:5]
    context = {
        "partner": partner,
        "form": form,
        "joined": state.open,
        "way_in_words": state.words(at),
        "way_in_chip": state.chip(at),
        "changes": [(change, rules.address_change_trouble(change.facts(), at)) for change in changes],
        "last_reset": partner.pin_resets.select_related("by").order_by("-at").first(),
        "ends": may(request.user, Permission.END_SIGN_INS),
        "back": couple_page(partner),
    }
    return render(request, "clients/partner_sign_in.html", context, status=422 if form.errors else 200)
