"""“Anything changed?”, before each session and at any other time."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from accounts.tablet import in_hand_off
from clients.models import Partner
from screening import actions
from screening.forms.change import ChangeForm, NothingForm
from screening.gather import change_told_at
from screening.rules.change import CHANGE_WORDS
from screening.rules.pages import READERS


@requires(Permission.USE_PORTAL)
@in_hand_off
@sensitive_post_parameters()
def my_change(request: SignedInRequest) -> HttpResponse:
    """One tap for nothing, or what has changed. What was sent is not shown again, and every answer leads here."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=request.user.pk)
    posted, nothing = request.method == "POST", "nothing" in request.POST
    form = ChangeForm(request.POST if posted and not nothing else None)
    said = NothingForm(request.POST) if nothing else form
    if posted and said.is_valid():
        try:
            actions.report_change(
                partner=partner, answers=said.answers(), by=request.user, at=clock.now(), key=said.cleaned_data["key"]
            )
        except actions.AlreadyReceived:
            messages.info(request, "We already have this.")
        else:
            messages.success(request, "Received. Thank you.")
        return redirect("my_change")
    context = {
        "form": form,
        "nothing_form": NothingForm(),
        "sections": list(form.sections()),
        "words": form[CHANGE_WORDS],
        "readers": READERS["health"],
        "told_at": change_told_at(partner),
    }
    return render(request, "portal/my_change.html", context, status=422 if form.errors else 200)
