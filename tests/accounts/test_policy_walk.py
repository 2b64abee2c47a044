import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import get_resolver, include, path

from accounts.checks import addresses_are_neutral, every_view_declares_a_policy, url_patterns
from accounts.policies_of_others import THIRD_PARTY
from accounts.policy import public
from tests.cast import Cast, signed_in_as


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("never seen")


@public
def declared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


class Planted:
    """The product's pages, and one view among them that forgot its policy."""

    urlpatterns = [
        path("open/", declared, name="open"),
        path("forgotten/", forgotten, name="forgotten"),
        path("", include("kap_practice.urls")),
    ]


def test_ro_04_every_view_of_the_product_declares_a_policy() -> None:
    assert every_view_declares_a_policy() == []


def test_ro_04_forgotten_policy_fails_the_check() -> None:
    with override_settings(ROOT_URLCONF=Planted):
        assert [(error.id, error.obj) for error in every_view_declares_a_policy()] == [("accounts.E001", "forgotten")]


def test_ro_04_forgotten_policy_closes_the_view_to_everybody(cast: Cast, client: Client) -> None:
    browsers = [client, signed_in_as(cast.therapist)]
    with override_settings(ROOT_URLCONF=Planted):
        assert [browser.get("/forgotten/").status_code for browser in browsers] == [404, 404]
        assert client.get("/open/").status_code == 200


def test_each_page_of_others_is_one_that_we_include() -> None:
    assert set(THIRD_PARTY) <= {pattern.name for _, pattern in url_patterns(get_resolver())}


@pytest.mark.parametrize(
    ("setting", "value"),
    [("SITE_URL", "https://harbortherapy.example"), ("DEFAULT_FROM_EMAIL", "office@couples.example")],
)
def test_address_that_tells_of_the_work_fails_the_check(setting: str, value: str) -> None:
    with override_settings(**{setting: value}):
        assert [error.id for error in addresses_are_neutral()] == ["accounts.E002"]


def test_addresses_as_shipped_are_neutral() -> None:
    assert addresses_are_neutral() == []
