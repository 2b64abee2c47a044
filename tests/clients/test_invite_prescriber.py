"""A prescriber from outside: invited for some people, with licence and NPI typed on the way in."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.actions import close_account
from accounts.actor import as_actor
from accounts.models import Credential, User
from clients import actions
from clients.models import Partner, Referral
from tests.cast import NOON, PASSWORD, Cast
from tests.clients.letters import letters
from tests.proofs import proved_as
from tests.states import referred

pytestmark = pytest.mark.django_db
LINK = re.compile(r"/invitation/([0-9a-f]+)/")
JOINING = {
    "letters": "MD", "licence_number": "A 4711", "licence_state": "CA", "npi": "1234567893",
    "password": PASSWORD, "again": PASSWORD,
}  # fmt: skip


@pytest.fixture
def maya(cast: Cast) -> Client:
    return proved_as(cast.therapist)


def url(cast: Cast) -> str:
    return reverse("invite_prescriber", args=[cast.ann.pk])


def invited(cast: Cast, *partners: Partner) -> User:
    with as_actor(cast.therapist):
        return actions.invite_prescriber(
            name="Paul Meier", email="paul@example.org", partners=partners, by=cast.therapist, at=NOON
        )


def test_the_therapist_invites_for_her_own_people_and_nobody_else(cast: Cast, maya: Client) -> None:
    page = maya.get(url(cast)).content.decode()
    assert "Ann Archer" in page
    assert "Cat Cole" not in page
    form: dict[str, Any] = {"name": "Paul Meier", "email": "paul@example.org"}
    assert maya.post(url(cast), form | {"partners": []}).status_code == 422
    assert maya.post(url(cast), form | {"partners": [str(cast.cat.pk)]}).status_code == 422
    told = maya.post(url(cast), form | {"partners": [str(cast.ann.pk)]}, follow=True).content.decode()
    assert "has not joined yet" in told
    with as_actor(cast.therapist):
        assert [(row.partner, row.prescriber.name) for row in Referral.objects.all()] == [(cast.ann, "Paul Meier")]


def test_an_address_that_is_taken_is_refused_without_saying_whose(cast: Cast, maya: Client) -> None:
    form = {"name": "Paul", "email": cast.cat.user.email, "partners": [str(cast.ann.pk)]}
    answer = maya.post(url(cast), form)
    assert answer.status_code == 422
    assert "This address cannot be used here." in answer.content.decode()


def test_one_letter_goes_out_and_names_nobody_in_care(cast: Cast) -> None:
    invited(cast, cast.ann, cast.ben)
    [letter] = letters()
    assert "Ann" not in letter.body
    assert "Ben" not in letter.body


def test_who_joins_types_licence_and_npi_and_sees_only_those(cast: Cast) -> None:
    prescriber = invited(cast, cast.ann)
    token = LINK.search(letters()[-1].body)
    assert token
    door, link = Client(), reverse("invitation", args=[token[1]])
    with time_machine.travel(NOON, tick=False):
        assert "Your NPI" in door.get(link).content.decode()
        assert door.post(link, JOINING | {"npi": "1234567890"}).status_code == 422
        assert door.post(link, JOINING).status_code == 302
    with as_actor(role="door"):
        known = Credential.objects.get(user=prescriber)
        prescriber.refresh_from_db()
    assert (known.npi, known.licence_number, prescriber.is_active) == ("1234567893", "A 4711", True)
    with as_actor(prescriber):
        assert list(Partner.objects.visible_to(prescriber)) == [cast.ann]


def test_the_end_of_a_referral_closes_everything_about_that_person(cast: Cast) -> None:
    prescriber = invited(cast, cast.ann, cast.ben)
    with as_actor(cast.therapist):
        referral = Referral.objects.get(partner=cast.ann)
        actions.end_referral(referral=referral, by=cast.therapist, at=NOON)
        assert Referral.objects.get(pk=referral.pk).ended_at == NOON
    with as_actor(prescriber):
        assert list(Partner.objects.all()) == [cast.ben]


def test_an_earlier_referral_stands_with_its_days(cast: Cast, maya: Client) -> None:
    referred(cast, cast.ann)
    invited(cast, cast.ann)
    page = maya.get(reverse("refer_partner", args=[cast.ann.pk])).content.decode()
    assert "Ruth Lee, 17 November 2026 to 17 November 2026" in page


def test_a_closed_account_is_no_prescriber_to_refer_to(cast: Cast) -> None:
    prescriber = invited(cast, cast.ann)
    with as_actor(cast.therapist):
        close_account(person=prescriber, by=cast.therapist, at=NOON)
        with pytest.raises(actions.NotAPrescriber):
            actions.refer_partner(partner=cast.ben, prescriber=prescriber, by=cast.therapist, at=NOON)
