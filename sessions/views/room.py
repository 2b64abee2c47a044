"""The session room: one screen for two people, made of plain posts on the server's time.

Each post redirects back. What is refused comes back with the typed text in place and its sentence beside it; what was
asked alone never stands open on this screen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.forms import KapForm
from accounts.policy import Permission, SignedInRequest, requires
from clients.models import Partner
from sessions import actions
from sessions.actions.refusals import ImpossibleReading, NeedsWords
from sessions.forms.room import (
    DayCheckForm,
    DoseForm,
    HelperForm,
    LeavingForm,
    MedicalPersonForm,
    ReadingForm,
    StartForm,
    TapForm,
)
from sessions.gather.columns import (
    Column,
    asks_for_medical_person,
    emergency_sheets,
    room_columns,
    second_staff_warning,
)
from sessions.gather.day import ketamine_counts, label_of, names_there
from sessions.gather.room import leaving_people, prescriber_of
from sessions.models import Appointment, Dose, TherapySession
from sessions.rules.blockers import Reader
from sessions.rules.leaving import missing_to_complete
from sessions.rules.log import LABELS
from sessions.views.appointment import load
from sessions.views.posts import post_or_page


@dataclass(frozen=True)
class Failed:
    """A form that was refused, and for whom: it comes back as it was typed."""

    form: KapForm
    name: str
    person_id: UUID | None = None


@requires(Permission.RUN_ROOM)
def room(request: SignedInRequest, appointment_id: UUID) -> HttpResponse:
    """The room of a session that is going on; before and after, its appointment's page."""
    appointment = load(request, appointment_id)
    if _going_on(appointment) is None:
        return redirect("appointment", appointment.pk)
    return _page(request, appointment)


@requires(Permission.RUN_ROOM)
@post_or_page("room")
def room_check(request: SignedInRequest, appointment_id: UUID, person_id: UUID) -> HttpResponse:
    """The questions of the day, asked of one person alone."""
    appointment, session, person = in_room(request, appointment_id, person_id)
    form = DayCheckForm(request.POST)

    def act() -> None:
        actions.record_day_check(
            therapy_session=session,
            person=person,
            answers=form.answers(),
            words=form.cleaned_data["words"],
            by=request.user,
            at=clock.now(),
            key=form.cleaned_data["key"],
        )

    return _post(request, appointment, Failed(form, "check", person.pk), act, f"{person.called}: answers kept.")


@requires(Permission.RUN_ROOM)
@post_or_page("room")
def room_reading(request: SignedInRequest, appointment_id: UUID, person_id: UUID) -> HttpResponse:
    """A reading of one person."""
    appointment, session, person = in_room(request, appointment_id, person_id)
    form = ReadingForm(request.POST, **_today())

    def act() -> None:
        try:
            actions.record_reading(
                therapy_session=session,
                person=person,
                reading=form.reading(),
                by=request.user,
                at=clock.now(),
                happened_at=form.cleaned_data["happened"],
                key=form.cleaned_data["key"],
            )
        except ImpossibleReading as refusal:
            for name, sentence in refusal.slips.items():
                form.add_error(name, sentence)

    return _post(request, appointment, Failed(form, "reading", person.pk), act, f"{person.called}: reading kept.")


@requires(Permission.RUN_ROOM)
@post_or_page("room")
def room_start(request: SignedInRequest, appointment_id: UUID, person_id: UUID) -> HttpResponse:
    """The gate, once more, for one person; then the medicine may be taken."""
    appointment, session, person = in_room(request, appointment_id, person_id)
    form = StartForm(request.POST, routes=[])

    def act() -> None:
        actions.start_dosing(
            therapy_session=session,
            person=person,
            route=form.cleaned_data["route"],
            by=request.user,
            at=clock.now(),
        )

    done = f"{person.called} can take the medicine now."
    return _post(request, appointment, Failed(form, "start", person.pk), act, done)


