from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import actions, clock
from accounts.models import Practice
from accounts.policy import Permission, SignedInRequest, requires
from accounts.practice_forms import PracticeDetailsForm
from accounts.proof import proved


@requires(Permission.SET_UP_PRACTICE)
@proved
def practice_details(request: SignedInRequest) -> HttpResponse:
    """The practice's names, address and numbers."""
    practice = get_object_or_404(Practice)
    form = PracticeDetailsForm(request.POST or None, initial=model_to_dict(practice))
    if form.is_valid():
        actions.change_practice(practice=practice, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, "The practice's details are saved. Statements from now on carry them.")
        return redirect("practice_details")
    return render(request, "accounts/practice_details.html", {"form": form}, status=422 if form.errors else 200)
