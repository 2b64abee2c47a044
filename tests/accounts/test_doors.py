"""Signing in, as trust.md 2.3 tries to get around it; the case's number stands before each test."""

import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from accounts.rules import forbidden_words
from tests.cast import PASSWORD, Cast, signed_in_as
from tests.pages import without_tokens

SECRET = "JBSWY3DPEHPK3PXP"
PRACTICE_PAGE = "/today/"


@pytest.fixture
def therapist(cast: Cast) -> User:
    TOTP.activate(cast.therapist, SECRET)
    return cast.therapist


def app_code(periods: int = 0) -> str:
    """What an authenticator app shows now, or some periods on."""
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + periods)))


def with_password(client: Client, email: str, password: str = PASSWORD) -> str:
    """The address that the sign-in page leads to."""
    response = client.post(reverse("account_login"), {"login": email, "password": password})
    return response.headers.get("Location", "")


def ask_code(client: Client, email: str) -> str:
    """Ask for a code; answers the one in the mail."""
    client.post(reverse("account_request_login_code"), {"email": email})
    return str(mail.outbox[-1].body).split("\n\n")[1]


def type_code(client: Client, code: str) -> str:
    response = client.post(reverse("account_confirm_login_code"), {"code": code})
    return response.headers.get("Location", "")


def test_therapist_gets_in_with_password_and_app(therapist: User, client: Client) -> None:
    assert with_password(client, therapist.address) == reverse("mfa_authenticate")
    assert client.post(reverse("mfa_authenticate"), {"code": app_code()})["Location"] == reverse("home")
    assert client.get(PRACTICE_PAGE).status_code == 200


def test_partner_gets_in_with_a_mailed_code(cast: Cast, client: Client) -> None:
    assert type_code(client, ask_code(client, "ann@example.org")) == reverse("home")
    assert client.get(reverse("portal")).status_code == 200


@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_au_02_practice_people_without_a_second_factor_are_sent_to_set_it_up(
    method: str, cast: Cast, client: Client
) -> None:
    with_password(client, cast.therapist.address)
    response = getattr(client, method)(PRACTICE_PAGE)
    assert (response.status_code, response["Location"]) == (302, reverse("mfa_activate_totp"))


def test_au_02_setting_up_leads_in_and_shows_recovery_codes_once(cast: Cast, client: Client) -> None:
    with_password(client, cast.therapist.address)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    response = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    assert len(client.get(response["Location"]).context["unused_codes"][0]) == 8
    assert client.get(response["Location"]).context["unused_codes"][0] == "****"
    assert client.get(PRACTICE_PAGE).status_code == 200


def test_au_03_mailed_code_does_not_replace_the_second_factor(therapist: User, client: Client) -> None:
    assert type_code(client, ask_code(client, therapist.address)) == reverse("mfa_authenticate")
    assert client.get(PRACTICE_PAGE).status_code == 302


def test_au_03_mailed_code_alone_cannot_set_up_a_second_factor(cast: Cast, client: Client) -> None:
    type_code(client, ask_code(client, cast.staff.address))
    response = client.get(reverse("mfa_activate_totp"))
    assert response["Location"].startswith(reverse("account_reauthenticate"))


def test_au_03_new_password_still_needs_the_second_factor(therapist: User, client: Client) -> None:
    client.post(reverse("account_reset_password"), {"email": therapist.address})
    link = next(line for line in mail.outbox[-1].body.splitlines() if line.startswith("http"))
    path = client.get(link.removeprefix("http://localhost:8000"))["Location"]
    client.post(path, {"password1": "seven green hats here", "password2": "seven green hats here"})
    assert with_password(client, therapist.address, "seven green hats here") == reverse("mfa_authenticate")


def test_au_03_partner_gains_no_password_by_asking_for_a_new_one(cast: Cast, client: Client) -> None:
    client.post(reverse("account_reset_password"), {"email": "ann@example.org"})
    assert "http" not in mail.outbox[-1].body
    assert "code" in mail.outbox[-1].body


