"""A sign-in on a device of the practice that was handed to a partner: what it is called, and which pages it reaches.

The practice's person is signed out there first. A page is closed in such a sign-in unless its view says otherwise, so
that forgetting fails shut. See `clients.hand_off` for its beginning and its end.
"""

from django.http import HttpRequest

from accounts.policy import View

HAND_OFF = "hand_off"  # in the session: the key of the hand-off that this browser is
DEVICE = "device"  # in the session: what its person's list of sign-ins calls it
WORDS = "The practice's tablet"


def in_hand_off(view: View) -> View:
    """Mark a view that may be opened on a device of the practice that was handed to its person."""
    view.in_hand_off = True  # type: ignore[attr-defined]  # read by the middleware
    return view


def is_handed_off(request: HttpRequest) -> bool:
    """Whether this browser is one of the practice's in a partner's hands: nothing half-done is kept there."""
    return HAND_OFF in request.session
