"""Each answer, whichever layer made it, carries the same guards. `test_access` looks at every page for everybody."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from accounts.policy import public
from kap_practice.urls import urlpatterns
from tests.cast import NOON, Cast, signed_in_as
from tests.guards import lacking


@public
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("CANARY-ERROR")


@public
def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("CANARY-ERROR")


class Planted:
    urlpatterns = [*urlpatterns, path("broken/", broken), path("suspicious/", suspicious)]
    handler500 = "kap_practice.views.errors.server_error"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.mark.parametrize(
    ("status", "method", "address", "more"),
    [
        (400, "get", "/suspicious/", {}),
        (400, "get", "/", {"headers": {"host": "evil.example"}}),
        (403, "get", "/practice/people/", {}),
        (404, "get", "/nowhere/", {}),
        (404, "get", "/static/nowhere.css", {}),
        (405, "put", "/csp-report", {}),
        (500, "get", "/broken/", {}),
        (200, "get", "/livez", {}),
        (503, "get", "/readyz", {}),
        (204, "post", "/csp-report", {}),
    ],
)
def test_an_error_is_guarded_too_and_says_nothing(
    cast: Cast, status: int, method: str, address: str, more: dict[str, object]
) -> None:
    browser = signed_in_as(cast.staff, at=NOON)
    browser.raise_request_exception = False
    with override_settings(ROOT_URLCONF=Planted):
        answer = getattr(browser, method)(address, **more)
    assert (answer.status_code, lacking(answer)) == (status, [])
    text = answer.content.decode()
    assert not [word for word in ("CANARY", "Sol Rivera", "Traceback", "Exception", "nowhere") if word in text]


def test_a_form_without_its_token_is_refused_under_the_same_guards(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/accounts/login/", {"login": "ann@example.org", "password": "x"})
    assert answer.status_code in {403, 404}
    answer = browser.post(next(f"/{p.pattern}" for p in urlpatterns if getattr(p, "name", "") == "today"))
    assert (answer.status_code, lacking(answer)) == (403, [])


def test_a_body_that_is_too_large_is_refused_under_the_same_guards(cast: Cast) -> None:
    browser = signed_in_as(cast.therapist, at=NOON)
    fields = {f"field-{number}": "x" for number in range(600)}
    answer = browser.post("/couples/add/", fields)
    assert (answer.status_code, lacking(answer)) == (400, [])


def test_a_static_file_is_guarded_and_may_be_kept(client: Client, db: None) -> None:
    with override_settings(WHITENOISE_USE_FINDERS=True):
        answer = client.get("/static/app/base.css")
        answer.close()
    assert (answer.status_code, lacking(answer, stored=True)) == (200, [])
    assert "style-src 'self'" in answer.headers["Content-Security-Policy"]


def test_over_https_a_browser_is_told_to_stay_there(client: Client, db: None) -> None:
    with override_settings(SECURE_HSTS_SECONDS=31_536_000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True):
        for address in ("/livez", "/", "/nowhere/"):
            told = client.get(address, secure=True).headers.get("Strict-Transport-Security", "")
            assert "max-age=31536000; includeSubDomains" in told, address
            assert "Strict-Transport-Security" not in client.get(address).headers, address


def test_what_was_signed_in_is_cleared_from_the_browser_at_the_end(cast: Cast) -> None:
    browser = signed_in_as(cast.ann.user, at=NOON)
    browser.get("/my/")
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        assert browser.get("/my/").headers["Clear-Site-Data"] == '"cache"'


@pytest.mark.django_db(transaction=True)
def test_without_a_database_every_page_is_a_503_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "host", "/nowhere")
    browser = Client(raise_request_exception=False)
    browser.cookies["sessionid"] = "a" * 32
    for address in ("/", "/today/", "/my/"):
        answer = browser.get(address)
        assert (answer.status_code, lacking(answer)) == (503, []), address
        assert "/nowhere" not in answer.content.decode()
    assert browser.get("/livez").status_code == 200
    assert browser.get("/readyz").status_code == 503
