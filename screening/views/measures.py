"""What a clinician does about one person's questionnaires: asks, takes back, enters a result, strikes one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.policy import Permission, SignedInRequest, may, requires
from clients.models import Partner
from screening import actions
from screening.forms.instruments import AskMeasureForm, ResultForm, WhichForm
from screening.gather import known_instruments, measures_of
from screening.models import Measure, MeasureResult
from screening.rules.instruments import Instrument


@requires(Permission.READ_PRIVATE)
@sensitive_post_parameters()
def ask_measure(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Ask one person a questionnaire now, or both where it is asked of both."""
    partner = _partner(request, partner_id)
    known = known_instruments()
    initial = {"instrument": _suggested(request, partner)}
    form = AskMeasureForm(request.POST or None, instruments=known.values(), today=clock.today(), initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        try:
            asked = actions.ask_measure(
                partner=partner,
                instrument=given["instrument"],
                point=given["point"],
                closes_at=form.closes_at(),
                by=request.user,
                at=clock.now(),
                key=given["key"],
            )
        except actions.CannotAsk as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        except actions.AlreadyReceived:
            return _back(request, partner)
        else:
            names = " and ".join(sorted(one.called for one in asked))
            messages.success(request, f"{known[given['instrument']].title} is on the list of {names}.")
            return _back(request, partner)
    context = {
        "partner": partner,
        "form": form,
        "both": [one.title for one in known.values() if one.asked_of == "both"],
    }
    return render(request, "screening/ask_measure.html", context, status=422 if form.errors else 200)


@requires(Permission.READ_PRIVATE)
def take_measure_back(request: SignedInRequest, measure_id: UUID) -> HttpResponse:
    """Take back what was not answered yet."""
    visible = Measure.objects.visible_to(request.user).select_related("partner")
    measure = get_object_or_404(visible, pk=measure_id)
    if request.method == "POST":
        try:
            actions.take_measure_back(measure=measure, by=request.user, at=clock.now())
        except actions.CannotTakeBack as refusal:
            messages.warning(request, refusal.reasons[0])
        else:
            messages.success(request, "Taken back. It is off the list.")
    return _back(request, measure.partner)


@requires(Permission.MEASURE)
@sensitive_post_parameters()
def enter_result(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Enter a score or result that was worked out elsewhere: first of what, then what it was."""
    partner = _partner(request, partner_id)
    offered = [one for one in known_instruments().values() if not one.is_private or _reads_private(request)]
    chosen = _chosen(request, offered)
    which = WhichForm(instruments=offered, initial={"which": offered.index(chosen) if chosen else ""})
    form = ResultForm(request.POST or None, instrument=chosen) if chosen else None
    if form is not None and form.is_valid():
        try:
            actions.enter_result(
                partner=partner,
                instrument=form.found.id,
                values=form.values(),
                on=form.cleaned_data["on"],
                by=request.user,
                at=clock.now(),
                key=form.cleaned_data["key"],
            )
        except actions.CannotEnter as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        except actions.AlreadyReceived:
            return _back(request, partner)
        else:
            messages.success(request, f"{form.found.title} of {partner.called} is entered.")
            return _back(request, partner)
    context = {
        "partner": partner,
        "which": which,
        "form": form,
        "instrument": chosen,
        "reads_private": _reads_private(request),
    }
    return render(request, "screening/enter_result.html", context, status=422 if form and form.errors else 200)


@requires(Permission.MEASURE)
def strike_result(request: SignedInRequest, result_id: UUID) -> HttpResponse:
    """An entry that was typed wrongly counts no more."""
    own = {} if _reads_private(request) else {"by": request.user}
    visible = MeasureResult.objects.visible_to(request.user).filter(**own).select_related("partner")
    result = get_object_or_404(visible, pk=result_id)
    if request.method == "POST":
        actions.strike_result(result=result, by=request.user, at=clock.now())
        messages.success(request, "Struck. It stays in the record and counts no more.")
    return _back(request, result.partner)


def _suggested(request: SignedInRequest, partner: Partner) -> str:
    """What a score gave reason to ask, by its place among those, since an address names no questionnaire."""
    place = request.GET.get("follows", "")
    if not place.isdecimal() or len(place) > 2:
        return ""
    found = measures_of(partner, request.user, clock.now()).suggestions[: int(place)]
    return found[-1].instrument if found else ""


def _reads_private(request: SignedInRequest) -> bool:
    return may(request.user, Permission.READ_PRIVATE)


def _partner(request: SignedInRequest, partner_id: UUID) -> Partner:
    return get_object_or_404(Partner.objects.visible_to(request.user), pk=partner_id)


def _back(request: SignedInRequest, partner: Partner) -> HttpResponse:
    return redirect("screening_review" if _reads_private(request) else "clearance", partner.pk)


def _chosen(request: SignedInRequest, offered: list[Instrument]) -> Instrument | None:
    """By its id in what was sent, else by its place in the address."""
    if name := request.POST.get("instrument"):
        return next((one for one in offered if one.id == name), None)
    place = request.GET.get("which", "")
    return offered[int(place)] if place.isdecimal() and len(place) < 4 and int(place) < len(offered) else None