def test_au_04_second_step_cannot_be_skipped(therapist: User, client: Client) -> None:
    with_password(client, therapist.address)
    assert client.get(PRACTICE_PAGE).status_code == 302
    assert "_auth_user_id" not in client.session


def test_session_from_before_the_app_was_set_up_must_prove_it(cast: Cast, client: Client) -> None:
    with_password(client, cast.therapist.address)
    TOTP.activate(cast.therapist, SECRET)
    assert client.get(PRACTICE_PAGE)["Location"].startswith(reverse("mfa_reauthenticate"))
    client.post(reverse("mfa_reauthenticate"), {"code": app_code()})
    assert client.get(PRACTICE_PAGE).status_code == 200


@pytest.mark.parametrize("later", [0, 29, 31, 59])
def test_au_05_app_code_works_once_for_as_long_as_it_is_valid(later: int, therapist: User, client: Client) -> None:
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        code = app_code(1)
        with_password(client, therapist.address)
        client.post(reverse("mfa_authenticate"), {"code": code})
        clock.shift(later)
        second = Client()
        with_password(second, therapist.address)
        assert second.post(reverse("mfa_authenticate"), {"code": code}).status_code == 422


def test_au_06_guessing_app_codes_is_stopped(therapist: User, client: Client) -> None:
    with_password(client, therapist.address)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    response = client.post(reverse("mfa_authenticate"), {"code": app_code()})
    assert response.status_code == 422
    assert "Too many tries" in response.content.decode()


def test_au_07_recovery_code_works_once_and_is_not_kept_in_clear(therapist: User, client: Client) -> None:
    codes = RecoveryCodes.activate(therapist).generate_codes()
    kept = str(Authenticator.objects.filter(user=therapist).values_list("data", flat=True))
    assert SECRET not in kept
    assert not any(code in kept for code in codes)
    with_password(client, therapist.address)
    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 302
    second = Client()
    with_password(second, therapist.address)
    assert second.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 422


def test_au_08_third_wrong_code_ends_the_try(cast: Cast, client: Client) -> None:
    right = ask_code(client, "ann@example.org")
    for _ in range(3):
        type_code(client, "AAAA-AAAA")
    assert type_code(client, right) == reverse("account_request_login_code")


def test_au_09_code_works_only_in_the_browser_that_asked(cast: Cast, client: Client) -> None:
    code = ask_code(client, "ann@example.org")
    other = Client()
    assert type_code(other, code) == reverse("account_request_login_code")


def test_au_10_code_is_dead_after_three_minutes(cast: Cast, client: Client) -> None:
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        code = ask_code(client, "ann@example.org")
        clock.shift(181)
        assert type_code(client, code) == reverse("account_request_login_code")


def test_au_10_code_works_once(cast: Cast, client: Client) -> None:
    code = ask_code(client, "ann@example.org")
    type_code(client, code)
    client.post(reverse("account_logout"))
    assert type_code(client, code) == reverse("account_request_login_code")


@pytest.mark.parametrize("variant", ["MAYA@EXAMPLE.ORG", " maya@example.org ", "Maya@Example.org"])
def test_au_11_lock_holds_for_every_way_to_write_an_address(variant: str, therapist: User, client: Client) -> None:
    for _ in range(5):
        with_password(client, "maya@example.org", "not the password")
    assert with_password(client, variant) == ""


def test_au_12_lock_holds_whatever_address_a_request_claims_to_come_from(therapist: User, client: Client) -> None:
    page, typed = reverse("account_login"), {"login": therapist.address, "password": "not the password"}
    for number in range(5):
        client.post(page, typed, headers={"X-Forwarded-For": f"10.0.0.{number}"})
    response = client.post(page, typed | {"password": PASSWORD}, headers={"X-Forwarded-For": "10.0.1.1"})
    assert "Too many tries" in response.content.decode()


def test_au_13_look_alike_letter_is_another_address(cast: Cast, client: Client) -> None:
    client.post(reverse("account_request_login_code"), {"email": "\u017fol@example.org"})
    assert not [message for message in mail.outbox if message.to == ["sol@example.org"]]