@requires(Permission.RUN_ROOM)
@post_or_page("room")
def room_dose(request: SignedInRequest, appointment_id: UUID, person_id: UUID) -> HttpResponse:
    """A dose that one person took: never refused."""
    appointment, session, person = in_room(request, appointment_id, person_id)
    form = DoseForm(request.POST, **_today())

    def act() -> None:
        actions.record_dose(
            therapy_session=session,
            person=person,
            order=form.order(),
            by=request.user,
            at=clock.now(),
            happened_at=form.cleaned_data["happened"],
            key=form.cleaned_data["key"],
        )

    return _post(request, appointment, Failed(form, "dose", person.pk), act, f"{person.called}: dose kept.")


@requires(Permission.RUN_ROOM)
@post_or_page("room")
def room_log(request: SignedInRequest, appointment_id: UUID, person_id: UUID) -> HttpResponse:
    """One tap, or a few words."""
    appointment, session, person = in_room(request, appointment_id, person_id)
    form = TapForm(request.POST)

    def act() -> None:
        actions.log(therapy_session=session, person=person, by=request.user, at=clock.now(), **form.cleaned_data)

    word = LABELS.get(request.POST.get("kind", ""), "words")
    return _post(request, appointment, Failed(form, "log", person.pk), act, f"{person.called}: {word.lower()}.")


@requires(Permission.RUN_ROOM)
@post_or_page("room")
def room_leave(request: SignedInRequest, appointment_id: UUID, person_id: UUID) -> HttpResponse:
    """One person is ready to leave."""
    appointment, session, person = in_room(request, appointment_id, person_id)
    form = LeavingForm(request.POST)

    def act() -> None:
        try:
            actions.record_leaving(
                therapy_session=session,
                person=person,
                answers=form.answers(),
                words=form.cleaned_data["words"],
                by=request.user,
                at=clock.now(),
            )
        except NeedsWords as refusal:
            for concern in refusal.concerns:
                form.add_error(None, concern)
            form.add_error("words", "Write what you decided and why, then save again.")

    return _post(request, appointment, Failed(form, "leave", person.pk), act, f"{person.called} can leave.")


@requires(Permission.RUN_ROOM)
@post_or_page("room")
def room_helper(request: SignedInRequest, appointment_id: UUID) -> HttpResponse:
    """Name the second staff member."""
    appointment = load(request, appointment_id)
    session = _going_on(appointment)
    if session is None:
        return redirect("appointment", appointment.pk)
    form = HelperForm(request.POST)

    def act() -> None:
        actions.name_helper(therapy_session=session, by=request.user, at=clock.now(), **form.cleaned_data)

    return _post(request, appointment, Failed(form, "helper"), act, "The second staff member is named.")


@requires(Permission.RUN_ROOM)
@post_or_page("room")
def room_medical(request: SignedInRequest, appointment_id: UUID) -> HttpResponse:
    """Write down the licensed medical person who is there, or that nobody is."""
    appointment = load(request, appointment_id)
    session = _going_on(appointment)
    if session is None:
        return redirect("appointment", appointment.pk)
    form = MedicalPersonForm(request.POST)

    def act() -> None:
        actions.name_medical_person(therapy_session=session, by=request.user, at=clock.now(), **form.cleaned_data)

    name = request.POST.get("name", "").strip()
    done = f"{name} is written down as the medical person." if name else "No medical person is written down now."
    return _post(request, appointment, Failed(form, "medical"), act, done)


@requires(Permission.RUN_ROOM)
@post_or_page("room")
def room_complete(request: SignedInRequest, appointment_id: UUID) -> HttpResponse:
    """The session is over."""
    appointment = load(request, appointment_id)
    session = _going_on(appointment)
    if session is None:
        return redirect("appointment", appointment.pk)
    try:
        actions.complete_session(therapy_session=session, by=request.user, at=clock.now())
    except actions.Refused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("room", appointment.pk)
    messages.success(request, "The session is complete. The note is next.")
    return redirect("note", appointment.pk)


def in_room(
    request: SignedInRequest, appointment_id: UUID, person_id: UUID
) -> tuple[Appointment, TherapySession, Partner]:
    """A session with an open room and one of its two people; 404 otherwise."""
    appointment = load(request, appointment_id)
    people = {one.person_id: one.person for one in appointment.attendances.all()}
    if not hasattr(appointment, "therapy_session") or person_id not in people:
        raise Http404
    return appointment, appointment.therapy_session, people[person_id]


