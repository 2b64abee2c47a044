"""Passkeys as far as they go without a device; the browser's part is a journey of its own."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.test_doors import SECRET, ask_code, type_code, with_password
from tests.cast import Cast, signed_in_as

BROKEN = [
    "",
    "{}",
    "[]",
    "null",
    "no json",
    json.dumps({"id": "AA", "rawId": "AA", "response": {}, "type": "public-key"}),
]


def passkey_of(user: User) -> Authenticator:
    made: Authenticator = Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Safari on an iPhone", "credential": {}}
    )
    return made


def test_partners_passkey_stands_beside_the_code_and_is_never_asked_after_it(cast: Cast, client: Client) -> None:
    passkey_of(cast.ann.user)
    assert type_code(client, ask_code(client, "ann@example.org")) == reverse("home")


def test_au_03_passkey_cannot_be_added_before_the_second_factor(cast: Cast, client: Client) -> None:
    TOTP.activate(cast.therapist, SECRET)
    with_password(client, "maya@example.org")
    assert client.get(reverse("mfa_add_webauthn")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_au_03_mailed_code_alone_cannot_add_a_passkey(cast: Cast, client: Client) -> None:
    type_code(client, ask_code(client, "sol@example.org"))
    assert client.get(reverse("mfa_add_webauthn"))["Location"].startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize("credential", BROKEN)
@pytest.mark.parametrize("name", ["mfa_login_webauthn", "mfa_reauthenticate_webauthn", "mfa_add_webauthn"])
def test_broken_passkey_is_refused_without_an_error(name: str, credential: str, cast: Cast, client: Client) -> None:
    if name != "mfa_login_webauthn":
        client = signed_in_as(cast.ann.user)
    client.get(reverse(name), headers={"Accept": "application/json"})
    answer = client.post(reverse(name), {"credential": credential, "name": "x"})
    assert answer.status_code in {302, 403, 422}
    assert not Authenticator.objects.exists()


def test_options_for_a_passkey_name_nobody(cast: Cast, client: Client) -> None:
    passkey_of(cast.ann.user)
    answer = client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"}).json()
    wanted = answer["request_options"]["publicKey"]
    assert not wanted.get("allowCredentials")
    assert wanted["userVerification"] == "required"


def test_new_passkey_is_asked_to_prove_its_person_and_bears_the_neutral_name(cast: Cast) -> None:
    page = signed_in_as(cast.ann.user).get(reverse("mfa_add_webauthn"))
    wanted = page.context["js_data"]["creation_options"]["publicKey"]
    assert wanted["authenticatorSelection"]["userVerification"] == "required"
    assert wanted["authenticatorSelection"]["residentKey"] == "required"
    assert wanted["rp"]["name"] == "Harbor"


def test_first_set_up_may_be_a_passkey_instead_of_an_app(cast: Cast, client: Client) -> None:
    with_password(client, "maya@example.org")
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


def test_session_from_before_a_passkey_must_prove_it(cast: Cast, client: Client) -> None:
    with_password(client, "maya@example.org")
    passkey_of(cast.therapist)
    assert client.get("/today/")["Location"].startswith(reverse("mfa_reauthenticate_webauthn"))


def test_own_passkeys_are_listed_renamed_and_removed(cast: Cast) -> None:
    made, browser = passkey_of(cast.ann.user), signed_in_as(cast.ann.user)
    assert "Safari on an iPhone" in browser.get(reverse("mfa_list_webauthn")).content.decode()
    browser.post(reverse("mfa_edit_webauthn", args=[made.pk]), {"name": "Old phone"})
    assert "Old phone" in browser.get(reverse("mfa_list_webauthn")).content.decode()
    assert browser.post(reverse("mfa_edit_webauthn", args=[made.pk]), {"name": ""}).status_code == 422
    browser.post(reverse("mfa_remove_webauthn", args=[made.pk]))
    assert not Authenticator.objects.exists()
