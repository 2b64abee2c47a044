from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from clients import actions, rules
from clients.forms import TextForm
from clients.models import PRIVATE_TEXT, ConsentDocument

TITLE = "What stays with your therapist"


@requires(Permission.SET_UP_PRACTICE)
@proved
def practice_texts(request: SignedInRequest) -> HttpResponse:
    """The text that partners read before the private questions, its versions, and a form for a new one."""
    versions = list(ConsentDocument.objects.filter(kind=PRIVATE_TEXT).order_by("-version"))
    standing = versions[0] if versions else None
    form = TextForm(request.POST or None, initial={"body": standing.body if standing else ""})
    if form.is_valid():
        body = form.cleaned_data["body"].replace("\r\n", "\n")
        try:
            made = actions.publish_text(kind=PRIVATE_TEXT, title=TITLE, body=body, by=request.user, at=clock.now())
        except actions.SameText:
            form.add_error("body", "This is the text that stands already. Change it first.")
        else:
            messages.success(request, f"Version {made.version} is published. Partners read it from now on.")
            return redirect("practice_texts")
    sections = rules.sections(standing.body) if standing else []
    context = {"form": form, "versions": versions, "standing": standing, "sections": sections}
    return render(request, "clients/practice_texts.html", context, status=422 if form.errors else 200)
