import io

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests.accounts.test_doors import SECRET, with_password
from tests.cast import Cast, signed_in_as


def let_back_in(email: str) -> str:
    """The path of the link that is printed."""
    out = io.StringIO()
    call_command("let_back_in", email, stdout=out)
    return out.getvalue().splitlines()[-1].removeprefix("http://localhost:8000")


def test_therapist_who_lost_everything_comes_in_by_a_new_link(cast: Cast, client: Client) -> None:
    TOTP.activate(cast.therapist, SECRET)
    browser = signed_in_as(cast.therapist)
    link = let_back_in(" Maya@example.org ")
    assert with_password(client, "maya@example.org") == reverse("account_inactive")
    assert browser.get("/today/").status_code == 302
    words = "seven green hats here"
    answer = client.post(link, {"password": words, "again": words})
    assert answer["Location"] == reverse("home")
    assert client.get("/today/")["Location"] == reverse("mfa_activate_totp")
    assert not Authenticator.objects.filter(user=cast.therapist).exists()
    assert browser.get("/today/").status_code == 302


@pytest.mark.parametrize(("email", "says"), [("ann@example.org", "partner"), ("xyz@example.org", "Nobody")])
def test_partner_and_stranger_are_refused(email: str, says: str, cast: Cast) -> None:
    with pytest.raises(CommandError, match=says):
        let_back_in(email)
