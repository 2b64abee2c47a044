from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from sessions import actions
from sessions.forms.overrides import OverrideForm
from sessions.gather.now import blockers_now
from sessions.gather.room import prescriber_of
from sessions.rules.blockers import NEVER_OVERRIDDEN, OVERRIDABLE, Reader, worded
from sessions.views.appointment import named
from sessions.views.room import in_room, is_open


@requires(Permission.RUN_ROOM)
@proved
@sensitive_post_parameters()
def go_past(request: SignedInRequest, appointment_id: UUID, person_id: UUID) -> HttpResponse:
    """Go past a stop of the day for one person, where the table leaves room: alone, with a reason, for this once."""
    appointment, _, person = in_room(request, appointment_id, person_id)
    if not is_open(appointment):
        return redirect("appointment", appointment.pk)
    at = clock.now()
    standing = blockers_now(appointment, person, at)
    stops = [one for one in standing if one.kind.key in OVERRIDABLE]
    form = OverrideForm(request.POST or None, stops=stops, day=clock.day_of(at), zone=clock.practice_zone())
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.override_blocker(
                appointment=appointment,
                person=person,
                kind=given["kind"],
                reason=given["reason"],
                call=form.call(),
                by=request.user,
                at=at,
                key=given["key"],
            )
        except actions.CannotOverride as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        except actions.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Kept for {person.called}, for this session. A new answer or reading ends it.")
            return redirect("room", appointment.pk)
    context = named(appointment) | {
        "person": person,
        "form": form,
        "stops": stops,
        "final": worded([one for one in standing if one.kind.key in NEVER_OVERRIDDEN], Reader.THERAPIST),
        "prescriber": prescriber_of([person]),
    }
    return render(request, "sessions/go_past.html", context, status=422 if form.errors else 200)
