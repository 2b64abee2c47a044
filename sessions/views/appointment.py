"""One appointment: what it is, what stands before it, and what can be done with it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, may, requires
from sessions import actions
from sessions.forms.booking import PartsForm, TalkingDayForm, TimeForm
from sessions.forms.notes import ReviewForm
from sessions.gather import known, reader_of
from sessions.gather.day import (
    is_going_on,
    is_judged,
    is_ketamine_day,
    ketamine_counts,
    label_of,
    names_there,
    with_people,
)
from sessions.gather.gate import parts_of
from sessions.gather.hours import speaks_against
from sessions.gather.overrides import gone_past_in
from sessions.gather.plan import blockers_of, roles_words, warnings_for_reader
from sessions.gather.publishing import planned_for
from sessions.gather.room import lines
from sessions.models import Appointment, Deviation, Note, TalkingDayReason, TherapyRoom
from sessions.rules.blockers import Reader, Reason, worded
from sessions.views.book import seen_from, told, when
from sessions.views.posts import post_or_page

STATES = {"booked": "waiting", "completed": "done", "cancelled": "skipped"}


@requires(Permission.BOOK)
def appointment(request: SignedInRequest, appointment_id: UUID) -> HttpResponse:
    """The facts of one appointment, the gate for its day in the reader's words, and the ways on."""
    return _page(request, load(request, appointment_id))


@requires(Permission.BOOK)
def move_appointment(request: SignedInRequest, appointment_id: UUID) -> HttpResponse:
    """Another time for an appointment."""
    found = load(request, appointment_id)
    at = clock.now()
    local = found.starts_at.astimezone(clock.practice_zone())
    initial = {"day": local.date(), "hour": local.time()}
    form = TimeForm(request.POST or None, initial=initial, **when(at))
    form.offer(list(TherapyRoom.objects.in_use()), first=found.room)
    reasons: list[Reason] = []
    if form.is_valid() and form.went_past(_against(form, found, at)):
        try:
            moved = actions.move(
                appointment=found, starts_at=form.cleaned_data["starts_at"], room=form.room(), by=request.user, at=at
            )
        except actions.NotReady as refusal:
            reasons = refusal.reasons(reader_of(request.user))
            form.add_error("day", "The session cannot be on that day. What is missing stands below.")
        except actions.Refused as refusal:
            form.add_error("hour", refusal.sentence)
        else:
            messages.success(request, f"Moved to {told(moved.starts_at)}.{seen_from(moved, request.user, at)}")
            return redirect("appointment", found.pk)
    context = _about(found) | {"form": form, "reasons": reasons}
    return render(request, "sessions/move_appointment.html", context, status=422 if form.errors else 200)