def test_starting_again_lets_one_correct_a_mistyped_address(cast: Cast, client: Client) -> None:
    ask_code(client, "anne@example.org")
    assert client.get(reverse("account_request_login_code")).status_code == 200
    assert type_code(client, ask_code(client, "ann@example.org")) == reverse("home")


@pytest.mark.parametrize(
    "name", ["account_email", "account_confirm_email", "account_set_password", "mfa_signup_webauthn"]
)
def test_pages_that_the_practice_does_not_need_are_not_there(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_nobody_signs_up(cast: Cast, client: Client) -> None:
    assert client.get(reverse("account_signup"))["Location"] == reverse("account_request_login_code")


@pytest.mark.parametrize(
    "name", ["account_change_password", "mfa_index", "mfa_activate_totp", "account_reauthenticate"]
)
def test_partner_has_no_page_about_passwords(name: str, cast: Cast) -> None:
    assert signed_in_as(cast.ann.user).get(reverse(name)).status_code == 404


def test_inactive_person_gets_no_code(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.ann.pk).update(is_active=False)
    client.post(reverse("account_request_login_code"), {"email": "ann@example.org"})
    assert "No account is open" in mail.outbox[-1].body


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("account_request_login_code", {"email": "{}"}),
        ("account_reset_password", {"email": "{}"}),
        ("account_login", {"login": "{}", "password": "not the password"}),
    ],
)
def test_rl_01_known_and_unknown_address_get_the_same_answer(name: str, typed: dict[str, str], cast: Cast) -> None:
    answers = []
    for email in ("sol@example.org", "xyz@example.org"):
        response = Client().post(reverse(name), {key: value.format(email) for key, value in typed.items()})
        body = response.content.decode().replace(email, "")
        answers.append((response.status_code, response.headers.get("Location"), without_tokens(body)))
    assert answers[0] == answers[1]


def test_rl_01_page_after_asking_says_the_same_to_both(cast: Cast) -> None:
    pages = []
    for email in ("ann@example.org", "xyz@example.org"):
        browser = Client()
        browser.post(reverse("account_request_login_code"), {"email": email})
        body = browser.get(reverse("account_confirm_login_code")).content.decode().replace(email, "")
        pages.append(without_tokens(body))
    assert pages[0] == pages[1]


def test_rl_02_fourth_code_in_a_minute_is_not_sent(cast: Cast) -> None:
    for _ in range(5):
        Client().post(reverse("account_request_login_code"), {"email": "ann@example.org"})
    assert len(mail.outbox) == 3


def test_hh_01_link_in_a_mail_is_built_from_the_settings(therapist: User, client: Client) -> None:
    client.post(
        reverse("account_reset_password"), {"email": therapist.address}, headers={"X-Forwarded-Host": "evil.example"}
    )
    assert "evil" not in mail.outbox[-1].body
    assert client.get(reverse("account_login"), headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("where", ["//evil.example", "https:evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_or_01_sign_in_leads_to_our_own_pages_only(where: str, cast: Cast, client: Client) -> None:
    code = ask_code(client, "ann@example.org")
    page = reverse("account_confirm_login_code")
    assert client.post(page, {"code": code, "next": where})["Location"] == reverse("home")


def test_mails_of_the_doors_tell_nothing_of_the_work(therapist: User, cast: Cast, client: Client) -> None:
    ask_code(client, "ann@example.org")
    for email in ("ann@example.org", therapist.address, "unknown@example.org"):
        client.post(reverse("account_reset_password"), {"email": email})
    assert len(mail.outbox) == 4
    for message in mail.outbox:
        assert forbidden_words(f"{message.subject} {message.body} {message.from_email}") == ()
        assert message.from_email.startswith("Harbor <")


def test_mail_server_that_is_away_gives_a_sentence_and_no_error(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: object, *args: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMultiAlternatives, "send", fail)
    page = reverse("account_request_login_code")
    response = client.post(page, {"email": "ann@example.org"}, follow=True)
    assert "could not send the mail" in response.content.decode()
