from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from clients.models import Partner
from sessions.gather import upcoming
from sessions.models import Appointment, Role, StepKind
from sessions.rules.blockers import PREPARING
from sessions.rules.plan import own_step_name
from sessions.rules.times import fasting_words


@dataclass(frozen=True)
class OwnDate:
    """One date as its own person sees it: what it is called, where, their own part, and what to do that day."""

    name: str
    starts_at: datetime
    ends_at: datetime
    where: str
    at_office: bool
    part: str
    to_do: list[str]


@requires(Permission.USE_PORTAL)
def my_appointments(request: SignedInRequest) -> HttpResponse:
    """A partner's own dates. Nothing here changes because of an answer: it shows dates, or that one is prepared."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=request.user.pk)
    at = clock.now()
    context = {
        "dates": [_own(one, partner) for one in upcoming(partner, at)],
        "preparing": PREPARING,
        "zone": clock.zone_name(at),
    }
    return render(request, "sessions/my_appointments.html", context)


def _own(one: Appointment, partner: Partner) -> OwnDate:
    role = next(row.role for row in one.attendances.all() if row.person_id == partner.pk)
    talking = one.became_talking_at is not None
    at_office = one.place == Appointment.Place.OFFICE
    return OwnDate(
        name=own_step_name(one.step.kind, one.step.number, talking=talking),
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        at_office=at_office,
        where="At the practice" if at_office else "By video, from home",
        part=_part(role, is_ketamine=one.step.kind == StepKind.KETAMINE and not talking),
        to_do=_to_do(one, role),
    )


def _part(role: str, *, is_ketamine: bool) -> str:
    if not is_ketamine:
        return ""
    return "You are taking the medicine." if role == Role.DOSING else "You are the supporting partner."


def _to_do(one: Appointment, role: str) -> list[str]:
    """What to do that day, in the order of the day; domain.md 1.3."""
    if one.became_talking_at is not None or one.step.kind != StepKind.KETAMINE:
        return []
    if role != Role.DOSING:
        return ["Eat and drink as usual.", "Take no alcohol or other substances that day."]
    kap = settings.KAP
    return [
        *fasting_words(
            one.starts_at,
            clock.practice_zone(),
            food_hours=kap["FOOD_HOURS"],
            liquid_hours=kap["LIQUID_HOURS"],
        ),
        "Take no alcohol or other substances that day.",
        "Take your usual medicines as the prescriber told you.",
        "Arrange for an adult who takes no medicine that day to bring you home.",
        "Do not drive before the next day, after a full night's sleep.",
    ]
