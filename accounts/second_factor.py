"""Forms of the second factor which take each code once."""

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.cache import cache


class OnceMixin:
    """allauth forgets a used code after one period, but with a tolerance the code stays valid for three."""

    user: Any

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # of the form that this is mixed into
        periods = 2 * app_settings.TOTP_TOLERANCE + 1
        if not cache.add(f"second-factor:{self.user.pk}:{code.strip()}", 1, periods * app_settings.TOTP_PERIOD):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateOnce(OnceMixin, AuthenticateForm):  # type: ignore[misc]  # allauth brings no types
    """The second step of signing in."""


class ReauthenticateOnce(OnceMixin, ReauthenticateForm):  # type: ignore[misc]  # allauth brings no types
    """Proving oneself again before something that matters."""
