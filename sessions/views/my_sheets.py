from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from clients.models import Partner
from sessions.gather.sheets import own_sheets


@requires(Permission.USE_PORTAL)
def my_sheets(request: SignedInRequest) -> HttpResponse:
    """What a partner was given to read about each date that was told to them: before, on the day, after."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=request.user.pk)
    at = clock.now()
    context = {"sheets": own_sheets(partner, request.user, at), "zone": clock.zone_name(at)}
    return render(request, "sessions/my_sheets.html", context)
