"""A partner's page about their own record."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actor import as_actor
from clients.models import CopyAgreement, CopyRequest, ReleaseAgreement
from kap_practice.copies.issue import give_copy
from tests.cast import NOON, Cast, signed_in_as
from tests.clients.rights import agreed, asked, refused, release_of, signed_release
from tests.kap_practice.records import issued, packed, ready
from tests.pages import without_tokens, words_of
from tests.proofs import proved_as

pytestmark = pytest.mark.django_db
SIGNED = {"agreed": "on", "typed_name": "Ann Archer"}


def page_of(browser: Client) -> str:
    return words_of(browser.get(reverse("my_copies")).content.decode())


def test_a_partner_asks_for_their_own_copy_and_reads_by_when(cast: Cast, settings: object) -> None:
    browser = proved_as(cast.ann.user)
    sent = {"key": str(cast.ann.pk), "way": "copy", **SIGNED}
    assert browser.post(reverse("ask_my_copy"), sent)["Location"] == reverse("my_copies")
    with as_actor(cast.ann.user):
        request = CopyRequest.objects.get()
        assert CopyAgreement.objects.get(request=request).agrees
    assert f"{request.due_on:%B} {request.due_on.year}" in page_of(browser)
    assert browser.post(reverse("ask_my_copy"), sent).status_code == 302


def test_a_wrong_name_is_told_beside_the_field_and_asks_for_nothing(cast: Cast) -> None:
    browser = proved_as(cast.ann.user)
    response = browser.post(
        reverse("ask_my_copy"), {"key": str(cast.ann.pk), "way": "copy", **SIGNED, "typed_name": "Ben"}
    )
    assert response.status_code == 422
    assert "Type your full name as we know it" in response.content.decode()
    with as_actor(cast.ann.user):
        assert not CopyRequest.objects.exists()
    assert browser.post(reverse("ask_my_copy"), {"key": str(cast.ann.pk)}).status_code == 422


@pytest.mark.parametrize(
    "name", ["ask_my_copy", "sign_copy", "refuse_my_copy", "sign_release", "end_my_release", "my_copy_zip"]
)
def test_somebody_elses_key_and_nonsense_are_not_found(cast: Cast, name: str) -> None:
    request, release = asked(cast, cast.ben), release_of(cast, cast.ben)
    browser = proved_as(cast.ann.user)
    for key in (cast.ben.pk, cast.other_couple.pk, request.pk, release.pk, "", "\x00", "nonsense"):
        assert browser.post(reverse(name), {"key": str(key), **SIGNED}).status_code == 404
    with as_actor(cast.therapist):
        assert not CopyAgreement.objects.exists()
        assert not ReleaseAgreement.objects.exists()


def test_yes_and_no_to_a_joint_copy_are_each_ones_own(cast: Cast) -> None:
    request = asked(cast, cast.couple)
    browser = proved_as(cast.ann.user)
    assert browser.post(reverse("sign_copy"), {"key": str(request.pk)}).status_code == 422
    assert browser.post(reverse("sign_copy"), {"key": str(request.pk), **SIGNED, "typed_name": "X"}).status_code == 422
    browser.post(reverse("sign_copy"), {"key": str(request.pk), **SIGNED})
    assert "We tell you when it is ready." in page_of(browser)
    browser.post(reverse("refuse_my_copy"), {"key": str(request.pk)})
    assert "You said no" in page_of(browser)
    with as_actor(cast.therapist):
        assert [row.agrees for row in CopyAgreement.objects.order_by("at")] == [True, False]


def test_i_do_not_agree_goes_where_its_own_form_is_heard(cast: Cast) -> None:
    """Each form of the page with the buttons that it really has: what one presses is what is written down."""
    request, release = asked(cast, cast.couple), release_of(cast, cast.couple)
    browser = signed_in_as(cast.ben.user)
    page = browser.get(reverse("my_copies")).content.decode()
    said_no = [form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if "I do not agree" in form]
    for form in said_no:
        [address] = re.findall(r'formaction="([^"]+)"', form)
        [key] = re.findall(r'name="key" value="([^"]+)"', form)
        assert browser.post(address, {"key": key}).status_code == 302
    with as_actor(cast.therapist):
        assert [row.agrees for row in CopyAgreement.objects.filter(request=request)] == [False]
        assert [row.agrees for row in ReleaseAgreement.objects.filter(release=release)] == [False]


def test_the_page_is_the_same_to_the_byte_whatever_the_other_said(cast: Cast) -> None:
    request, release = asked(cast, cast.couple), release_of(cast, cast.couple)
    browser = signed_in_as(cast.ben.user)
    pages = [without_tokens(browser.get(reverse("my_copies")).content.decode())]
    agreed(request, cast.ann)
    signed_release(release, cast.ann)
    pages.append(without_tokens(browser.get(reverse("my_copies")).content.decode()))
    refused(request, cast.ann)
    pages.append(without_tokens(browser.get(reverse("my_copies")).content.decode()))
    assert pages[0] == pages[1] == pages[2]
    agreed(request, cast.ben)
    said = [without_tokens(browser.get(reverse("my_copies")).content.decode())]
    agreed(request, cast.ann)
    said.append(without_tokens(browser.get(reverse("my_copies")).content.decode()))
    assert said[0] == said[1]


def test_a_release_is_signed_and_taken_back(cast: Cast) -> None:
    release = release_of(cast, cast.ann)
    browser = proved_as(cast.ann.user)
    assert browser.post(reverse("sign_release"), {"key": str(release.pk)}).status_code == 422
    assert (
        browser.post(reverse("sign_release"), {"key": str(release.pk), **SIGNED, "typed_name": "X"}).status_code == 422
    )
    browser.post(reverse("sign_release"), {"key": str(release.pk), **SIGNED})
    assert "You agreed" in page_of(browser)
    browser.post(reverse("end_my_release"), {"key": str(release.pk)})
    assert "You took it back" in page_of(browser)


def given(cast: Cast) -> CopyRequest:
    request = ready(cast, cast.ann)
    packed(cast, issued(cast, request))
    with as_actor(cast.therapist):
        request.refresh_from_db()
        give_copy(request=request, how="portal", by=cast.therapist, at=NOON)
    return request


def test_a_copy_is_downloaded_by_whom_it_is_for_until_its_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from accounts import clock  # noqa: PLC0415 - this test only

    monkeypatch.setattr(clock, "now", lambda: NOON)
    request = given(cast)
    browser = proved_as(cast.ann.user)
    assert "A copy is ready for you" in page_of(browser)
    response = browser.post(reverse("my_copy_zip"), {"key": str(request.pk)})
    assert response.status_code == 200
    assert response.content.startswith(b"PK\x03\x04")
    assert response["Content-Disposition"] == 'attachment; filename="copy-2026-11-17.zip"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["Cache-Control"] == "no-store"
    assert proved_as(cast.ben.user).post(reverse("my_copy_zip"), {"key": str(request.pk)}).status_code == 404
    assert browser.get(reverse("my_copy_zip")).status_code == 405
    monkeypatch.setattr(clock, "now", lambda: NOON.replace(month=12, day=15))
    assert proved_as(cast.ann.user).post(reverse("my_copy_zip"), {"key": str(request.pk)}).status_code == 404


def test_what_is_done_is_not_answered_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    request = ready(cast, cast.ann)
    issued(cast, request)
    browser = proved_as(cast.ann.user)
    for name in ("sign_copy", "refuse_my_copy"):
        assert browser.post(reverse(name), {"key": str(request.pk), **SIGNED}).status_code == 302
    with as_actor(cast.ann.user):
        assert CopyAgreement.objects.count() == 1
