"""How sign-in behaves and what its mails say: by invitation only, in words that tell a stranger nothing."""

import time
from email.utils import formataddr
from smtplib import SMTPException
from typing import Any

import structlog
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts import papers
from accounts.links import link_to
from accounts.models import Practice, User
from accounts.roles import Role
from accounts.rules import device_words
from accounts.sealed import seal, unseal

log = structlog.get_logger()

# Pages of setting up a second factor, which follow a sign-in at once: asking for the password again would only annoy.
SETTING_UP = frozenset({"mfa_activate_totp", "mfa_view_recovery_codes", "mfa_add_webauthn"})
PROOFS = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use a code from your app",
    "mfa_reauthenticate:webauthn": "Use a passkey",
}
NEUTRAL_NAME = "The office"


def display_name(user: User) -> str:
    return user.name


class DoorAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth brings no types
    """allauth's account adapter for this practice."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed. Call the practice if that surprises you.",
        "email_password_mismatch": "This e-mail address and password do not fit together.",
        "enter_current_password": "Enter the password you have now.",
        "incorrect_code": "This code does not fit. Use the one in the newest mail.",
        "incorrect_password": "This is not your password.",
        "invalid_password_reset": "This link has been used or is too old. Ask for a new one.",
        "rate_limited": "That was a lot at once. Wait a minute, then try again.",
        "too_many_login_attempts": "Too many tries. Wait five minutes, then start again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_from_email(self) -> str:
        """The sender's name is the practice's neutral short name."""
        return formataddr((_short_name(), settings.DEFAULT_FROM_EMAIL))

    def format_email_subject(self, subject: str) -> str:
        return subject.strip()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of the sign-in mails. When the mail server does not answer, the page says so."""
        practice = Practice.objects.first()
        try:
            self.render_mail(template_prefix, email, {"practice": practice, "office": _short_name(), **context}).send()
        except (SMTPException, OSError) as trouble:
            log.warning("mail not sent", template=template_prefix, trouble=type(trouble).__name__)
            messages.error(self.request, "We could not send the mail just now. Please try again in a minute.")
            raise ImmediateHttpResponse(redirect(self.request.path)) from trouble

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """A partner has no password and must not gain one this way: they are told how they sign in."""
        kind = "code_instead" if user.role == Role.PARTNER else "password_reset_key"
        self.send_mail(f"account/email/{kind}", email, context)

    def get_reset_password_from_key_url(self, key: str) -> str:
        person, token = key.split("-", 1)
        return link_to("account_reset_password_from_key", person, token)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            log.warning("locked", by="password")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        log.info("sign-in", by="password", given=False)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        log.info("signed in", user=str(user.pk))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """allauth's ways to prove oneself, each in our words."""
        found = super().get_reauthentication_methods(user)
        return [way | {"description": PROOFS.get(way["id"], way["description"])} for way in found]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not on the way through the first set-up, while the sign-in itself is minutes old; nor for the practice's own
        pages while its second factor is. What changes the factors themselves is asked for each time anew. A partner
        proves it by what opens the papers."""
        if self.request.user.is_authenticated and self.request.user.role == Role.PARTNER:
            return not papers.are_open(self.request)
        match = self.request.resolver_match
        if match and match.url_name in SETTING_UP and not is_mfa_enabled(self.request.user):
            return not self._used_lately("password", "mfa")
        if app == "practice" and self._used_lately("mfa"):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def _used_lately(self, *methods: str) -> bool:
        records = get_authentication_records(self.request, self.request.user)
        used = [record["at"] for record in records if record["method"] in methods]
        return bool(used) and time.time() - used[-1] < app_settings.REAUTHENTICATION_TIMEOUT


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth brings no types
    """allauth's second-factor adapter: its secrets lie encrypted, and the authenticator app shows the neutral name."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code does not fit. Wait for the next one in your app, then try again.",
        "unverified_email": "Open the link in your invitation first; it proves your e-mail address.",
    }

    def get_totp_issuer(self) -> str:
        return _short_name()

    def _get_site_name(self) -> str:
        """What a device calls the place that a passkey belongs to."""
        return _short_name()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's word
        """A passkey is first called after the device that made it."""
        return device_words(context.request.META.get("HTTP_USER_AGENT", ""))

    def is_mfa_enabled(self, user: User, types: list[str] | None = None) -> bool:
        """A partner's passkey stands in place of the mailed code and is never asked for after it: nobody is kept from
        their questions by a phone that is lost. allauth asks for several types at once only to add a second step."""
        if getattr(user, "role", "") == Role.PARTNER and (types is None or len(types) > 1):
            return False
        return bool(super().is_mfa_enabled(user, types=types))

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)


def _short_name() -> str:
    return Practice.objects.values_list("short_name", flat=True).first() or NEUTRAL_NAME
