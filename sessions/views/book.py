"""Give a step of the plan a date. What stands in the way is shown before, in the words that the refusal would use."""

from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import clock
from accounts.models import User
from accounts.policy import Permission, SignedInRequest, requires
from clients.models import Couple, Partner
from sessions import actions
from sessions.forms.booking import BookForm, SlotForm
from sessions.gather import known, reader_of
from sessions.gather.day import ketamine_counts
from sessions.gather.hours import speaks_against
from sessions.gather.plan import asked_since, step_name, warnings_for
from sessions.gather.publishing import planned_for
from sessions.models import Appointment, PlanStep, Role, StepKind, TherapyRoom
from sessions.rules.blockers import Blocker, worded
from sessions.rules.gate import blockers_to_book
from sessions.rules.times import spoken_time
from sessions.rules.warnings import Warned
from sessions.rules.warnings import worded as worded_warnings


@requires(Permission.BOOK)
def book(request: SignedInRequest, couple_id: UUID, step_id: UUID) -> HttpResponse:
    """The date of one step; for a ketamine session each person's part as well."""
    couple = get_object_or_404(Couple.objects.visible_to(request.user).with_partners(), pk=couple_id)
    step = get_object_or_404(PlanStep.objects.select_related("person"), pk=step_id, couple=couple)
    existing = Appointment.objects.of_step().filter(step=step).first()
    if existing is not None:
        return _booked_already(request, existing)
    at, partners = clock.now(), couple.partners()
    slot = SlotForm(request.GET).chosen()
    form = BookForm(request.POST or None, initial=slot, step=step, partners=partners, **when(at))
    form.offer(list(TherapyRoom.objects.in_use()))
    refused: list[Blocker] | None = None
    if form.is_valid() and form.went_past(_against(couple, step, form.cleaned_data["starts_at"], request.user, at)):
        try:
            made = actions.book(
                couple=couple,
                step=step,
                starts_at=form.cleaned_data["starts_at"],
                place=form.cleaned_data.get("place", Appointment.Place.OFFICE),
                room=form.room(),
                roles=form.roles(),
                by=request.user,
                at=at,
            )
        except actions.NotReady as refusal:
            refused = refusal.blockers
            form.add_error(None, f"{step} cannot be booked like this yet. What is missing stands below.")
        except actions.Refused as refusal:
            form.add_error("hour", refusal.sentence)
        else:
            messages.success(request, f"Booked for {told(made.starts_at)}.{seen_from(made, request.user, at)}")
            return redirect("appointment", made.pk)
    blockers, warnings = _gate(step, partners, form, at)
    context = {
        "couple": couple,
        "step": step_name(step, ketamine_counts([couple.pk]).get(couple.pk, 0)),
        "form": form,
        "is_ketamine": step.kind == StepKind.KETAMINE,
        "length": actions.block_of(step.kind),
        "reasons": worded(blockers if refused is None else refused, reader_of(request.user)),
        "warnings": worded_warnings(warnings, reader_of(request.user)),
        "against": [] if form.is_bound else _against(couple, step, form.offered(), request.user, at),
        "judged_as_chosen": form.is_bound and form.roles() is not None,
    }
    return render(request, "sessions/book.html", context, status=422 if form.errors else 200)


def _against(couple: Couple, step: PlanStep, start: datetime | None, user: User, at: datetime) -> list[str]:
    """What speaks against the time chosen. Who would hold the session is said by the refusal where nobody does."""
    with suppress(actions.Refused):
        if start is not None:
            return speaks_against(start, actions.block_of(step.kind).minutes, actions.therapist_of(couple, user), at)
    return []


def _booked_already(request: SignedInRequest, existing: Appointment) -> HttpResponse:
    """To the date that the step has. Whoever asked for another one is told; a second click is not."""
    start = existing.starts_at.astimezone(clock.practice_zone())
    asked = (request.POST.get("day"), request.POST.get("hour"))
    if request.method == "POST" and asked != (f"{start:%Y-%m-%d}", f"{start:%H:%M}"):
        messages.warning(request, f"This was booked meanwhile, for {told(existing.starts_at)}. You can move it.")
    return redirect("appointment", existing.pk)


def _gate(step: PlanStep, partners: list[Partner], form: BookForm, at: datetime) -> tuple[list[Blocker], list[Warned]]:
    """The gate as things stand, for the parts chosen so far, both taking the medicine before that; and what is worth
    knowing of the day chosen."""
    if step.kind != StepKind.KETAMINE:
        return [], []
    chosen = (form.roles() if form.is_bound else None) or dict.fromkeys(partners, Role.DOSING)
    today = clock.day_of(at)
    day = (form.cleaned_data if form.is_bound else form.initial).get("day") or today
    facts = known(partners, at)
    attendees = facts.attendees({one.pk: chosen.get(one, Role.ABSENT) for one in partners})
    starts_at = form.cleaned_data.get("starts_at") if form.is_bound else None
    asked = asked_since(starts_at, at) if starts_at else None
    warnings = warnings_for(attendees, day, today, facts.booked_ahead(), asked_since=asked)
    return blockers_to_book(attendees, today), warnings


def when(at: datetime) -> dict[str, Any]:
    """What a form of day and hour needs to know: the practice's zone, its name, and the present moment."""
    return {"zone": clock.practice_zone(), "zone_name": clock.zone_name(at), "now": at}


def told(moment: datetime) -> str:
    """ "Tuesday 3 March, 10:00 Pacific"."""
    return spoken_time(moment, clock.practice_zone(), clock.zone_name(moment))


def seen_from(appointment: Appointment, user: User, at: datetime) -> str:
    """When those who come see what was just done, as a sentence more; empty when they see it at once."""
    planned = planned_for(appointment, user, at)
    return f" Those who come see it from {told(planned)}." if planned else ""