def _against(form: TimeForm, found: Appointment, at: datetime) -> list[str]:
    minutes = int((found.ends_at - found.starts_at).total_seconds() // 60)
    return speaks_against(form.cleaned_data["starts_at"], minutes, found.therapist, at)


@requires(Permission.BOOK)
def cancel_appointment(request: SignedInRequest, appointment_id: UUID) -> HttpResponse:
    """Ask once, then free the time. Nobody is named as the cause."""
    found = load(request, appointment_id)
    if request.method != "POST":
        return render(request, "sessions/cancel_appointment.html", _about(found))
    return _do(request, found, actions.cancel, f"Cancelled: {found.step} on {told(found.starts_at)}.")


@requires(Permission.RUN_ROOM)
@post_or_page("appointment")
def complete_appointment(request: SignedInRequest, appointment_id: UUID) -> HttpResponse:
    """A talking session took place."""
    return _do(request, load(request, appointment_id), actions.complete, "Completed. The note is next.")


@requires(Permission.RUN_ROOM)
@post_or_page("appointment")
def open_room(request: SignedInRequest, appointment_id: UUID) -> HttpResponse:
    """Open the room of a ketamine session on its day."""
    found = load(request, appointment_id)
    try:
        actions.open_room(appointment=found, by=request.user, at=clock.now())
    except actions.Refused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("appointment", found.pk)
    return redirect("room", found.pk)


@requires(Permission.RUN_ROOM)
def talking_day(request: SignedInRequest, appointment_id: UUID) -> HttpResponse:
    """Make a ketamine day a talking day."""
    found = load(request, appointment_id)
    if not is_judged(found):
        return redirect("appointment", found.pk)
    form = TalkingDayForm(request.POST or None)
    if form.is_valid():
        try:
            actions.convert_to_talking(
                appointment=found, words=form.cleaned_data["words"], by=request.user, at=clock.now()
            )
        except actions.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            seen = seen_from(found, request.user, clock.now())
            messages.success(request, f"This is a talking day now. No dose is counted.{seen}")
            return redirect("appointment", found.pk)
    context = _about(found) | {"form": form}
    return render(request, "sessions/talking_day.html", context, status=422 if form.errors else 200)


@requires(Permission.RUN_ROOM)
def session_parts(request: SignedInRequest, appointment_id: UUID) -> HttpResponse:
    """Who takes the medicine, who supports, who is absent: decided anew, and judged anew."""
    found = load(request, appointment_id)
    if not is_judged(found):
        return redirect("appointment", found.pk)
    parts = {one.person_id: one.role for one in found.attendances.all()}
    partners = [one for one in found.couple.partners() if one.pk in parts]
    initial = {f"part_{place}": parts[person.pk] for place, person in zip("ab", partners, strict=False)}
    form = PartsForm(request.POST or None, partners=partners, initial=initial)
    reasons: list[Reason] = []
    if form.is_valid():
        try:
            actions.set_roles(appointment=found, roles=form.roles(), by=request.user, at=clock.now())
        except actions.NotReady as refusal:
            room = hasattr(found, "therapy_session")
            reasons = refusal.reasons(Reader.ROOM if room else reader_of(request.user))
            form.add_error(None, "The parts cannot be like this yet. What is missing stands below.")
        except actions.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{roles_words(load(request, appointment_id).attendances.all())}.")
            return redirect("room" if hasattr(found, "therapy_session") else "appointment", found.pk)
    context = _about(found) | {"form": form, "reasons": reasons}
    return render(request, "sessions/session_parts.html", context, status=422 if form.errors else 200)


@requires(Permission.RUN_ROOM)
def review_deviation(request: SignedInRequest, deviation_id: UUID) -> HttpResponse:
    """A clinician's review of a dose outside the gate."""
    deviation = get_object_or_404(Deviation.objects.visible_to(request.user).select_related("dose"), pk=deviation_id)
    found = load(request, deviation.dose.therapy_session_id)
    if request.method != "POST":
        return redirect("appointment", found.pk)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _page(request, found, failed=(deviation, form))
    actions.review_deviation(deviation=deviation, words=form.cleaned_data["words"], by=request.user, at=clock.now())
    messages.success(request, "Reviewed, and kept with the session.")
    return redirect("appointment", found.pk)


def load(request: SignedInRequest, appointment_id: UUID) -> Appointment:
    """An appointment that this user may see, with its people; 404 otherwise."""
    rows = with_people(Appointment.objects.visible_to(request.user))
    return get_object_or_404(rows, pk=appointment_id)


def _do(request: SignedInRequest, found: Appointment, act: Any, done: str) -> HttpResponse:
    at = clock.now()
    try:
        act(appointment=found, by=request.user, at=at)
    except actions.Refused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, f"{done}{seen_from(found, request.user, at)}")
    return redirect("appointment", found.pk)


def named(found: Appointment) -> dict[str, Any]:
    """Whose appointment it is, which step, and when: what the page of its note says too."""
    return {
        "appointment": found,
        "names": names_there(found),
        "label": label_of(found, ketamine_counts([found.couple_id])),
        "told": told(found.starts_at),
        "zone": clock.zone_name(found.starts_at),
    }


def _about(found: Appointment) -> dict[str, Any]:
    """What every page of an appointment says of it."""
    return named(found) | {
        "roles": roles_words(found.attendances.all()) if is_ketamine_day(found) else "",
        "is_ketamine": is_ketamine_day(found),
        "has_room": hasattr(found, "therapy_session"),
        "chip": STATES[found.state],
    }


def _page(
    request: SignedInRequest, found: Appointment, failed: tuple[Deviation, ReviewForm] | None = None
) -> HttpResponse:
    at, user = clock.now(), request.user
    reasons: list[Reason] = []
    warnings: list[str] = []
    if is_judged(found):
        facts = known(found.couple.partners(), at)
        reader = Reader.ROOM if is_going_on(found, at) else reader_of(user)
        reasons = worded(blockers_of(facts, found.couple.partners(), found, at), reader)
        warnings = warnings_for_reader(facts, found, parts_of(found.attendances.all()), at, reader)
    context = _about(found) | {
        "judged": is_judged(found),
        "reasons": reasons,
        "warnings": warnings,
        "planned": planned_for(found, user, at),
        "is_today": clock.day_of(found.starts_at) == clock.day_of(at),
        "has_begun": found.starts_at <= at,
        "is_open": found.state == Appointment.State.BOOKED,
        "form": failed[1] if failed else None,
    }
    if may(user, Permission.WRITE_NOTES):
        deviations = Deviation.objects.visible_to(user).filter(dose__therapy_session=found.pk)
        context |= {
            "clinical": True,
            "note": Note.objects.visible_to(user).filter(appointment=found).first(),
            "talking_reason": TalkingDayReason.objects.filter(appointment=found).first(),
            "lines": lines(found),
            "overrides": gone_past_in(found),
            "deviations": [
                (row, failed[1] if failed and failed[0] == row else ReviewForm(auto_id=f"{row.pk}_%s"))
                for row in deviations.select_related("dose__person", "reviewed_by").order_by("dose__at")
            ],
        }
    return render(request, "sessions/appointment.html", context, status=422 if failed else 200)
