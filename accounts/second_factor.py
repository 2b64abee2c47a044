"""Forms of the second factor which take each code once, and leave a line in the log."""

from typing import Any

import structlog
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.cache import cache
from django.core.exceptions import ValidationError

log = structlog.get_logger()


class OnceMixin:
    """allauth forgets a used code after one period, but with a tolerance the code stays valid for three."""

    user: Any
    why: str

    def clean_code(self) -> str:
        try:
            code = self._unused_code()
        except ValidationError:
            log.info(self.why, by="app code", given=False, user=str(self.user.pk))
            raise
        log.info(self.why, by="app code", given=True, user=str(self.user.pk))
        return code

    def _unused_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # of the form that this is mixed into
        periods = 2 * app_settings.TOTP_TOLERANCE + 1
        if not cache.add(f"second-factor:{self.user.pk}:{code.strip()}", 1, periods * app_settings.TOTP_PERIOD):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateOnce(OnceMixin, AuthenticateForm):  # type: ignore[misc]  # allauth brings no types
    """The second step of signing in."""

    why = "second factor"


class ReauthenticateOnce(OnceMixin, ReauthenticateForm):  # type: ignore[misc]  # allauth brings no types
    """Proving oneself again before something that matters."""

    why = "proof"
