from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts import clock
from accounts.actions import AlreadyJoined, InvitationRefused, accept, add_person, close_account, invite
from accounts.actor import as_actor
from accounts.models import Invitation, User
from accounts.roles import Role
from tests.cast import NOON, Cast, signed_in_as

GOOD = "four words in a row"


@pytest.fixture
def newcomer(cast: Cast) -> User:
    return add_person(email="Noa@Example.org", name="Noa Nash", role=Role.PARTNER, by=cast.therapist, at=NOON)


@pytest.fixture
def colleague(cast: Cast) -> User:
    return add_person(email="kim@example.org", name="Kim Kaur", role=Role.STAFF, by=cast.therapist, at=NOON)


@pytest.fixture(autouse=True)
def door(cast: Cast) -> object:
    with as_actor(role="door"):
        yield


def test_link_makes_a_partner_active_and_proves_the_address(newcomer: User, cast: Cast) -> None:
    token = invite(person=newcomer, by=cast.therapist, at=NOON)
    person = accept(token=token, at=NOON)
    assert person.is_active
    assert person.joined_at == NOON
    assert not person.has_usable_password()
    assert EmailAddress.objects.get(user=person).verified


def test_only_a_digest_of_the_link_is_kept(newcomer: User, cast: Cast) -> None:
    token = invite(person=newcomer, by=cast.therapist, at=NOON)
    assert token not in str(Invitation.objects.values().get())


def test_ml_02_link_works_once(newcomer: User, cast: Cast) -> None:
    token = invite(person=newcomer, by=cast.therapist, at=NOON)
    accept(token=token, at=NOON)
    with pytest.raises(InvitationRefused, match="used"):
        accept(token=token, at=NOON)


def test_ml_02_link_runs_out_after_seven_days(newcomer: User, cast: Cast) -> None:
    token = invite(person=newcomer, by=cast.therapist, at=NOON)
    with pytest.raises(InvitationRefused, match="expired"):
        accept(token=token, at=NOON + timedelta(days=7))
    accept(token=token, at=NOON + timedelta(days=7, seconds=-1))


def test_newer_link_ends_the_older(newcomer: User, cast: Cast) -> None:
    older = invite(person=newcomer, by=cast.therapist, at=NOON)
    invite(person=newcomer, by=cast.therapist, at=NOON)
    with pytest.raises(InvitationRefused, match="withdrawn"):
        accept(token=older, at=NOON)


def test_unknown_link_opens_nothing() -> None:
    with pytest.raises(InvitationRefused, match="unknown"):
        accept(token="0" * 64, at=NOON)


def test_somebody_who_joined_is_not_invited_again(cast: Cast) -> None:
    with pytest.raises(AlreadyJoined):
        invite(person=cast.staff, by=cast.therapist, at=NOON)


def test_weak_password_leaves_the_link_unused(colleague: User, cast: Cast) -> None:
    token = invite(person=colleague, by=cast.therapist, at=NOON)
    with pytest.raises(ValidationError):
        accept(token=token, at=NOON, password="kim")
    accept(token=token, at=NOON, password=GOOD)


def test_colleague_invited_anew_sets_up_the_second_factor_anew(colleague: User, cast: Cast) -> None:
    accept(token=invite(person=colleague, by=cast.therapist, at=NOON), at=NOON, password=GOOD)
    Authenticator.objects.create(user=colleague, type=Authenticator.Type.TOTP, data={"secret": "old"})
    close_account(person=colleague, by=cast.therapist, at=NOON)
    colleague.refresh_from_db()
    accept(token=invite(person=colleague, by=cast.therapist, at=NOON), at=NOON, password=GOOD)
    assert not Authenticator.objects.filter(user=colleague).exists()


def open_page(user: User, by: User) -> str:
    return reverse("invitation", args=[invite(person=user, by=by, at=clock.now())])


@pytest.mark.parametrize("method", ["get", "head"])
def test_ml_01_scanner_that_opens_a_link_uses_nothing(method: str, newcomer: User, cast: Cast, client: Client) -> None:
    page = open_page(newcomer, cast.therapist)
    for _ in range(3):
        assert getattr(client, method)(page).status_code == 200
    assert client.post(page).status_code == 302


def test_ml_03_page_shows_the_practice_and_no_person(newcomer: User, cast: Cast, client: Client) -> None:
    text = client.get(open_page(newcomer, cast.therapist)).content.decode()
    assert "Harbor" in text
    assert not [word for word in ("Noa", "noa@", "Therapy", "artner") if word in text]


def test_partner_goes_on_to_a_code_that_is_mailed_at_once(newcomer: User, cast: Cast, client: Client) -> None:
    response = client.post(open_page(newcomer, cast.therapist))
    assert response["Location"] == reverse("account_confirm_login_code")
    assert mail.outbox[0].to == ["noa@example.org"]
    code = mail.outbox[0].body.split("\n\n")[1]
    assert client.post(response["Location"], {"code": code})["Location"] == reverse("home")


def test_colleague_goes_on_to_the_second_factor(colleague: User, cast: Cast, client: Client) -> None:
    page = open_page(colleague, cast.therapist)
    response = client.post(page, {"password": GOOD, "again": GOOD}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("mfa_activate_totp")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"password": GOOD, "again": "other words here"}, "differ"),
        ({"password": "short", "again": "short"}, "at least 12"),
        ({"password": "password1234", "again": "password1234"}, "too common"),
        ({"password": "a\x00b" + GOOD, "again": "a\x00b" + GOOD}, "hidden character"),
        ({"password": "", "again": ""}, "Choose a password"),
    ],
)
def test_bad_password_is_named_and_the_link_stays(
    typed: dict[str, str], says: str, colleague: User, cast: Cast, client: Client
) -> None:
    page = open_page(colleague, cast.therapist)
    response = client.post(page, typed)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert client.post(page, {"password": GOOD, "again": GOOD}).status_code == 302


def test_used_link_leads_to_the_door(newcomer: User, cast: Cast, client: Client) -> None:
    page = open_page(newcomer, cast.therapist)
    client.post(page)
    response = client.get(page)
    assert response.status_code == 410
    assert reverse("account_request_login_code") in response.content.decode()


def test_going_on_signs_out_whoever_used_the_device(newcomer: User, cast: Cast) -> None:
    browser = signed_in_as(cast.ann.user)
    browser.post(open_page(newcomer, cast.therapist))
    assert browser.get(reverse("portal")).status_code == 302


def test_link_used_in_another_tab_meanwhile_leads_to_the_door(
    newcomer: User, cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(**kwargs: object) -> User:
        raise InvitationRefused("used")

    page = open_page(newcomer, cast.therapist)
    monkeypatch.setattr("accounts.actions.accept", too_late)
    assert client.post(page).status_code == 410
