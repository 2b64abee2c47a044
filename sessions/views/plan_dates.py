"""The dates of a whole pathway at once: proposed in a rhythm, adjusted as a list, saved together or not at all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import clock
from accounts.models import User
from accounts.policy import Permission, SignedInRequest, requires
from clients.models import Couple
from sessions import actions
from sessions.forms.series import DatesForm, RhythmForm
from sessions.gather import known, reader_of
from sessions.gather.day import ketamine_counts
from sessions.gather.plan import step_name, warnings_for
from sessions.gather.series import IN_A_ROW, TimesTaken, steps_to_date, times_taken
from sessions.models import PlanStep, Role, StepKind
from sessions.rules.blockers import Reader, Reason, worded
from sessions.rules.gate import blockers_to_book
from sessions.rules.series import proposed
from sessions.rules.warnings import ENDS_BEFORE, LOOK_BEFORE, USES_UP
from sessions.rules.warnings import worded as worded_warnings

# What is known of a far date; the rest depends on what is done until then.
OF_CLEARANCE = frozenset({ENDS_BEFORE, LOOK_BEFORE, USES_UP})


@requires(Permission.BOOK)
def plan_dates(request: SignedInRequest, couple_id: UUID) -> HttpResponse:
    """Ask for the rhythm, show what it gives, and book what is ticked."""
    couple = get_object_or_404(
        Couple.objects.visible_to(request.user).filter(closed_at=None).with_partners(), pk=couple_id
    )
    at, steps = clock.now(), steps_to_date(couple)
    context: dict[str, Any] = {"couple": couple, "zone": clock.zone_name(at), "steps": steps}
    try:
        therapist = actions.therapist_of(couple, request.user)
    except actions.Refused as refusal:
        return render(request, "sessions/plan_dates.html", context | {"stop": refusal.sentence})
    taken = times_taken(couple, therapist, {kind: actions.block_of(kind) for kind in IN_A_ROW}, at)
    chosen = RhythmForm(request.GET if "first" in request.GET else None, today=clock.day_of(at))
    dosing = any(one.kind == StepKind.KETAMINE for one in steps)
    reasons = _reasons(couple, at, reader_of(request.user)) if dosing else []
    context |= {"form": chosen, "rhythm_form": chosen, "reasons": reasons, "therapist": therapist}
    if chosen.is_valid() and steps:
        offered = dict(zip(steps, proposed([one.kind for one in steps], chosen.rhythm(), taken.against), strict=True))
        left_out = frozenset(
            one for one in steps if offered[one].day is None or (reasons and one.kind == StepKind.KETAMINE)
        )
        form = DatesForm(
            request.POST or None,
            steps=steps,
            partners=couple.partners(),
            zone=clock.practice_zone(),
            now=at,
            offered=offered,
            left_out=left_out,
        )
        if form.is_valid() and form.went_past(_against(form, taken)) and _booked(request, couple, form, at):
            return redirect("couple", couple.pk)
        because = {step: one.because for step, one in offered.items()} if not form.is_bound else {}
        context |= {"form": form, "dates_form": form, "rows": _rows(form, couple, because, request.user, at)}
    status = 422 if context["form"].errors else 200
    return render(request, "sessions/plan_dates.html", context, status=status)


def _booked(request: SignedInRequest, couple: Couple, form: DatesForm, at: datetime) -> bool:
    try:
        made = actions.book_all(couple=couple, dates=form.dates, roles=form.roles(), by=request.user, at=at)
    except actions.NotAll as refusal:
        for step in form.dates:
            why = refusal.refused.get(step.pk)
            if isinstance(why, actions.NotReady):
                form.refuse(step, f"Waits for: {' '.join(one.text for one in why.reasons(reader_of(request.user)))}")
            elif why is not None:
                form.refuse(step, why.sentence)
        form.add_error(None, "Nothing is booked yet. Change or untick the sessions marked below, then book again.")
        return False
    messages.success(request, f"{len(made)} {'date is' if len(made) == 1 else 'dates are'} booked.")
    return True


def _against(form: DatesForm, taken: TimesTaken) -> dict[PlanStep, str]:
    """What speaks against the times chosen. Who is busy is refused by the booking itself."""
    found = {step: taken.outside(step.kind, start) for step, start in form.dates.items()}
    return {step: sentence for step, sentence in found.items() if sentence}


def _reasons(couple: Couple, at: datetime, reader: Reader) -> Sequence[Reason]:
    """What the gate would say now, were both to take the medicine."""
    partners = couple.partners()
    attendees = known(partners, at).attendees({one.pk: Role.DOSING for one in partners})
    return worded(blockers_to_book(attendees, clock.day_of(at)), reader)


def _rows(
    form: DatesForm, couple: Couple, because: dict[PlanStep, str], user: User, at: datetime
) -> list[dict[str, Any]]:
    """The list to adjust: each step with its fields, why it moved, and what is worth knowing from its day on."""
    partners, counts = couple.partners(), ketamine_counts([couple.pk])
    facts = known(partners, at)
    attendees, ahead = facts.attendees({one.pk: Role.DOSING for one in partners}), facts.booked_ahead()
    rows: list[dict[str, Any]] = []
    before, told = 0, set[str]()
    for row in form.rows():
        warnings: list[str] = []
        day = form.fields[row.day.name].initial
        if row.step.kind == StepKind.KETAMINE and day:
            counted = {person: count + before for person, count in ahead.items()}
            found = warnings_for(attendees, day, clock.day_of(at), counted)
            ends = [one for one in found if one.kind in OF_CLEARANCE]
            warnings = [one for one in worded_warnings(ends, reader_of(user)) if one not in told]
            before, told = before + 1, told | set(warnings)
        rows.append(
            {
                "row": row,
                "name": step_name(row.step, counts.get(couple.pk, 0)),
                "because": because.get(row.step, ""),
                "warnings": warnings,
            }
        )
    return rows
