"""The questionnaires of this practice: what ships, under which licence, and the practice's own files."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from screening import actions
from screening.forms.instruments import InstrumentFileForm, LoadInstrumentForm
from screening.forms.measures import MeasureForm
from screening.gather import loaded
from screening.models import OwnInstrument
from screening.rules.shipped import example, newest


@requires(Permission.SET_UP_PRACTICE)
def instruments(request: SignedInRequest) -> HttpResponse:
    """Every questionnaire with its licence note, and room for a file of the practice's own."""
    return _page(request, InstrumentFileForm())


@requires(Permission.SET_UP_PRACTICE)
def check_instrument(request: SignedInRequest) -> HttpResponse:
    """Check a file and show what it would become. Nothing is written."""
    if request.method != "POST":
        return redirect("instruments")
    form = InstrumentFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    text = form.cleaned_data["text"]
    try:
        actions.check_instrument(text)
    except actions.CannotLoad as refusal:
        kept = InstrumentFileForm({"text": text})
        for reason in refusal.reasons:
            kept.add_error("text", reason)
        return _page(request, kept)
    return _preview(request, LoadInstrumentForm(initial={"text": text}), text)


@requires(Permission.SET_UP_PRACTICE)
@proved
def load_instrument(request: SignedInRequest) -> HttpResponse:
    """Take a checked file in."""
    if request.method != "POST":
        return redirect("instruments")
    form = LoadInstrumentForm(request.POST)
    text = request.POST.get("text", "")
    if not form.is_valid():
        return _preview(request, form, text) if "text" not in form.errors else redirect("instruments")
    try:
        found = actions.load_instrument(text=text, by=request.user, at=clock.now())
    except actions.CannotLoad as refusal:
        kept = InstrumentFileForm({"text": text})
        for reason in refusal.reasons:
            kept.add_error("text", reason)
        return _page(request, kept)
    messages.success(request, f"{found.title} is loaded. It can be asked from now on.")
    return redirect("instruments")


@requires(Permission.SET_UP_PRACTICE)
@proved
def retire_instrument(request: SignedInRequest, own_id: UUID) -> HttpResponse:
    """Ask a file of the practice's own no more."""
    own = get_object_or_404(OwnInstrument, pk=own_id)
    if request.method == "POST":
        actions.retire_instrument(own=own, by=request.user, at=clock.now())
        messages.success(request, "Retired. What was answered on it stays readable.")
    return redirect("instruments")


def _page(request: SignedInRequest, form: InstrumentFileForm) -> HttpResponse:
    context = {
        "shipped": sorted(newest().values(), key=lambda one: (one.entry != "items", one.title.casefold())),
        "loaded": loaded(),
        "form": form,
        "example": example(),
    }
    return render(request, "screening/instruments.html", context, status=422 if form.errors else 200)


def _preview(request: SignedInRequest, form: LoadInstrumentForm, text: str) -> HttpResponse:
    try:
        found = actions.check_instrument(text)
    except actions.CannotLoad:
        return redirect("instruments")
    asked = list(MeasureForm(instrument=found).asked())
    context = {"form": form, "instrument": found, "asked": asked}
    return render(request, "screening/load_instrument.html", context, status=422 if form.errors else 200)
