"""Emergency access: a prescriber reads one person's health record for an hour, and the therapist learns of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.access import Outcome, note
from accounts.models import User
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from accounts.roles import Role
from clients import actions
from clients.models import EmergencyAccess, Partner, readable_by
from screening.gather import measures_of
from screening.gather.clearances import history
from screening.gather.reading import sent_answers
from screening.rules import reading
from sessions.forms.emergency import EmergencyForm
from sessions.gather.course import course_of, readings_in_order
from sessions.gather.emergency import opened_in
from sessions.rules.course import picture


@requires(Permission.OPEN_IN_EMERGENCY)
@proved
@sensitive_post_parameters()
def emergency(request: SignedInRequest) -> HttpResponse:
    """Open somebody's health record now. A try that finds nobody is written down as well."""
    form = EmergencyForm(request.POST or None)
    if form.is_valid():
        try:
            access = actions.open_emergency(**form.cleaned_data, by=request.user, at=clock.now())
        except actions.NobodyFound as refusal:
            note(request, "emergency", outcome=Outcome.FAILED)
            form.add_error(None, str(refusal))
        else:
            return redirect("emergency_record", access.pk)
    own = EmergencyAccess.objects.visible_to(request.user)
    partners = {one.pk: one for one in readable_by(request.user)}
    standing = [(access, partners.get(access.partner_id)) for access in own.open().order_by("until")]
    return render(
        request, "sessions/emergency.html", {"form": form, "standing": standing}, status=422 if form.errors else 200
    )


@requires(Permission.OPEN_IN_EMERGENCY)
def emergency_record(request: SignedInRequest, emergency_id: UUID) -> HttpResponse:
    """The health record, while its hour lasts; afterwards only that it is over."""
    own = EmergencyAccess.objects.visible_to(request.user)
    access = get_object_or_404(own, pk=emergency_id)
    partner = readable_by(request.user).filter(pk=access.partner_id).first()
    context: dict[str, Any] = {"access": access, "partner": None}
    if partner is not None and own.open().filter(pk=access.pk).exists():
        context |= _health_record(partner, request.user)
    return render(request, "sessions/emergency_record.html", context)


def _health_record(partner: Partner, user: User) -> dict[str, Any]:
    age, at = partner.age_on(clock.today()), clock.now()
    courses = course_of(partner, user)
    return {
        "partner": partner,
        "age": age,
        "health": reading.health_reading(sent_answers(partner, user), age),
        "history": history(partner, user),
        "measures": measures_of(partner, user, at),
        "courses": courses,
        "picture": picture(readings_in_order(courses), None, None),
        "zone": clock.zone_name(at),
        "therapists": User.objects.filter(role=Role.THERAPIST, is_active=True).order_by("name"),
    }


@requires(Permission.OPEN_IN_EMERGENCY)
def end_emergency(request: SignedInRequest, emergency_id: UUID) -> HttpResponse:
    access = get_object_or_404(EmergencyAccess.objects.visible_to(request.user), pk=emergency_id)
    if request.method == "POST":
        actions.end_emergency(access=access, by=request.user, at=clock.now())
        messages.success(request, "Ended. You read nothing more of this record.")
    return redirect("emergency")


@requires(Permission.READ_RECORD)
def emergency_review(request: SignedInRequest, emergency_id: UUID) -> HttpResponse:
    """Who opened a health record in an emergency, why, and which pages; the therapist says that she has read it."""
    seen = EmergencyAccess.objects.visible_to(request.user).select_related("user", "partner", "seen_by")
    access = get_object_or_404(seen, pk=emergency_id)
    if request.method == "POST":
        actions.see_emergency(access=access, by=request.user, at=clock.now())
        messages.success(request, "Noted that you have read this.")
        return redirect("emergency_review", access.pk)
    return render(
        request, "sessions/emergency_review.html", {"access": access, "opened": opened_in(access, request.user)}
    )
