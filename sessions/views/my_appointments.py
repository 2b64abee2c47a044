from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from clients.models import Partner
from sessions.gather import shown_to
from sessions.rules.blockers import PREPARING
from sessions.rules.publishing import PAUSE_WORDS, TALKING_WORDS


@requires(Permission.USE_PORTAL)
def my_appointments(request: SignedInRequest) -> HttpResponse:
    """A partner's own dates, as they were published. Without one everybody reads the same sentence."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=request.user.pk)
    at = clock.now()
    context = {
        "dates": shown_to(partner, request.user, at).dates,
        "preparing": PREPARING,
        "pause": PAUSE_WORDS,
        "talking": TALKING_WORDS,
        "zone": clock.zone_name(at),
    }
    return render(request, "sessions/my_appointments.html", context)
