"""The therapist's page of one request for a copy, from the first signature to the download."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts import clock
from accounts.actor import as_actor
from clients.models import CopyAgreement, CopyRequest
from documents import actions as documents
from documents import pdf, rules
from documents.models import Package
from kap_practice.needs import needs_of
from tests.cast import NOON, Cast, signed_in_as
from tests.clients.letters import letters
from tests.clients.rights import agreed, asked, release_of, signed_release
from tests.documents.files import PDF
from tests.kap_practice.records import issued, packed, ready
from tests.pages import words_of
from tests.proofs import proved_as

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def maya(cast: Cast) -> Client:
    return proved_as(cast.therapist)


def page_of(browser: Client, request: CopyRequest) -> str:
    return words_of(browser.get(reverse("copy_request", args=[request.pk])).content.decode())


def sent(browser: Client, name: str, request: CopyRequest, **data: object) -> int:
    return browser.post(reverse(name, args=[request.pk]), data).status_code


def test_it_says_by_when_and_whom_it_waits_for(cast: Cast, maya: Client) -> None:
    request = asked(cast, cast.couple)
    agreed(request, cast.ann)
    page = page_of(maya, request)
    assert "Wednesday 2 December 2026" in page
    assert "Ben has not agreed yet." in page
    assert "An unpaid bill is no reason to wait." in page


def test_a_way_to_look_at_it_has_its_own_day(cast: Cast, maya: Client) -> None:
    assert "Tuesday 24 November 2026" in page_of(maya, asked(cast, cast.ann, way="inspect"))


def test_a_signed_paper_counts_and_a_spoken_no_ends_it(cast: Cast, maya: Client) -> None:
    request = asked(cast, cast.ann)
    paper = SimpleUploadedFile("a.pdf", PDF)
    assert sent(maya, "keep_copy_paper", request, person=str(cast.ann.pk), paper=paper) == 302
    assert "Agreed on paper" in page_of(maya, request)
    assert sent(maya, "keep_copy_paper", request, person=str(cast.ann.pk)) == 422
    assert sent(maya, "refuse_copy", request, person="nobody") == 302
    assert sent(maya, "refuse_copy", request, person=str(cast.ann.pk)) == 302
    assert "Ann does not agree." in page_of(maya, request)


def test_a_full_shelf_is_told(cast: Cast, maya: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_ABOUT_ONE", 0)
    paper = SimpleUploadedFile("a.pdf", PDF)
    assert sent(maya, "keep_copy_paper", asked(cast, cast.ann), person=str(cast.ann.pk), paper=paper) == 422


def test_those_who_have_not_agreed_are_reminded_once_a_day(cast: Cast, maya: Client) -> None:
    request = asked(cast, cast.couple)
    sent(maya, "remind_of_copy", request)
    assert len(letters()) == 2
    agreed(request, cast.ann, cast.ben)
    assert "Nobody is left" in words_of(
        maya.post(reverse("remind_of_copy", args=[request.pk]), follow=True).content.decode()
    )


def test_it_is_issued_looked_through_and_given(cast: Cast, maya: Client) -> None:
    request = ready(cast, cast.ann)
    assert sent(maya, "give_copy", request, portal="yes") == 302
    assert sent(maya, "issue_copy", request, words="For you.") == 302
    assert "Being prepared" in page_of(maya, request)
    with as_actor(cast.therapist):
        package = Package.objects.get()
    packed(cast, package)
    response = maya.post(reverse("copy_zip", args=[request.pk]))
    assert response.content.startswith(b"PK\x03\x04")
    assert response["Content-Disposition"] == 'attachment; filename="copy-2026-11-17.zip"'
    assert sent(maya, "give_copy", request, portal="yes") == 302
    assert "In the portal" in page_of(maya, request)
    with as_actor(cast.therapist):
        request.refresh_from_db()
    assert request.closed_at == NOON


def test_it_is_not_issued_twice_or_changed_after(cast: Cast, maya: Client) -> None:
    request = ready(cast, cast.ann)
    assert sent(maya, "issue_copy", request) == 302
    assert sent(maya, "issue_copy", request) == 422
    assert sent(maya, "refuse_copy", request, person=str(cast.ann.pk)) == 302
    paper = SimpleUploadedFile("a.pdf", PDF)
    assert sent(maya, "keep_copy_paper", request, person=str(cast.ann.pk), paper=paper) == 302
    with as_actor(cast.therapist):
        assert CopyAgreement.objects.count() == 1


def test_what_could_not_be_made_is_made_again(cast: Cast, maya: Client) -> None:
    request = ready(cast, cast.ann)
    package = issued(cast, request)
    with patch.object(pdf, "render", side_effect=MemoryError):
        for minutes in (0, 2, 4):
            documents.pack(package_id=package.pk, at=NOON + timedelta(minutes=minutes))
    assert "The page could not be laid out." in page_of(maya, request)
    assert sent(maya, "copy_zip", request) == 404
    sent(maya, "prepare_copy_again", request)
    sent(maya, "prepare_copy_again", request)
    packed(cast, package)
    assert "Download the copy" in page_of(maya, request)


def test_it_is_gone_after_its_day(cast: Cast, maya: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    request = ready(cast, cast.ann)
    packed(cast, issued(cast, request))
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=31))
    assert sent(maya, "copy_zip", request) == 404
    documents.expire(at=clock.now())
    assert "no longer kept" in page_of(maya, request)


def test_another_therapist_of_the_couple_sees_the_request_but_not_the_bytes(cast: Cast, maya: Client) -> None:
    from clients.models import CareTeam  # noqa: PLC0415 - this test only

    request = ready(cast, cast.ann)
    packed(cast, issued(cast, request))
    with as_actor(cast.therapist):
        CareTeam(couple=cast.couple, user=cast.other_therapist, since=NOON).save(force_insert=True)
    otto = proved_as(cast.other_therapist)
    assert "Maya Okafor made it, and keeps it." in page_of(otto, request)
    assert sent(otto, "copy_zip", request) == 404
    assert sent(otto, "prepare_copy_again", request) == 302


def test_a_request_is_closed_without_a_copy(cast: Cast, maya: Client) -> None:
    request = asked(cast, cast.ann, way="inspect")
    sent(maya, "close_copy_request", request)
    assert "Closed" in page_of(maya, request)
    assert "Make the copy" not in page_of(maya, request)


def test_issuing_and_downloading_ask_who_it_is_and_reading_does_not(cast: Cast) -> None:
    from kap_practice.views import copy_request as views  # noqa: PLC0415 - this test only

    assert [getattr(getattr(views, name), "proved", False) for name in ("issue_copy", "give_copy", "copy_zip")] == [
        True
    ] * 3
    assert signed_in_as(cast.therapist).get(reverse("copy_request", args=[asked(cast, cast.ann).pk])).status_code == 200


def test_today_brings_up_what_the_law_wants_and_what_ends_soon(cast: Cast) -> None:
    asked(cast, cast.ann)
    soon = release_of(cast, cast.ben, until=NOON.date() + timedelta(days=5))
    signed_release(soon, cast.ben)
    with as_actor(cast.therapist):
        titles = [need.title for need in needs_of(cast.therapist, NOON)]
    assert {"A copy of Ann's record", "The release to Dr. Alan Park ends"} <= set(titles)
    with as_actor(cast.staff):
        assert not {title for title in (need.title for need in needs_of(cast.staff, NOON)) if "copy" in title}
