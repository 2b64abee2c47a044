from datetime import datetime

from django.contrib import messages as notes
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from outbox import actions, gather
from outbox.models import Message

State = Message.State
TABS = (
    ("", "All"),
    (State.DEAD, "Could not be sent"),
    (State.WAITING, "Waiting"),
    (State.SENT, "Sent"),
    (State.LATE, "Too late"),
    (State.WITHDRAWN, "Withdrawn"),
    (State.WITHHELD, "Asked for no mail"),
)


@requires(Permission.SEE_MESSAGES)
def messages(request: SignedInRequest) -> HttpResponse:
    """What was sent to whom, the failed ones first."""
    state = request.GET.get("state", "")
    if state not in State.values:
        state = ""
    before = moment(request.GET.get("before", ""))
    dead = [] if state or before else gather.dead(request.user)
    context = {
        "dead": dead,
        "log": gather.log_page(request.user, state=state, before=before),
        "state": state,
        "tabs": TABS,
        "zone": clock.practice_zone(),
        "zone_name": clock.zone_name(clock.now()),
    }
    return render(request, "outbox/messages.html", context)


def moment(text: str) -> datetime | None:
    """A moment from the address bar; nothing when it is none."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo else None


@requires(Permission.SEE_MESSAGES)
@require_POST
def try_message_again(request: SignedInRequest, message_id: str) -> HttpResponse:
    """Send a failed message once more."""
    message = get_object_or_404(Message.objects.visible_to(request.user).select_related("person"), pk=message_id)
    try:
        actions.try_again(message=message, by=request.user, at=clock.now())
    except actions.NotDead:
        notes.info(request, "That message is not waiting for another try.")
    else:
        notes.success(request, f"The message to {message.person.name} is on its way again.")
    return redirect("messages")
