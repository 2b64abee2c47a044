"""The therapist's review of one partner: what was answered, what it means, what she found and decides."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Max, Min
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.actions import NoAddress
from accounts.links import link_to
from accounts.models import User
from accounts.policy import Permission, SignedInRequest, requires
from clients.gather import how_to_reach
from clients.models import Couple, HandOff, Partner
from screening import actions
from screening.forms.clinicians import DecisionForm, PrivateCheckForm
from screening.gather import askings, deciding_facts, measures_of
from screening.gather.clearances import history
from screening.gather.measured import measured
from screening.gather.reading import sent_answers
from screening.gather.safety_lists import safety_lines
from screening.gather.timeline import new_since, timeline
from screening.models import Hold, PrivateCheck, SafetyText
from screening.rules import deciding, reading
from screening.rules.intake_reading import intake_reading
from screening.rules.pages import NEEDED_PAGES, answered_pages, outstanding


@requires(Permission.READ_PRIVATE)
def screening_review(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """One partner's answers behind the privacy wall, never both partners' on one page."""
    return _review(request, _partner(request, partner_id))


@requires(Permission.READ_PRIVATE)
@sensitive_post_parameters()
def private_check(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Record that the therapist spoke with this person alone."""
    partner = _partner(request, partner_id)
    if request.method != "POST":
        return redirect("screening_review", partner.pk)
    form = PrivateCheckForm(request.POST, prompts=safety_lines(SafetyText.Kind.PROMPTS))
    if not form.is_valid():
        return _review(request, partner, check_form=form)
    with suppress(actions.AlreadyReceived):
        actions.record_private_check(
            partner=partner, asked=form.answers(), by=request.user, at=clock.now(), **form.given()
        )
    messages.success(request, f"Private check with {partner.called} recorded.")
    if form.cleaned_data["finding"] == PrivateCheck.Finding.INDIVIDUAL:
        return redirect("way_of_their_own", partner.pk)
    return redirect("screening_review", partner.pk)


@requires(Permission.DECIDE)
@sensitive_post_parameters()
def decision(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Record whether this person goes on."""
    partner = _partner(request, partner_id)
    if request.method != "POST":
        return redirect("screening_review", partner.pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _review(request, partner, decision_form=form)
    try:
        made = actions.decide(partner=partner, by=request.user, at=clock.now(), **form.cleaned_data)
    except (actions.CannotDecide, actions.CannotGoOn) as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return _review(request, partner, decision_form=form)
    except actions.AlreadyReceived:
        return redirect("screening_review", partner.pk)
    messages.success(request, f"Decision for {partner.called}: {made.get_outcome_display()}.")
    return redirect("screening_review", partner.pk)


@requires(Permission.DECIDE)
def lift_safety_hold(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Lift the safety hold, where the last private check allows it."""
    partner = _partner(request, partner_id)
    if request.method == "POST":
        try:
            actions.lift_safety_hold(partner=partner, by=request.user, at=clock.now())
        except actions.CannotLift as refusal:
            return _review(request, partner, cannot_lift=refusal.reasons, status=422)
        messages.success(request, f"The safety hold for {partner.called} is lifted.")
    return redirect("screening_review", partner.pk)


@requires(Permission.READ_PRIVATE)
def leave_answers(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Between one partner's answers and the other's: a page with neither, and a question."""
    partner = _partner(request, partner_id)
    other = _other(partner, request.user)
    if other is None:
        return redirect("screening_review", partner.pk)
    return render(request, "screening/leave_answers.html", {"partner": partner, "other": other})


@requires(Permission.READ_PRIVATE)
def remind_partner(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Send one person a neutral mail that asks them to sign in; at most one a day."""
    partner = _partner(request, partner_id)
    if request.method == "POST":
        try:
            actions.remind_partner(partner=partner, link=link_to("portal"), by=request.user, at=clock.now())
        except NoAddress:
            messages.error(
                request, f"{partner.called} has no safe address here. Talk with them, or answer on a device here."
            )
        else:
            told = f"A mail to {partner.called} is on its way, if they take mails. It is one a day at most."
            messages.success(request, told)
    return redirect("screening_review", partner.pk)


def _other(partner: Partner, user: User) -> Partner | None:
    """The other of the couple that this person is in now, as far as the reader sees them."""
    here = partner.memberships.filter(until=None).values("couple")
    shared = Partner.objects.visible_to(user).filter(memberships__couple__in=here, memberships__until=None)
    return shared.exclude(pk=partner.pk).first()


def _partner(request: SignedInRequest, partner_id: UUID) -> Partner:
    return get_object_or_404(Partner.objects.visible_to(request.user), pk=partner_id)


@dataclass(frozen=True)
class HoldLine:
    """The active holds of one scope: the first and the last."""

    scope: str
    words: str
    since: datetime
    again: datetime


def _holds(partner: Partner, user: User) -> list[HoldLine]:
    active = Hold.objects.visible_to(user).active().filter(partner=partner)
    spans = active.values_list("scope").annotate(since=Min("opened_at"), again=Max("opened_at")).order_by("-scope")
    return [HoldLine(scope, Hold.Scope(scope).label, since, again) for scope, since, again in spans]


def _review(
    request: SignedInRequest,
    partner: Partner,
    *,
    check_form: PrivateCheckForm | None = None,
    decision_form: DecisionForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page with both forms; a form with errors is the one named "form", so that the title says so."""
    at, user = clock.now(), request.user
    sent = sent_answers(partner, user)
    facts = deciding_facts(partner, user, read_at=at)
    failed = check_form or decision_form
    membership = partner.memberships.select_related("couple").order_by("-until").first()
    answered = answered_pages({each.page for each in sent}).intersection(NEEDED_PAGES)
    context = {
        "partner": partner,
        "place": membership.place.lower() if membership else "",
        "couple": Couple.objects.visible_to(user).filter(memberships=membership).first(),
        "answered": len(answered),
        "parts": len(NEEDED_PAGES),
        "missing": outstanding(answered),
        "health": reading.health_reading(sent, partner.age_on(clock.day_of(at))),
        "measured": measured(partner, user, clock.day_of(at)),
        "sittings": reading.private_sittings(sent),
        "ranking": reading.latest_ranking(sent),
        "intake": intake_reading(sent),
        "hand_offs": HandOff.objects.visible_to(user)
        .filter(partner=partner)
        .select_related("started_by")
        .order_by("-started_at"),
        "checks": PrivateCheck.objects.visible_to(user).filter(partner=partner).select_related("by").order_by("-at"),
        "holds": _holds(partner, user),
        "safety_held": bool(facts.safety_holds_opened_at),
        "reasons_not_to_decide": deciding.reasons_not_to_decide(facts),
        "reasons_not_to_lift": deciding.reasons_not_to_lift(facts),
        "history": history(partner, user),
        "measures": measures_of(partner, user, at),
        "known": how_to_reach(partner, user, at),
        "calls": askings(partner, user),
        "form": failed,
        "check_form": check_form or PrivateCheckForm(prompts=safety_lines(SafetyText.Kind.PROMPTS)),
        "decision_form": decision_form or DecisionForm(),
        "read_at": at.isoformat(),
    }
    moments = timeline(partner, user)
    context |= {
        "moments": moments,
        "last_check": next((one for one in moments if one.kind == "check"), None),
        "new": new_since(sent, moments),
        "other": _other(partner, user),
        "last_seen": partner.user.last_login,
        "resources": safety_lines(SafetyText.Kind.RESOURCES),
    }
    return render(request, "screening/screening_review.html", context | more, status=422 if failed else status)
