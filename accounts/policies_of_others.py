"""The policy of each view that we did not write, by URL name; one that is not listed here is closed.

"public" is for strangers, "signed in" for everybody else, "practice" for those with a password and a second factor:
to a partner such a page does not exist.
"""

THIRD_PARTY: dict[str, str] = {
    "account_login": "public",
    "account_logout": "signed in",
    "account_inactive": "public",
    "account_request_login_code": "public",
    "account_confirm_login_code": "public",
    "account_reset_password": "public",
    "account_reset_password_done": "public",
    "account_reset_password_from_key": "public",
    "account_reset_password_from_key_done": "public",
    "account_reauthenticate": "practice",
    "account_change_password": "practice",
    "mfa_authenticate": "public",
    "mfa_reauthenticate": "practice",
    "mfa_index": "practice",
    "mfa_activate_totp": "practice",
    "mfa_deactivate_totp": "practice",
    "mfa_generate_recovery_codes": "practice",
    "mfa_view_recovery_codes": "practice",
    "mfa_login_webauthn": "public",
    "mfa_reauthenticate_webauthn": "signed in",
    "mfa_list_webauthn": "signed in",
    "mfa_add_webauthn": "signed in",
    "mfa_edit_webauthn": "signed in",
    "mfa_remove_webauthn": "signed in",
}

# What practice people reach before this sign-in has used a second factor: the ways to it, and out.
BEFORE_SECOND_FACTOR = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)
# A partner changes passkeys only where the papers are open: else whoever found a phone unlocked could add their own.
BEHIND_PAPERS = frozenset({"mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"})
