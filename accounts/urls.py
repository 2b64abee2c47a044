from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, URLResolver, path, re_path

from accounts.views.allauth_pages import (
    ActivateTOTP,
    AddPasskey,
    DeactivateTOTP,
    ProveByPasskey,
    View,
    housed,
    nobody_signs_up,
)
from accounts.views.invitation import invitation
from accounts.views.leave import leave
from accounts.views.my_credentials import my_credentials
from accounts.views.my_sign_ins import my_sign_ins
from accounts.views.practice_details import practice_details
from accounts.views.practice_hours import add_cover, practice_hours, withdraw_cover


def theirs(route: str, name: str, view: View) -> URLPattern:
    return path(f"accounts/{route}", housed(name, view), name=name)


# Of allauth's pages those that the practice needs, one by one: what is not here cannot be reached.
urlpatterns: list[URLPattern | URLResolver] = [
    path("invitation/<str:token>/", invitation, name="invitation"),
    path("practice/", practice_details, name="practice_details"),
    path("practice/mine/", my_credentials, name="my_credentials"),
    path("sign-ins/", my_sign_ins, name="my_sign_ins"),
    path("practice/hours/", practice_hours, name="practice_hours"),
    path("practice/hours/cover/", add_cover, name="add_cover"),
    path("practice/hours/cover/<uuid:cover_id>/withdraw/", withdraw_cover, name="withdraw_cover"),
    path("leave/", leave, name="leave"),
    path("accounts/signup/", nobody_signs_up, name="account_signup"),
    theirs("login/", "account_login", account.login),
    theirs("logout/", "account_logout", account.logout),
    theirs("inactive/", "account_inactive", account.account_inactive),
    theirs("login/code/", "account_request_login_code", account.request_login_code),
    theirs("login/code/confirm/", "account_confirm_login_code", account.confirm_login_code),
    theirs("reauthenticate/", "account_reauthenticate", account.reauthenticate),
    theirs("password/change/", "account_change_password", account.password_change),
    theirs("password/reset/", "account_reset_password", account.password_reset),
    theirs("password/reset/done/", "account_reset_password_done", account.password_reset_done),
    theirs("password/reset/key/done/", "account_reset_password_from_key_done", account.password_reset_from_key_done),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        housed("account_reset_password_from_key", account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    theirs("second-factor/", "mfa_index", mfa.index),
    theirs("second-factor/authenticate/", "mfa_authenticate", mfa.authenticate),
    theirs("second-factor/again/", "mfa_reauthenticate", mfa.reauthenticate),
    theirs("second-factor/app/", "mfa_activate_totp", ActivateTOTP.as_view()),
    theirs("second-factor/app/change/", "mfa_deactivate_totp", DeactivateTOTP.as_view()),
    theirs("second-factor/codes/", "mfa_view_recovery_codes", recovery.view_recovery_codes),
    theirs("second-factor/codes/new/", "mfa_generate_recovery_codes", recovery.generate_recovery_codes),
    theirs("passkey/", "mfa_login_webauthn", webauthn.login_webauthn),
    theirs("passkey/again/", "mfa_reauthenticate_webauthn", ProveByPasskey.as_view()),
    theirs("passkeys/", "mfa_list_webauthn", webauthn.list_webauthn),
    theirs("passkeys/add/", "mfa_add_webauthn", AddPasskey.as_view()),
    theirs("passkeys/<int:pk>/name/", "mfa_edit_webauthn", webauthn.edit_webauthn),
    theirs("passkeys/<int:pk>/remove/", "mfa_remove_webauthn", webauthn.remove_webauthn),
]
