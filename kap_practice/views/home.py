from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.policy import public
from accounts.roles import Role
from accounts.tablet import in_hand_off

STARTS = {
    Role.THERAPIST: "today",
    Role.STAFF: "today",
    Role.PRESCRIBER: "referrals",
    Role.PARTNER: "portal",
}


@public
@in_hand_off
def home(request: HttpRequest) -> HttpResponse:
    """Where each person starts; a stranger at the partners' door, which also shows the practice's own."""
    if not request.user.is_authenticated:
        return redirect("account_request_login_code")
    return redirect(STARTS[Role(request.user.role)])
