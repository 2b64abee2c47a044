from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import actions, clock, rules
from accounts.actor import as_actor
from accounts.models import Credential, Invitation, User
from accounts.policy import public
from accounts.practice_forms import JoinAsPrescriberForm, SetPasswordForm
from accounts.roles import Role

GONE = 410


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """The page that an invitation's link opens. Only its button uses the link, so a mail scanner does no harm."""
    with as_actor(role="door"):  # whoever else is signed in on this device
        return _page_of(request, token)


def _page_of(request: HttpRequest, token: str) -> HttpResponseBase:
    found = Invitation.objects.by_token(token).select_related("user").first()
    trouble = rules.invitation_trouble(found.facts() if found else None, clock.now())
    if found is None or trouble:
        return render(request, "accounts/invitation_over.html", {"why": trouble}, status=GONE)
    if found.user.role == Role.PARTNER:
        return _welcome(request, token) if request.method == "POST" else _page(request, None)
    form = _form_for(found.user)(request.POST or None)
    if form.is_valid():
        credential = form.credential() if isinstance(form, JoinAsPrescriberForm) else None
        try:
            return _welcome(request, token, form.cleaned_data["password"], credential)
        except ValidationError as weak:
            form.add_error("password", weak)
    return _page(request, form)


def _form_for(person: User) -> type[SetPasswordForm]:
    """A prescriber whose number is not on file types license and NPI on the way in."""
    known = Credential.objects.filter(user=person).exclude(npi="").exists()
    return JoinAsPrescriberForm if person.role == Role.PRESCRIBER and not known else SetPasswordForm


def _page(request: HttpRequest, form: SetPasswordForm | None) -> HttpResponse:
    status = 422 if form is not None and form.errors else 200
    return render(request, "accounts/invitation.html", {"form": form}, status=status)


def _welcome(
    request: HttpRequest, token: str, password: str | None = None, credential: dict[str, str] | None = None
) -> HttpResponseBase:
    """Use the link, and lead on: a partner to the code that is mailed now, practice people to their second factor."""
    try:
        person = actions.accept(token=token, at=clock.now(), password=password, credential=credential)
    except actions.InvitationRefused as refusal:  # used in another tab between opening and pressing
        return render(request, "accounts/invitation_over.html", {"why": refusal.why}, status=GONE)
    if request.user.is_authenticated:
        logout(request)  # of whoever used this device before
    return _send_code(request, person) if password is None else _sign_in(request, person, password)


def _send_code(request: HttpRequest, person: User) -> HttpResponse:
    LoginCodeVerificationProcess.initiate(request=request, user=person, email=person.email)
    return redirect("account_confirm_login_code")


def _sign_in(request: HttpRequest, person: User, password: str) -> HttpResponseBase:
    login = Login(user=person, email=person.email)
    return perform_password_login(request, {"email": person.email, "password": password}, login)  # type: ignore[no-any-return]  # allauth brings no types
