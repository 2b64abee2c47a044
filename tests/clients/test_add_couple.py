import pytest
from django.test import Client
from django.urls import reverse

from accounts.actor import as_actor
from accounts.models import User
from clients.models import Couple, Membership
from tests.cast import Cast, signed_in_as
from tests.clients.letters import letters

ONE = {
    "legal_first_name": "Noa",
    "legal_last_name": "Nash",
    "preferred_name": "",
    "pronouns": "they/them",
    "birth_date": "1990-05-06",
    "email": "noa@example.org",
    "phone": "510 555 0199",
    "address_line_1": "",
    "address_line_2": "",
    "city": "",
    "state": "",
    "postal_code": "",
    "insurer": "",
    "member_id": "",
}
OTHER = ONE | {"legal_first_name": "Ole", "email": "ole@example.org"}


def typed(**changes: str) -> dict[str, str]:
    both = {f"a_{key}": value for key, value in ONE.items()} | {f"b_{key}": value for key, value in OTHER.items()}
    return both | {"invite": "on"} | changes


@pytest.fixture(params=["therapist", "staff"])
def office(request: pytest.FixtureRequest, cast: Cast) -> Client:
    return signed_in_as(getattr(cast, request.param))


def test_couple_is_added_and_both_are_invited(office: Client) -> None:
    response = office.post(reverse("add_couple"), typed())
    couple = Couple.objects.get(memberships__partner__user__email="noa@example.org")
    assert response["Location"] == reverse("couple", args=[couple.pk])
    assert [one.address for one in letters()] == ["noa@example.org", "ole@example.org"]
    assert couple.plan.exists()


def test_couple_can_be_invited_later(office: Client) -> None:
    office.post(reverse("add_couple"), {key: value for key, value in typed().items() if key != "invite"})
    assert letters() == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"b_email": "Noa@example.org"}, "Each of the two needs an address of their own"),
        ({"b_email": "noa+ole@example.org"}, "Each of the two needs an address of their own"),
        ({"a_email": "ann@example.org"}, "This address cannot be used here."),
        ({"a_email": "пример@example.org"}, "like name@example.com"),
        ({"a_email": "noa@\u043f\u0440\u0438\u043c\u0435\u0440.example"}, "plain letters"),
        ({"a_birth_date": "2030-01-01"}, "This birth date is in the future."),
        ({"b_birth_date": "2015-01-01"}, "18 or over"),
        ({"b_birth_date": "0001-01-01"}, "too long ago"),
        ({"b_birth_date": "yesterday"}, "the second partner&#x27;s birth date"),
        ({"a_legal_first_name": ""}, "the first partner&#x27;s legal first name"),
        ({"a_legal_last_name": "x" * 61}, "Shorten this to 60 characters"),
        ({"a_pronouns": "they\x00them"}, "hidden character"),
        ({"b_phone": "12"}, "too few or too many digits"),
        ({"a_state": "ZZ"}, "Choose"),
    ],
)
def test_bad_input_gets_a_sentence_and_nothing_is_kept(
    changes: dict[str, str], says: str, office: Client, cast: Cast
) -> None:
    response = office.post(reverse("add_couple"), typed(**changes))
    assert response.status_code == 422
    assert says in response.content.decode()
    with as_actor(cast.staff):
        assert Couple.objects.count() == 2
        assert not User.objects.filter(email="ole@example.org").exists()


def test_taken_address_does_not_tell_whose_it_is(office: Client) -> None:
    page = office.post(reverse("add_couple"), typed(a_email="cat@example.org")).content.decode()
    assert "Cole" not in page


def test_button_pressed_twice_adds_one_couple(office: Client) -> None:
    first = office.post(reverse("add_couple"), typed())
    second = office.post(reverse("add_couple"), typed())
    assert second["Location"] == first["Location"]
    assert Membership.objects.filter(partner__user__email="noa@example.org").count() == 1


def test_emoji_in_a_name_is_kept(office: Client) -> None:
    office.post(reverse("add_couple"), typed(a_preferred_name="Noa \N{SUNFLOWER}"))
    assert User.objects.get(email="noa@example.org").name == "Noa \N{SUNFLOWER} Nash"
