"""The pages of sign-in that allauth draws, each bound to its policy."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth, flows
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView
from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy

from accounts import papers
from accounts.policies_of_others import BEHIND_PAPERS, THIRD_PARTY
from accounts.policy import public
from accounts.roles import Role

View = Callable[..., HttpResponseBase]
UNPROCESSABLE = 422
# Opening one of these begins anew. allauth would lead back to a step half done, and so away from a mistyped address.
STARTS = frozenset({"account_login", "account_request_login_code"})


def housed(name: str, view: View) -> View:
    """One of allauth's views under our roof: with its declared policy, and 422 where a form was refused."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and request.user.role == Role.PARTNER:
            if THIRD_PARTY[name] == "practice":
                raise Http404
            if name in BEHIND_PAPERS and not papers.are_open(request):
                return papers.ask(request)
        if name in STARTS and request.method == "GET" and not request.user.is_authenticated:
            clear_login(request)
        response = view(request, *args, **kwargs)
        if request.method == "POST" and _refused(response):
            response.status_code = UNPROCESSABLE
        return response

    page.policy = THIRD_PARTY[name]  # type: ignore[attr-defined]  # read by the URL walk
    return page


def _refused(response: HttpResponseBase) -> bool:
    context = response.context_data or {} if isinstance(response, TemplateResponse) else {}
    forms = (context.get("form"), context.get("webauthn_form"))
    return any(isinstance(form, BaseForm) and bool(form.errors) for form in forms)


@public
def nobody_signs_up(request: HttpRequest) -> HttpResponse:
    """allauth's mails name a page for signing up. There is none: people are invited, and this leads to the door."""
    return redirect("account_request_login_code")


class ActivateTOTP(ActivateTOTPView):  # type: ignore[misc]  # allauth brings no types
    """Setting up the authenticator app. The code typed here proves the second factor of this very sign-in too."""

    def form_valid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        made = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        record_authentication(self.request, self.request.user, "mfa", id=made.pk, type=made.type, reauthenticated=True)
        return response


class DeactivateTOTP(DeactivateTOTPView):  # type: ignore[misc]  # allauth brings no types
    """Leaving one authenticator app for another: the way on is to set up the next."""

    success_url = reverse_lazy("mfa_activate_totp")


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]  # allauth brings no types
    """A new passkey, always one that can sign in alone. For practice people it is this sign-in's second factor too."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        shown["js_data"] = {"creation_options": auth.begin_registration(self.request.user, passwordless=True)}
        return shown

    def form_valid(self, form: BaseForm) -> HttpResponse:
        person, made = self.request.user, {name: form.cleaned_data[name] for name in ("name", "credential")}
        if person.role == Role.PARTNER:  # who has no recovery codes: a mailed code lets them in
            flows.signup_authenticator(self.request, person, **made)
            return redirect("mfa_list_webauthn")
        added, codes = flows.add_authenticator(self.request, **made)
        record_authentication(self.request, person, "mfa", id=added.pk, type=added.type, reauthenticated=True)
        return redirect("mfa_view_recovery_codes" if codes else "mfa_list_webauthn")


class ProveByPasskey(ReauthenticateWebAuthnView):  # type: ignore[misc]  # allauth brings no types
    """Proving oneself by passkey. One that did not work leads back here, to be tried again."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        for sentence in form.errors.get("credential", []):
            messages.error(self.request, str(sentence))
        return redirect(self.request.get_full_path())
