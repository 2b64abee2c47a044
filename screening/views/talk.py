"""“I would rather talk”, for any reason and from anywhere in the portal; and whom to call when home is not safe."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from accounts.tablet import in_hand_off
from clients.models import Partner
from screening import actions
from screening.forms.questions import TalkForm
from screening.rules.help_lines import HELP_LINES


@requires(Permission.USE_PORTAL)
@in_hand_off
@sensitive_post_parameters()
def talk(request: SignedInRequest) -> HttpResponse:
    """A person says how and when they want to talk. The page opens empty each time and never tells that they asked."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=request.user.pk)
    form = TalkForm(request.POST or None)
    if form.is_valid():
        with suppress(actions.AlreadyReceived):
            actions.ask_for_call(
                partner=partner, wish=form.wish(), by=request.user, at=clock.now(), key=form.cleaned_data["key"]
            )
        messages.success(request, "Received. Your therapist will find a moment with you.")
        return redirect("talk")
    return render(request, "portal/talk.html", {"form": form}, status=422 if form.errors else 200)


@requires(Permission.USE_PORTAL)
@in_hand_off
def my_help(request: SignedInRequest) -> HttpResponse:
    """Lines that answer at any hour. Only pages with the way out lead here."""
    return render(request, "portal/my_help.html", {"lines": HELP_LINES})
