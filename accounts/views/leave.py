from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from accounts.models import NEUTRAL_PAGE, Practice
from accounts.policy import public
from accounts.tablet import in_hand_off


@public
@in_hand_off
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """The way out of a page about safety: ends the sign-in, then an ordinary page of somebody else's.

    A plain link leads here, so that it works without a script; and since the sign-in is over, going back ends at the
    door. A link on another site brings nobody out: browsers say where a link was pressed.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "cross-site":
        logout(request)
    url = Practice.objects.values_list("leave_url", flat=True).first() or NEUTRAL_PAGE
    return HttpResponseRedirect(url)
