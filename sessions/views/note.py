"""The note of one appointment: written with autosave, signed after one more reading, then only added to."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from sessions import actions
from sessions.actions.refusals import NoteChanged, NoteSigned
from sessions.forms.notes import AmendmentForm, NoteForm, VersionForm
from sessions.gather.day import is_ketamine_day
from sessions.gather.overrides import gone_past_in
from sessions.gather.room import lines, medicine_lines
from sessions.models import Appointment, Note
from sessions.rules.notes import first_draft
from sessions.views.appointment import load, named
from sessions.views.posts import post_or_page


@requires(Permission.WRITE_NOTES)
@sensitive_post_parameters()
def note(request: SignedInRequest, appointment_id: UUID) -> HttpResponse:
    """Write the note, or read the signed one. The page saves by itself; "Save" works without it."""
    appointment = load(request, appointment_id)
    if request.method == "POST":
        return _save(request, appointment)
    found = _note_of(request, appointment)
    if found is not None and found.signed_at is not None:
        return _signed(request, appointment, found, AmendmentForm())
    return _editor(request, appointment, found, NoteForm(initial=_initial(appointment, found)))


@requires(Permission.WRITE_NOTES)
@proved
def sign_note(request: SignedInRequest, appointment_id: UUID) -> HttpResponse:
    """Read the final text once more, then sign and lock it."""
    appointment = load(request, appointment_id)
    if request.method == "POST":
        return _sign(request, appointment)
    found = _note_of(request, appointment)
    if found is None or found.signed_at is not None or not found.body.strip():
        return redirect("note", appointment.pk)
    context = named(appointment) | {"note": found, "form": VersionForm(initial={"version": found.version})}
    return render(request, "sessions/sign_note.html", context)


@requires(Permission.WRITE_NOTES)
@post_or_page("note")
@sensitive_post_parameters()
def amend_note(request: SignedInRequest, appointment_id: UUID) -> HttpResponse:
    """Add words to a signed note."""
    appointment = load(request, appointment_id)
    signed = Note.objects.visible_to(request.user).exclude(signed_at=None)
    found = get_object_or_404(signed, appointment=appointment)
    form = AmendmentForm(request.POST)
    if form.is_valid():
        actions.amend_note(note=found, body=form.cleaned_data["body"], by=request.user, at=clock.now())
        messages.success(request, "Added to the note, with your name and the time.")
        return redirect("note", appointment.pk)
    return _signed(request, appointment, found, form)


def _save(request: SignedInRequest, appointment: Appointment) -> HttpResponse:
    form = NoteForm(request.POST)
    if "X-Autosave" in request.headers:
        return _autosave(request, appointment, form)
    if not form.is_valid():
        return _editor(request, appointment, _note_of(request, appointment), form, status=422)
    try:
        saved = actions.save_note(appointment=appointment, by=request.user, at=clock.now(), **form.cleaned_data)
    except NoteChanged as conflict:
        return _both_texts(request, appointment, conflict)
    except NoteSigned as refusal:
        return _into_amendment(request, appointment, form.cleaned_data["body"], refusal)
    except actions.Refused as refusal:
        form.add_error(None, refusal.sentence)
        return _editor(request, appointment, _note_of(request, appointment), form, status=422)
    if "review" not in request.POST:
        messages.success(request, "Saved. Only you can read it.")
        return redirect("note", appointment.pk)
    if saved.body.strip():
        return redirect("sign_note", appointment.pk)
    form.add_error("body", "Write the note before you sign it.")
    return _editor(request, appointment, saved, form, status=422)


def _autosave(request: SignedInRequest, appointment: Appointment, form: NoteForm) -> HttpResponse:
    """What the page saves by itself: 200 with the new version, 409 where another tab or a signature came first."""
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    try:
        saved = actions.save_note(appointment=appointment, by=request.user, at=clock.now(), **form.cleaned_data)
    except NoteChanged as conflict:
        return JsonResponse({"version": conflict.version}, status=409)
    except actions.Refused as refusal:
        return JsonResponse({"sentence": refusal.sentence}, status=409)
    local = saved.saved_at.astimezone(clock.practice_zone())
    return JsonResponse({"saved_at": f"{local:%H:%M}", "version": saved.version})


def _sign(request: SignedInRequest, appointment: Appointment) -> HttpResponse:
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        actions.sign_note(appointment=appointment, version=version, by=request.user, at=clock.now())
    except NoteChanged:
        messages.warning(request, "The text changed after you opened this page. Read it once more, then sign.")
        return redirect("sign_note", appointment.pk)
    except actions.Refused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, "Signed and locked.")
    return redirect("note", appointment.pk)


def _note_of(request: SignedInRequest, appointment: Appointment) -> Note | None:
    return Note.objects.visible_to(request.user).filter(appointment=appointment).first()


def _initial(appointment: Appointment, found: Note | None) -> dict[str, Any]:
    if found is not None:
        return {"body": found.body, "version": found.version}
    draft = first_draft(ketamine=is_ketamine_day(appointment), medicine=medicine_lines(appointment))
    return {"body": draft, "version": 0}


def _editor(
    request: SignedInRequest, appointment: Appointment, found: Note | None, form: NoteForm, status: int = 200
) -> HttpResponse:
    context = named(appointment) | {
        "note": found,
        "form": form,
        "is_new": found is None,
        "lines": lines(appointment),
        "overrides": gone_past_in(appointment),
    }
    return render(request, "sessions/note.html", context, status=status)


def _both_texts(request: SignedInRequest, appointment: Appointment, conflict: NoteChanged) -> HttpResponse:
    """Neither text is lost: the other one to read, one's own to go on with, under the version that is kept now."""
    form = NoteForm(initial={"body": conflict.mine, "version": conflict.version})
    context = named(appointment) | {
        "note": _note_of(request, appointment),
        "form": form,
        "conflict": conflict,
        "is_new": True,  # what the field holds is not saved yet
        "lines": lines(appointment),
        "overrides": gone_past_in(appointment),
    }
    return render(request, "sessions/note.html", context, status=409)


def _into_amendment(
    request: SignedInRequest, appointment: Appointment, typed: str, refusal: NoteSigned
) -> HttpResponse:
    """The note was signed in the meantime: what was typed stands ready as an amendment."""
    messages.warning(request, refusal.sentence)
    found = Note.objects.visible_to(request.user).get(appointment=appointment)
    return _signed(request, appointment, found, AmendmentForm(initial={"body": typed}), status=409)


def _signed(
    request: SignedInRequest, appointment: Appointment, found: Note, form: AmendmentForm, status: int = 200
) -> HttpResponse:
    context = named(appointment) | {
        "note": found,
        "amendments": found.amendments.select_related("by").order_by("at"),
        "form": form,
        "digest": found.sha256[:12],
        "overrides": gone_past_in(appointment),
        "now": clock.now(),
    }
    return render(request, "sessions/signed_note.html", context, status=422 if form.errors else status)
