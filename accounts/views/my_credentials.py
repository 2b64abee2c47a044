from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import actions, clock
from accounts.models import Credential
from accounts.policy import Permission, SignedInRequest, requires
from accounts.practice_forms import CredentialForm
from accounts.proof import proved


@requires(Permission.HOLD_LICENCE)
@proved
def my_credentials(request: SignedInRequest) -> HttpResponse:
    """A clinician's own letters, license and NPI."""
    own = Credential.objects.filter(user=request.user).first()
    form = CredentialForm(request.POST or None, initial=model_to_dict(own) if own else None)
    if form.is_valid():
        actions.change_credential(person=request.user, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, "Your license and numbers are saved. Documents from now on carry them.")
        return redirect("my_credentials")
    return render(request, "accounts/my_credentials.html", {"form": form}, status=422 if form.errors else 200)
