"""Known attacks that belong to no page: whose row a form moves, where a request claims to come from, and the like."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection, models
from django.forms import ModelForm
from django.http import StreamingHttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path, reverse

from accounts.policy import SignedInRequest, signed_in
from clients.models import Partner
from scripts.check import PRODUCTION
from tests import databases
from tests.cast import NOON, Cast, signed_in_as
from tests.test_repository import CODE, TEMPLATES
from tests.trust.addresses import addresses
from tests.trust.asking import ask, browsers, content_of, rolled_back, send, writes
from tests.trust.conftest import SEED
from tests.trust.figures import Run
from tests.trust.fuzz import Forms, forms_of, two_of_each
from tests.trust.story import Story

ROOT = Path(__file__).resolve().parent.parent.parent
# Who somebody is, whom they care for, and what is theirs: no form of anybody's own page may move it.
WHOSE = (
    "select id, role, email, is_active from accounts_user",
    "select couple_id, partner_id, until from clients_membership",
    "select couple_id, user_id from clients_careteam",
    "select partner_id, prescriber_id, ended_at from clients_referral",
)
OF_ANN = (
    "select * from clients_partner where user_id = '{ann}'",
    "select * from screening_sealedanswer where partner_id = '{ann}'",
    "select * from screening_hold where partner_id = '{ann}'",
    "select * from clients_consent where partner_id = '{ann}'",
)


@pytest.mark.case("MA-01", "WA-05")
def test_more_fields_than_a_form_has_move_nothing(story: Story) -> None:
    ann, other = str(story.cast.ann.pk), str(story.cast.other_couple.pk)
    planted = {"is_staff": "1", "is_superuser": "1", "is_active": "", "role": "therapist", "email": "b@example.org"}
    planted |= dict.fromkeys(("id", "pk", "owner", "partner", "partner_id", "person", "user", "account", "reader"), ann)
    planted |= {"couple": other, "couple_id": other, "price": "0", "paid": "1", "number": "1", "signed_at": str(NOON)}
    planted |= {"pgh_id": "1", "by": ann, "at": "2020-01-01", "version": "1", "layer": "health", "sealed": ""}
    run, by = Run(SEED), browsers(story.cast, NOON)
    with databases.superuser(databases.own_name()) as look:
        every = addresses(look, run.random)
    own = [url for url in two_of_each(every) if url.startswith("/my/")]
    forms = forms_of({"ben": by["ben"]}, own, run)
    assert forms
    for form in forms:
        with rolled_back():
            before = list(_rows(story.cast))
            send(by["ben"], form.url, "POST", {**planted, **form.fields})
            assert list(_rows(story.cast)) == before, form.url


def _rows(cast: Cast) -> Iterator[object]:
    """What the two lists above answer within this transaction, as somebody who sees it: the therapist."""
    from accounts.actor import as_actor  # noqa: PLC0415 - this helper only

    with as_actor(cast.therapist), connection.cursor() as cursor:
        for question in (*WHOSE, *(one.format(ann=cast.ann.pk) for one in OF_ANN)):
            cursor.execute(question)
            yield sorted(map(str, cursor.fetchall()))


@pytest.mark.case("MA-01")
def test_no_form_takes_all_columns_of_its_table() -> None:
    def below(kind: Any) -> Iterator[Any]:
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    ours = [
        form
        for form in below(ModelForm)
        if form.__module__.split(".")[0] in {app.label for app in apps.get_app_configs()}
    ]
    assert not [form for form in ours if getattr(getattr(form, "_meta", None), "fields", ()) == "__all__"]
    assert not [str(source) for source in CODE if '"__all__"' in source.read_text()]


@pytest.mark.case("MA-02")
def test_an_amount_that_cannot_be_is_refused(story: Story) -> None:
    browser = browsers(story.cast, NOON)["staff"]
    url = reverse("payment", args=[story.cast.ann.pk])
    reader = Forms("staff", url)
    reader.feed(ask(browser, url).content.decode())
    form = next(form for form in reader.found if "amount" in form.fields)
    for amount in ("-5", "0", "1e9", "NaN", "sNaN", "Infinity", "0.001", "99999999999", ""):
        answer = ask(browser, url, "POST", {**form.fields, "amount": amount})
        assert answer.status == 422, amount
        assert "billing_payment" not in answer.wrote


@pytest.mark.case("WA-03")
def test_a_pages_twin_is_no_way_around_it(story: Story) -> None:
    run, by = Run(SEED, share=0.1), browsers(story.cast, NOON)
    with databases.superuser(databases.own_name()) as look:
        every = run.some(addresses(look, run.random))
    wrong = []
    for address in every:
        for who in ("ben", "staff"):
            page = ask(by[who], address.url).verdict
            for twin in ("print/", "pdf/", "preview/", "export/", ".json", "?format=csv", "?format=json", "?print=1"):
                found = ask(by[who], address.url + twin).verdict
                if found not in {page, "404"} and not (twin == "pdf/" and address.name == "superbill"):
                    wrong.append((who, address.url + twin, found))
    assert wrong == []


@pytest.mark.case("CS-01")
def test_a_form_without_its_token_changes_nothing(story: Story) -> None:
    with databases.superuser(databases.own_name()) as look:
        every = two_of_each(addresses(look, Run(SEED).random))
    for who, forged in (("therapist", {}), ("ann", {"csrfmiddlewaretoken": "x" * 64})):
        browser = browsers(story.cast, NOON)[who]
        browser.handler.enforce_csrf_checks = True
        for url in every:
            if url == reverse("csp_report"):
                continue
            answer = ask(browser, url, "POST", dict(forged), headers={"origin": "https://evil.example"})
            assert (answer.status, answer.changed) == (403, frozenset()), (who, url)


@pytest.mark.case("CS-03")
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_login", "account_logout", "account_request_login_code"])
def test_another_site_signs_nobody_in_or_out(name: str, cast: Cast) -> None:
    browser = signed_in_as(cast.therapist)
    browser.handler.enforce_csrf_checks = True
    answer = browser.post(reverse(name), {"login": "x", "password": "y"}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert browser.session["_auth_user_id"] == str(cast.therapist.pk)


@pytest.mark.case("HH-01")
@pytest.mark.django_db
@pytest.mark.parametrize(
    "host", ["evil.example", "localhost:80@evil.example", r"localhost\@evil.example", "localhost evil"]
)
def test_a_foreign_host_is_not_answered(host: str, cast: Cast) -> None:
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        assert (
            Client(raise_request_exception=False).get(reverse("account_login"), headers={"host": host}).status_code
            == 400
        )


@pytest.mark.case("HH-02")
@pytest.mark.django_db
def test_a_claimed_host_is_in_no_mail(cast: Cast) -> None:
    claimed = {"x-forwarded-host": "evil.example", "forwarded": "host=evil.example", "x-original-host": "evil.example"}
    Client().post(reverse("account_reset_password"), {"email": cast.therapist.email}, headers=claimed)
    assert mail.outbox
    assert "evil" not in mail.outbox[-1].message().as_string()


@pytest.mark.case("HH-03")
@pytest.mark.django_db
def test_a_request_that_claims_tls_has_none() -> None:
    claimed = RequestFactory().get("/", headers={"x-forwarded-proto": "https", "x-forwarded-ssl": "on"})
    assert not claimed.is_secure()


@pytest.mark.case("SE-08", "HH-03")
def test_cookies_in_production_are_bound_to_the_host_and_tls_only() -> None:
    asked = (
        "SESSION_COOKIE_NAME CSRF_COOKIE_NAME SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SESSION_COOKIE_HTTPONLY"
        " SESSION_COOKIE_SAMESITE SECURE_HSTS_SECONDS SECURE_PROXY_SSL_HEADER"
    )
    say = f"from kap_practice import settings as s; print(*(getattr(s, name, None) for name in {asked.split()}))"
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("KAP_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", say], cwd=ROOT, env=plain | PRODUCTION, capture_output=True, text=True, check=True
    )
    names, flags = ["__Host-sessionid", "__Host-csrftoken"], ["True", "True", "True", "Lax", "31536000", "None"]
    assert done.stdout.split() == names + flags


@pytest.mark.case("SE-07")
def test_the_address_and_never_the_session_says_whose_page_it_is(story: Story) -> None:
    browser = browsers(story.cast, NOON)["therapist"]
    for person in (story.cast.ann, story.cast.ben):
        send(browser, reverse("screening_review", args=[person.pk]))
    kept = str(dict(browser.session.items()))
    assert not [person for person in (story.cast.ann, story.cast.ben) if str(person.pk) in kept]


@signed_in
def lazily(request: SignedInRequest) -> StreamingHttpResponse:
    """A page that a careless hand could write: it asks for rows when the request's transaction is over."""

    def rows() -> Iterator[str]:
        yield from (partner.legal_last_name for partner in Partner.objects.all())

    return StreamingHttpResponse(rows())


