import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from accounts import actions
from accounts.adapter import DoorAdapter
from accounts.models import Practice, User
from accounts.policy import public
from accounts.roles import Role
from tests.cast import NOON, Cast


def test_partners_account_is_not_closed_among_the_colleagues(cast: Cast) -> None:
    with pytest.raises(actions.CannotClose, match="with their care"):
        actions.close_account(person=cast.ann.user, by=cast.therapist, at=NOON)


def test_nobody_closes_their_own_account(cast: Cast) -> None:
    with pytest.raises(actions.CannotClose, match="your own account"):
        actions.close_account(person=cast.therapist, by=cast.therapist, at=NOON)


def test_two_who_close_each_other_do_not_leave_the_practice_without_a_therapist(cast: Cast) -> None:
    actions.close_account(person=cast.therapist, by=cast.other_therapist, at=NOON)
    with pytest.raises(actions.CannotClose, match="closed just now"):
        actions.close_account(person=cast.other_therapist, by=cast.therapist, at=NOON)
    assert User.objects.filter(role="therapist", is_active=True).count() == 1


def test_one_database_holds_one_practice(cast: Cast) -> None:
    with pytest.raises(actions.PracticeExists):
        actions.open_practice(practice={}, therapist={"name": "Una", "email": "una@example.org"}, at=NOON)


def test_address_is_taken_whatever_its_capitals(cast: Cast) -> None:
    with pytest.raises(actions.AddressInUse):
        actions.add_person(email="SOL@Example.org", name="Sol", role=Role.STAFF, by=cast.therapist, at=NOON)


def test_nobody_can_sign_up() -> None:
    assert DoorAdapter().is_open_for_signup(HttpRequest()) is False


@public
def writes_and_breaks(request: HttpRequest) -> HttpResponse:
    Practice.objects.update(name="Half done")
    return HttpResponse(status=500)


class Breaking:
    """The product's pages, and one that writes before it fails."""

    urlpatterns = [path("breaks/", writes_and_breaks), path("", include("kap_practice.urls"))]


def test_page_that_fails_keeps_nothing_of_what_it_wrote(cast: Cast, client: Client) -> None:
    with override_settings(ROOT_URLCONF=Breaking):
        assert client.get("/breaks/").status_code == 500
    assert Practice.objects.get().name == cast.practice.name
