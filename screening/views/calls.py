"""The therapist's page of one person who asked for a talk: how to reach them, each try, and what came of it."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from clients.gather import how_to_reach
from clients.models import Couple, Partner
from screening import actions
from screening.forms.clinicians import CallClosingForm, CallTryForm
from screening.gather import askings
from screening.rules.calls import voicemail_allowed


@requires(Permission.READ_PRIVATE)
def calls(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """One person's askings and their log, behind the privacy wall."""
    return _page(request, _partner(request, partner_id))


@requires(Permission.READ_PRIVATE)
@sensitive_post_parameters()
def log_call(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Write down one try."""
    partner = _partner(request, partner_id)
    if request.method != "POST":
        return redirect("calls", partner.pk)
    form = CallTryForm(request.POST, voicemail=True)
    if not form.is_valid():
        return _page(request, partner, try_form=form)
    try:
        with suppress(actions.AlreadyReceived):
            actions.log_call(partner=partner, by=request.user, at=clock.now(), **form.cleaned_data)
    except (actions.NobodyAsked, actions.VoicemailNotAllowed) as refusal:
        form.add_error(None, refusal.reasons[0])
        return _page(request, partner, try_form=form)
    messages.success(request, "The try is written down.")
    return redirect("calls", partner.pk)


@requires(Permission.READ_PRIVATE)
@sensitive_post_parameters()
def close_call(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Say what came of it."""
    partner = _partner(request, partner_id)
    if request.method != "POST":
        return redirect("calls", partner.pk)
    form = CallClosingForm(request.POST)
    if not form.is_valid():
        return _page(request, partner, close_form=form)
    try:
        actions.close_call(partner=partner, by=request.user, at=clock.now(), **form.cleaned_data)
    except (actions.NobodyAsked, actions.CannotClose) as refusal:
        form.add_error(None, refusal.reasons[0])
        return _page(request, partner, close_form=form)
    messages.success(request, "That is done. It is off your list.")
    return redirect("calls", partner.pk)


def _partner(request: SignedInRequest, partner_id: UUID) -> Partner:
    return get_object_or_404(Partner.objects.visible_to(request.user), pk=partner_id)


def _page(
    request: SignedInRequest,
    partner: Partner,
    *,
    try_form: CallTryForm | None = None,
    close_form: CallClosingForm | None = None,
) -> HttpResponse:
    asked = askings(partner, request.user)
    open_now = [one for one in asked if one.closing is None]
    known = how_to_reach(partner, request.user, clock.now())
    voicemail = bool(open_now) and voicemail_allowed(open_now[0].wish, by_choice=known.choices.voicemail)
    membership = partner.memberships.filter(until=None).first()
    failed = try_form or close_form
    context = {
        "partner": partner,
        "place": membership.place.lower() if membership else "",
        "couple": Couple.objects.visible_to(request.user).filter(memberships=membership).first(),
        "known": known,
        "open": open_now,
        "ended": [one for one in asked if one.closing is not None],
        "voicemail": voicemail,
        "form": failed,
        "try_form": try_form or CallTryForm(voicemail=voicemail),
        "close_form": close_form or CallClosingForm(),
    }
    return render(request, "screening/calls.html", context, status=422 if failed else 200)
