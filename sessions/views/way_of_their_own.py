from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from clients.models import Couple, Partner
from screening.gather.safety_lists import safety_lines
from screening.models import Hold, PrivateCheck, SafetyText
from sessions.gather.day import with_people
from sessions.gather.plan import next_step
from sessions.models import Appointment, Role, StepKind


@requires(Permission.READ_PRIVATE)
def way_of_their_own(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Work with one person alone, where working together is not safe: what stops, what goes on, and in which order.

    It does nothing by itself and changes nothing that either of the two sees. Each step is an act that exists.
    """
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=partner_id)
    at, user = clock.now(), request.user
    couple = Couple.objects.visible_to(user).filter(memberships__partner=partner, memberships__until=None).first()
    dates = Appointment.objects.visible_to(user).to_come(at).filter(couple=couple)
    rows = [one for one in with_people(dates).order_by("starts_at") if _both_come(one)]
    step = next_step(couple) if couple else None
    context = {
        "partner": partner,
        "couple": couple,
        "medicine": [one for one in rows if one.step.kind == StepKind.KETAMINE and one.became_talking_at is None],
        "talking": [one for one in rows if one.step.kind != StepKind.KETAMINE or one.became_talking_at is not None],
        "step": step,
        "held": Hold.objects.visible_to(user).active().filter(partner=partner, scope=Hold.Scope.SAFETY).exists(),
        "check": PrivateCheck.objects.visible_to(user).filter(partner=partner).order_by("-at").first(),
        "resources": safety_lines(SafetyText.Kind.RESOURCES),
    }
    return render(request, "sessions/way_of_their_own.html", context)


def _both_come(appointment: Appointment) -> bool:
    return sum(one.role != Role.ABSENT for one in appointment.attendances.all()) > 1