def is_open(appointment: Appointment) -> bool:
    """Whether people are still in this room."""
    return _going_on(appointment) is not None


def _going_on(appointment: Appointment) -> TherapySession | None:
    """The session while its room is open."""
    over = appointment.state != Appointment.State.BOOKED or appointment.became_talking_at is not None
    return None if over or not hasattr(appointment, "therapy_session") else appointment.therapy_session


def _post(
    request: SignedInRequest, appointment: Appointment, failed: Failed, act: Callable[[], None], done: str
) -> HttpResponse:
    """Do it and go back; or show the form again as it was typed, with what to mend."""
    form = failed.form
    if form.is_valid():
        try:
            act()
        except actions.NotReady as refusal:
            form.add_error(None, f"Not yet. {refusal.sentence(Reader.ROOM)}")
        except actions.Refused as refusal:
            form.add_error(None, refusal.sentence)
    if not form.errors:
        messages.success(request, done)
        return redirect("room", appointment.pk)
    if _going_on(appointment) is None:
        messages.warning(request, " ".join(str(one) for errors in form.errors.values() for one in errors))
        return redirect("appointment", appointment.pk)
    return _page(request, appointment, failed)


def _today() -> dict[str, Any]:
    zone = clock.practice_zone()
    return {"day": clock.now().astimezone(zone).date(), "zone": zone}


def _page(request: SignedInRequest, appointment: Appointment, failed: Failed | None = None) -> HttpResponse:
    at = clock.now()
    columns = room_columns(appointment, at)
    session = appointment.therapy_session
    context = {
        "appointment": appointment,
        "names": names_there(appointment),
        "label": label_of(appointment, ketamine_counts([appointment.couple_id])),
        "zone": clock.zone_name(at),
        "now": at,
        "columns": [(column, _forms(column, failed)) for column in columns],
        "missing": missing_to_complete(leaving_people(session)),
        "helper": session.helper_name,
        "helper_form": failed.form if failed and failed.name == "helper" else HelperForm(auto_id="helper_%s"),
        "helper_failed": failed is not None and failed.name == "helper",
        "helper_warning": second_staff_warning(appointment, columns),
        "asks_for_medical": asks_for_medical_person(columns),
        "medical": session.medical_name,
        "medical_licence": session.medical_licence,
        "medical_form": failed.form if failed and failed.name == "medical" else _medical_form(session),
        "medical_failed": failed is not None and failed.name == "medical",
        "sheets": emergency_sheets(columns, request.user),
        "prescriber": prescriber_of([column.person for column in columns]),
        "form": failed.form if failed else None,
    }
    return render(request, "sessions/room.html", context, status=422 if failed else 200)


def _medical_form(session: TherapySession) -> MedicalPersonForm:
    known = {"name": session.medical_name, "licence": session.medical_licence}
    return MedicalPersonForm(auto_id="medical_%s", initial=known)


def _forms(column: Column, failed: Failed | None) -> dict[str, Any]:
    """The forms of one column, each with ids of its own; the one that was refused as it was typed."""
    place, today = column.place, _today()
    kind = Dose.Kind.BOOSTER if column.doses else Dose.Kind.FIRST
    route = column.start.route if column.start else ""
    forms: dict[str, Any] = {
        "check": DayCheckForm(auto_id=f"{place}_check_%s"),
        "reading": ReadingForm(auto_id=f"{place}_reading_%s", **today),
        "start": StartForm(auto_id=f"{place}_start_%s", routes=column.routes),
        "dose": DoseForm(auto_id=f"{place}_dose_%s", initial={"kind": kind, "route": route}, **today),
        "log": TapForm(auto_id=f"{place}_log_%s"),
        "leave": LeavingForm(auto_id=f"{place}_leave_%s"),
        "failed": "",
    }
    if failed is not None and failed.person_id == column.person.pk:
        failed.form.auto_id = f"{place}_{failed.name}_%s"
        forms |= {failed.name: failed.form, "failed": failed.name}
    return forms