class Careless:
    urlpatterns = [path("lazily/", lazily, name="lazily")]


@pytest.mark.case("WA-22")
@pytest.mark.django_db(transaction=True)
def test_rows_asked_for_after_the_request_are_none() -> None:
    from tests.cast import make_cast  # noqa: PLC0415 - committed, unlike the fixture's

    cast = make_cast()
    browser = signed_in_as(cast.therapist)
    with override_settings(ROOT_URLCONF=Careless):
        assert content_of(browser.get("/lazily/")) == b""


@pytest.mark.case("RO-06")
@pytest.mark.django_db
@pytest.mark.parametrize(
    "spelled", [{"headers": {"x-http-method-override": "DELETE"}}, {"data": {"_method": "DELETE"}}]
)
def test_a_method_is_what_it_is_and_not_what_is_claimed(spelled: dict[str, object], cast: Cast) -> None:
    browser = signed_in_as(cast.therapist, at=NOON)
    with rolled_back():
        before = writes()
        browser.get(reverse("couple", args=[cast.couple.pk]), **spelled)  # type: ignore[arg-type]  # by name
        after = writes()
        assert {table for table in after if after[table] != before.get(table)} <= {
            "django_session",
            "accounts_accesslog",
        }


@pytest.mark.case("XS-03", "XS-04", "XS-06")
@pytest.mark.parametrize("source", TEMPLATES, ids=lambda one: str(one.relative_to(ROOT)))
def test_a_template_has_no_handler_no_bare_attribute_and_no_words_in_a_script(source: Path) -> None:
    text = source.read_text()
    assert not re.search(r"<[a-z][^<>]*\son[a-z]+\s*=\s*[\"']", text)
    assert not [tag for tag in re.findall(r"<\w[^<>]*>", text) if re.search(r"\s[\w-]+=\{[{%]", tag)]
    assert "|safe" not in text
    for script in re.findall(r"<script\b[^>]*>(.*?)</script>", text, re.DOTALL):
        assert not script.strip()


