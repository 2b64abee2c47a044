"""allauth's forms at the doors: an address is written in plain letters, and each proof leaves a line in the log."""

from typing import Any

import structlog
from allauth.account.forms import LoginForm, ReauthenticateForm, RequestLoginCodeForm, ResetPasswordForm
from django import forms

from accounts.fields import AddressField

log = structlog.get_logger()


def _address_field() -> AddressField:
    """One way to write an address, so that no other spelling of it has tries of its own."""
    return AddressField(
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": "Enter your e-mail address.",
            "invalid": "Enter an e-mail address, like name@example.com.",
        },
    )


class PasswordForm(LoginForm):  # type: ignore[misc]  # allauth brings no types
    """Signing in with a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _address_field()
        self.order_fields(["login", "password"])


class CodeForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth brings no types
    """Asking for a code by mail."""

    email = _address_field()


class ResetForm(ResetPasswordForm):  # type: ignore[misc]  # allauth brings no types
    """Asking for a link to a new password."""

    email = _address_field()


class ProofForm(ReauthenticateForm):  # type: ignore[misc]  # allauth brings no types
    """The password once more, before something that weighs."""

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        log.info("proof", by="password", given="password" in found, user=str(self.user.pk))
        return found
