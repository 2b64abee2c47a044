"""allauth's forms about passkeys, in our words. The browser's part is `static/app/passkey.js`."""

from typing import Any

import structlog
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as theirs
from django import forms
from django.core.exceptions import ValidationError

log = structlog.get_logger()
NAME_MAX = 60
DID_NOT_WORK = "This passkey did not work here. Try once more, or go another way."


class AddPasskeyForm(theirs.SignupWebAuthnForm):  # type: ignore[misc]  # allauth brings no types
    """A new passkey and the name that its owner knows it by. Each can sign in alone, so there is nothing to choose."""

    name = forms.CharField(required=False, max_length=NAME_MAX)

    def clean(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = super().clean()
        except ValidationError as refusal:
            raise ValidationError(DID_NOT_WORK, code="incorrect_code") from refusal
        return found


class RenamePasskeyForm(theirs.EditWebAuthnForm):  # type: ignore[misc]  # allauth brings no types
    """Another name for a passkey."""

    name = forms.CharField(max_length=NAME_MAX, error_messages={"required": "Give it a name that you will know."})


class OursMixin:
    """Says in our words that a passkey did not work, and leaves a line of it in the log."""

    why: str
    user: Any

    def clean_credential(self) -> Authenticator:
        try:
            found: Authenticator = super().clean_credential()  # type: ignore[misc]  # of the form that this is mixed into
        except ValidationError as refusal:
            log.info(self.why, by="passkey", given=False, user=str(self.user.pk) if self.user else "")
            if refusal.code == "incorrect_code":
                raise ValidationError(DID_NOT_WORK, code="incorrect_code") from refusal
            raise
        log.info(self.why, by="passkey", given=True, user=str(found.user_id))
        return found


class SignInForm(OursMixin, theirs.LoginWebAuthnForm):  # type: ignore[misc]  # allauth brings no types
    """Signing in with a passkey alone."""

    why = "sign-in"


class SecondStepForm(OursMixin, theirs.AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth brings no types
    """A passkey as the second factor after a password."""

    why = "second factor"


class ProofForm(OursMixin, theirs.ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth brings no types
    """A passkey once more, before something that weighs."""

    why = "proof"
