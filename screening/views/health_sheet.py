"""The health answers of one person on one page, made to be printed."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from clients.models import Partner
from screening.gather.measured import measured
from screening.gather.reading import sent_answers
from screening.rules import reading


@requires(Permission.READ_HEALTH)
def health_sheet(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Findings, medicines, allergies and the latest reading; the private layer has no place on paper."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=partner_id)
    today = clock.today()
    sent = sent_answers(partner, request.user)
    context = {
        "partner": partner,
        "age": partner.age_on(today),
        "today": today,
        "health": reading.health_reading(sent, partner.age_on(today)),
        "sheet": reading.health_sheet(sent),
        "measured": measured(partner, request.user, today),
    }
    return render(request, "screening/health_sheet.html", context)
