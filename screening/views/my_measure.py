"""A questionnaire of one's own: of the health layer with a draft, a private one without."""

import json
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from accounts.tablet import in_hand_off, is_handed_off
from screening import actions
from screening.forms.measures import MeasureForm
from screening.gather import MeasureState
from screening.gather.instruments import versions
from screening.models import Draft, Layer, Measure
from screening.rules.help_lines import HELP_LINES
from screening.rules.instruments import Instrument
from screening.rules.pages import READERS
from screening.views.measure_received import measure_received
from screening.views.my_measure_private import private_measure
from screening.views.my_page import KEPT_MAX, version_in, wall_clock
from screening.views.received import go_on


@requires(Permission.USE_PORTAL)
@in_hand_off
@sensitive_post_parameters()
def my_measure(request: SignedInRequest, measure_id: UUID) -> HttpResponse:
    """One questionnaire that its person was asked. What was sent is never shown again."""
    asked = Measure.objects.visible_to(request.user).standing().select_related("receipt", "partner")
    measure = get_object_or_404(asked, pk=measure_id, opens_at__lte=clock.now())
    instrument = versions()[measure.instrument, measure.version]
    if measure.layer == Layer.PRIVATE:
        return private_measure(request, measure, instrument)
    sent = hasattr(measure, "receipt")
    posted_to_keep = request.method == "POST" and ("X-Autosave" in request.headers or "later" in request.POST)
    if posted_to_keep and not is_handed_off(request):
        return _keep(request, measure, instrument)
    if sent and request.method == "POST":
        return _second_tab(request, measure)
    if sent:
        return measure_received(request, measure, instrument)
    return _send(request, measure, instrument) if request.method == "POST" else _ask(request, measure, instrument)


@requires(Permission.USE_PORTAL)
@in_hand_off
def my_crisis(request: SignedInRequest) -> HttpResponse:
    """Whom to call right now. The same page for whoever opens it, so it tells nothing of anybody's answers."""
    return render(request, "portal/crisis.html", {"lines": HELP_LINES})


def _second_tab(request: SignedInRequest, measure: Measure) -> HttpResponse:
    messages.info(request, "We already have this.")
    return redirect("my_measure", measure.pk)


def _ask(request: SignedInRequest, measure: Measure, instrument: Instrument) -> HttpResponse:
    own = Draft.objects.filter(partner=measure.partner, page=measure.draft_page)
    draft = None if is_handed_off(request) else own.first()
    form = MeasureForm(instrument=instrument, initial=json.loads(draft.answers) if draft else None)
    kept = (draft.version, draft.saved_at) if draft else (0, None)
    return _render(request, instrument, form, *kept)


def _send(request: SignedInRequest, measure: Measure, instrument: Instrument) -> HttpResponse:
    form = MeasureForm(request.POST, instrument=instrument)
    if not form.is_valid():
        return _render(request, instrument, form, version_in(request), status=422)
    try:
        sent = actions.answer_measure(measure=measure, answers=form.answers(), by=request.user, at=clock.now())
    except actions.AlreadyReceived:
        return _second_tab(request, measure)
    onward = go_on(request, MeasureState.sitting)  # it says "Received." whatever was answered
    return redirect("my_crisis") if sent.crisis else onward


def _keep(request: SignedInRequest, measure: Measure, instrument: Instrument) -> HttpResponse:
    """Save what is there so far; the answer to a script is JSON."""
    by_script, at = "X-Autosave" in request.headers, clock.now()
    answers = _so_far(request, instrument)
    try:
        version = actions.save_measure_draft(
            measure=measure, answers=answers, version=version_in(request), by=request.user, at=at
        )
    except actions.AlreadyReceived:
        return JsonResponse({}, status=409) if by_script else _second_tab(request, measure)
    except actions.DraftChanged as late:
        if by_script:
            return JsonResponse({}, status=409)
        form = MeasureForm(instrument=instrument, initial=answers)
        return _render(request, instrument, form, late.version, changed=True, status=409)
    if by_script:
        return JsonResponse({"saved_at": wall_clock(at), "version": version})
    messages.success(request, "Saved. You can go on whenever you like.")
    return redirect("portal")


def _so_far(request: SignedInRequest, instrument: Instrument) -> dict[str, str]:
    names = MeasureForm(instrument=instrument).names
    return {name: request.POST[name].replace("\x00", "")[:KEPT_MAX] for name in names if request.POST.get(name)}


def _render(
    request: SignedInRequest,
    instrument: Instrument,
    form: MeasureForm,
    version: int,
    saved_at: datetime | None = None,
    *,
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "instrument": instrument,
        "form": form,
        "asked": list(form.asked()),
        "readers": READERS["health"],
        "version": version,
        "saved_at": wall_clock(saved_at) if saved_at else "",
        "changed": changed,
        "keeps": not is_handed_off(request),
    }
    return render(request, "portal/my_measure.html", context, status=status)
