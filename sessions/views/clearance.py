"""The prescriber's page of one referred partner: all that the clearance rests on, and the four answers to it."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.forms import KapForm
from accounts.policy import Permission, SignedInRequest, may, requires
from accounts.proof import proved
from clients.models import Partner
from screening import actions
from screening.forms.clearing import ClearanceForm, ReplyForm, SuspensionForm
from screening.gather import clearance_facts, measures_of
from screening.gather.clearances import current_clearance, history, thread
from screening.gather.facts import order_of
from screening.gather.measured import measured
from screening.gather.papers import papers_of
from screening.gather.reading import sent_answers
from screening.models import Hold, PrescriberReply
from screening.rules import reading
from screening.rules.clearing_words import by_group, set_lines
from screening.rules.medicine_classes import BY_ID
from screening.views import with_prescriber
from screening.views.paper_clearance import back
from sessions.actions import read_override as read
from sessions.gather.course import course_of, readings_in_order
from sessions.gather.overrides import on_her_word
from sessions.gather.prescriber import dates_beyond, how_it_stands
from sessions.models import Override
from sessions.rules.course import picture

SENT = {
    PrescriberReply.Kind.ASK: "Question for {name} sent to the therapist.",
    PrescriberReply.Kind.DECLINE: "“Not now” for {name} sent to the therapist.",
    PrescriberReply.Kind.REOPEN: "“Not now” for {name} no longer holds. The therapist sees that you look again.",
}


@requires(Permission.CLEAR)
@proved
@sensitive_post_parameters()
def clearance(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Read one person's health answers and earlier sessions, and clear that person."""
    partner = _partner(request, partner_id)
    if request.method != "POST":
        return _page(request, partner)
    form = ClearanceForm(request.POST)
    if form.is_valid():
        try:
            given = actions.give_clearance(
                partner=partner, order=form.order(), by=request.user, at=clock.now(), key=form.cleaned_data["key"]
            )
        except actions.ImpossibleClearance as refusal:
            for slip in refusal.slips:
                form.add_error(slip.field, slip.sentence)
        except actions.AlreadyReceived:
            return redirect("clearance", partner.pk)
        else:
            messages.success(request, f"{partner.called} is cleared until {given.valid_until:%-d %B %Y}.")
            if beyond := dates_beyond(partner, clock.now()):
                messages.warning(request, f"{beyond} The therapist sees it there. Nothing was cancelled.")
            return redirect("clearance", partner.pk)
    return _page(request, partner, clearance_form=form)


@requires(Permission.CLEAR)
@sensitive_post_parameters()
def prescriber_reply(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Ask the therapist, say not now, or take that back."""
    partner = _partner(request, partner_id)
    if request.method != "POST":
        return redirect("clearance", partner.pk)
    form = ReplyForm(request.POST, declined=_declined(partner, request))
    if form.is_valid():
        try:
            sent = actions.reply(partner=partner, by=request.user, at=clock.now(), **form.cleaned_data)
        except actions.ClearanceStands as refusal:
            form.add_error("kind", refusal.reasons)
        except actions.AlreadyReceived:
            return redirect("clearance", partner.pk)
        else:
            messages.success(request, SENT[PrescriberReply.Kind(sent.kind)].format(name=partner.called))
            return redirect("clearance", partner.pk)
    return _page(request, partner, reply_form=form)


@requires(Permission.KEEP_CLEARANCES)
@proved
def suspend_clearance(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Stop the clearance in force at once: the prescriber, or the therapist on her word or in her own doubt."""
    partner = _partner(request, partner_id)
    current = current_clearance(partner, request.user)
    if request.method != "POST" or current is None:
        return back(request, partner.pk)
    form = SuspensionForm(request.POST)
    if not form.is_valid():
        page = with_prescriber.page if may(request.user, Permission.DECIDE) else _page
        return page(request, partner, suspension=form)
    with suppress(actions.AlreadyReceived):
        actions.suspend_clearance(
            clearance=current, reason=form.cleaned_data["reason"], by=request.user, at=clock.now()
        )
    messages.success(request, f"The clearance of {partner.called} is suspended.")
    return back(request, partner.pk)


@requires(Permission.CLEAR)
@require_POST
def read_override(request: SignedInRequest, override_id: UUID) -> HttpResponse:
    """Say that what was gone past on one's word is read."""
    override = get_object_or_404(Override.objects.visible_to(request.user), pk=override_id)
    with suppress(actions.AlreadyReceived):
        read(override=override, by=request.user, at=clock.now())
    messages.success(request, "Noted that you have read this.")
    return redirect("clearance", override.person_id)


def _partner(request: SignedInRequest, partner_id: UUID) -> Partner:
    return get_object_or_404(Partner.objects.visible_to(request.user), pk=partner_id)


def _declined(partner: Partner, request: SignedInRequest) -> bool:
    """Whether "not now" is the prescriber's last word."""
    last = PrescriberReply.objects.visible_to(request.user).filter(partner=partner).order_by("at").last()
    return last is not None and last.kind == PrescriberReply.Kind.DECLINE


def _page(
    request: SignedInRequest,
    partner: Partner,
    *,
    clearance_form: ClearanceForm | None = None,
    reply_form: ReplyForm | None = None,
    suspension: SuspensionForm | None = None,
) -> HttpResponse:
    """The page with all three forms; the one with errors is named "form", so that the title says so."""
    user, failed = request.user, clearance_form or reply_form or suspension
    current = current_clearance(partner, user)
    today = clock.today()
    facts = clearance_facts(current) if current else None
    health = reading.health_reading(sent_answers(partner, user), partner.age_on(today))
    taken = list(dict.fromkeys(finding.id for finding in health.findings if finding.id in BY_ID))
    if clearance_form is not None:
        clearance_form.group_medicines(taken)
    courses = course_of(partner, user)
    order = order_of(current) if current else None
    context: dict[str, Any] = {
        "partner": partner,
        "age": partner.age_on(today),
        "health": health,
        "measured": measured(partner, user, today),
        "history": history(partner, user),
        "thread": thread(partner, user),
        "papers": papers_of(partner, user, clock.now()),
        "courses": courses,
        "overrides": on_her_word(user, partner),
        "picture": picture(
            readings_in_order(courses),
            facts.max_systolic if facts else None,
            facts.max_diastolic if facts else None,
        ),
        "current": current if facts and facts.stands_on(today) else None,
        "limits": by_group(set_lines(order)) if order else [],
        "stands": how_it_stands(partner, user, clock.now()),
        "measures": measures_of(partner, user, clock.now()),
        "on_hold": Hold.objects.visible_to(user).active().filter(partner=partner).exists(),
        "zone": clock.zone_name(clock.now()),
        "form": failed,
        "clearance_form": clearance_form or ClearanceForm(taken=taken),
        "reply_form": reply_form or ReplyForm(declined=_declined(partner, request)),
        "suspension_form": suspension or SuspensionForm(),
    }
    return render(request, "sessions/clearance.html", context, status=422 if _failed(failed) else 200)


def _failed(form: KapForm | None) -> bool:
    return form is not None and bool(form.errors)