@pytest.mark.case("XS-06")
def test_only_the_kit_marks_markup_as_ready() -> None:
    known = {"accounts/templatetags/kit.py", "accounts/second_factor.py"}
    found = {str(source.relative_to(ROOT)) for source in CODE if "mark_safe" in _names(source)}
    assert found <= known


def _names(source: Path) -> set[str]:
    tree = ast.walk(ast.parse(source.read_text()))
    return {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in tree
        if isinstance(node, ast.Name | ast.Attribute)
    }


@pytest.mark.case("XS-05")
def test_nobody_can_write_an_address_that_becomes_a_link() -> None:
    """But where “Leave this page” leads: https only, and to a page that tells nothing (`leave_url_trouble`)."""
    found = {
        column.name
        for model in apps.get_models()
        for column in model._meta.get_fields()
        if isinstance(column, models.URLField)
    }
    assert found == {"leave_url"}


@pytest.mark.case("XS-10", "XS-11")
def test_no_query_string_is_unpacked_into_a_query() -> None:
    told = re.compile(
        r"\*\*\s*request\.(GET|POST)|(order_by|filter|annotate|alias|values)\(\s*\*{0,2}request\.|\.extra\(|RawSQL\("
    )
    assert not [str(source) for source in CODE if told.search(source.read_text())]


@pytest.mark.case("AU-01")
def test_a_stranger_reads_nothing_anywhere(story: Story) -> None:
    run, browser = Run(SEED), browsers(story.cast, NOON)["nobody"]
    with databases.superuser(databases.own_name()) as look:
        every = two_of_each(addresses(look, run.random))
    for url in every:
        answer = ask(browser, url)
        assert b"CANARY" not in answer.content
        assert answer.status in {200, 204, 302, 404, 405, 410}, url
