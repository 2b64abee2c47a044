"""A private questionnaire: asked alone, sent at once, and done alike whatever was answered or left out."""

from contextlib import suppress

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import clock
from accounts.forms import KapForm
from accounts.policy import SignedInRequest
from clients.rules import sections
from screening import actions
from screening.forms.measures import MeasureForm
from screening.gather import MeasureState
from screening.models import Measure
from screening.rules.instruments import Instrument
from screening.views.measure_received import measure_received
from screening.views.my_private import ANOTHER_TIME, BEFORE, QUESTIONS, alone_form, private_text
from screening.views.received import go_on


def private_measure(request: SignedInRequest, measure: Measure, instrument: Instrument) -> HttpResponse:
    """A step of the page, by `part`; without one, the start or that it was received."""
    part = request.GET.get("part", BEFORE)
    if hasattr(measure, "receipt"):
        posted = request.method == "POST"
        return go_on(request, MeasureState.sitting) if posted else measure_received(request, measure, instrument)
    if request.method == "POST":
        return _take(request, measure, instrument, part)
    if part == QUESTIONS:
        return _show(request, instrument, MeasureForm(instrument=instrument), QUESTIONS)
    return _show(request, instrument, alone_form(request), part if part == ANOTHER_TIME else BEFORE)


def _take(request: SignedInRequest, measure: Measure, instrument: Instrument, part: str) -> HttpResponse:
    if "skip" in request.POST:
        return _send(request, measure, None)
    if part == QUESTIONS:
        form = MeasureForm(request.POST, instrument=instrument)
        if not form.is_valid():
            return _show(request, instrument, form, QUESTIONS, 422)
        return _send(request, measure, form)
    alone = alone_form(request)
    if not alone.is_valid():
        return _show(request, instrument, alone, BEFORE, 422)
    following = QUESTIONS if alone.cleaned_data["alone"] == "yes" else ANOTHER_TIME
    return redirect(f"{reverse('my_measure', args=[measure.pk])}?part={following}")


def _send(request: SignedInRequest, measure: Measure, form: MeasureForm | None) -> HttpResponse:
    """One path for every answer and for none, to one and the same page after it."""
    typed = request.POST.get("shown", "")
    shown = private_text(int(typed) if typed.isdecimal() and len(typed) < 6 else None)
    at = clock.now()
    with suppress(actions.AlreadyReceived):
        if form is None:
            actions.skip_measure(measure=measure, by=request.user, at=at, shown=shown)
        else:
            actions.answer_measure(
                measure=measure, answers=form.answers(), by=request.user, at=at, in_private=True, shown=shown
            )
    return go_on(request, MeasureState.sitting)


def _show(
    request: SignedInRequest, instrument: Instrument, form: KapForm, part: str, status: int = 200
) -> HttpResponse:
    text = private_text()
    context = {
        "instrument": instrument,
        "form": form,
        "asked": list(form.asked()) if isinstance(form, MeasureForm) else [],
        "text": text,
        "sections": sections(text.body) if text else [],
    }
    return render(request, f"portal/measure_private_{part}.html", context, status=status)
