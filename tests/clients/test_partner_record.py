"""The therapist's pages: one person's copies and releases, one release, and the papers that were brought."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.actor import as_actor
from clients.models import CopyRequest, Disclosure, Release, ReleaseAgreement
from clients.views.release import FULL
from documents import rules
from documents.models import Upload
from tests.cast import Cast, signed_in_as
from tests.clients.rights import asked, release_of, signed_release
from tests.documents.files import PDF, flood, picture
from tests.pages import words_of
from tests.proofs import proved_as

pytestmark = pytest.mark.django_db
RELEASE = {
    "about": "own",
    "recipient": "Dr. Alan Park",
    "what": "Readings",
    "purpose": "Blood pressure",
    "since": "2026-11-17",
    "until": "2027-01-31",
}


@pytest.fixture
def maya(cast: Cast) -> Client:
    return proved_as(cast.therapist)


def page_of(browser: Client, name: str, key: object) -> str:
    return words_of(browser.get(reverse(name, args=[key])).content.decode())


def test_an_empty_record_says_what_will_be_there(cast: Cast, maya: Client) -> None:
    page = page_of(maya, "partner_record", cast.ann.pk)
    assert "Nobody has asked for a copy." in page
    assert "Nothing was told to anybody outside." in page


def test_a_release_is_written_down_and_listed(cast: Cast, maya: Client) -> None:
    response = maya.post(reverse("add_release", args=[cast.ann.pk]), RELEASE)
    with as_actor(cast.therapist):
        release = Release.objects.get()
    assert response["Location"] == reverse("release", args=[release.pk])
    assert "Waits for a signature" in page_of(maya, "partner_record", cast.ann.pk)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"until": "2026-11-01"}, "It ends before it begins."),
        ({"until": "2028-11-01"}, "Let it end within a year."),
        ({"recipient": ""}, "Answer “Who may be told?”"),
        ({"about": "nonsense"}, "Choose one of the answers shown."),
        ({"what": "x" * 501}, "Shorten this"),
    ],
)
def test_a_release_that_cannot_be_gets_a_sentence(
    cast: Cast, maya: Client, changed: dict[str, str], sentence: str
) -> None:
    response = maya.post(reverse("add_release", args=[cast.ann.pk]), RELEASE | changed)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_joint_release_is_about_a_couple_of_this_person(cast: Cast, maya: Client) -> None:
    maya.post(reverse("add_release", args=[cast.ann.pk]), RELEASE | {"about": str(cast.couple.pk)})
    with as_actor(cast.therapist):
        assert Release.objects.get().couple == cast.couple
    foreign = maya.post(reverse("add_release", args=[cast.ann.pk]), RELEASE | {"about": str(cast.other_couple.pk)})
    assert foreign.status_code == 422


def test_a_copy_is_asked_for_by_the_therapist(cast: Cast, maya: Client) -> None:
    page = reverse("ask_copy", args=[cast.ann.pk])
    assert maya.post(page, {"about": "own", "way": "copy"}).status_code == 302
    with as_actor(cast.therapist):
        assert CopyRequest.objects.get().asked_by == cast.therapist
    again = maya.post(page, {"about": "own", "way": "copy"})
    assert again.status_code == 422
    assert "asked for already" in again.content.decode()


def paper(name: str = "scan.pdf", content: bytes = PDF, kind: str = "text/html") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=kind)


def keep(browser: Client, release: Release, **sent: Any) -> Any:
    return browser.post(reverse("keep_release_paper", args=[release.pk]), sent)


def test_a_signed_paper_is_kept_and_only_ever_handed_out_as_a_download(cast: Cast, maya: Client) -> None:
    release = release_of(cast, cast.ann)
    keep(maya, release, person=str(cast.ann.pk), paper=paper("../../../x.html"))
    with as_actor(cast.therapist):
        upload = Upload.objects.get()
        assert ReleaseAgreement.objects.get().paper == upload
    assert (upload.kind, upload.called, bytes(upload.content)) == ("pdf", "x.html", PDF)
    response = maya.get(reverse("paper", args=[upload.pk]))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="paper.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    for who in (cast.ann.user, cast.ben.user, cast.staff, cast.prescriber, cast.other_therapist):
        assert signed_in_as(who).get(reverse("paper", args=[upload.pk])).status_code == 404
    assert Client().get(reverse("paper", args=[upload.pk])).status_code == 302


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<script>alert(1)</script>", rules.KINDS),
        (b"", rules.EMPTY),
        (flood(), rules.TOO_WIDE),
        (PDF.replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction"), rules.MORE_THAN_PAGES),
        (b"%PDF-" + b"0" * rules.MAX_BYTES, rules.TOO_BIG),
    ],
)
def test_a_file_that_is_refused_gets_a_sentence_beside_the_field(
    cast: Cast, maya: Client, content: bytes, sentence: str
) -> None:
    response = keep(maya, release_of(cast, cast.ann), person=str(cast.ann.pk), paper=paper(content=content))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    with as_actor(cast.therapist):
        assert not Upload.objects.exists()


def test_a_paper_needs_a_file_and_a_person_of_the_release(cast: Cast, maya: Client) -> None:
    release = release_of(cast, cast.ann)
    assert "Choose a file." in keep(maya, release, person=str(cast.ann.pk)).content.decode()
    assert keep(maya, release, person=str(cast.ben.pk), paper=paper()).status_code == 422


@pytest.mark.parametrize(
    "name", ["a\x00b.png", "a" * 4000 + ".png", "..", "C:\\x.png", "x\r\nSet-Cookie: a=b.png", "."]
)
def test_no_name_of_a_file_breaks_anything(cast: Cast, maya: Client, name: str) -> None:
    """Sent as raw bytes, since a client's own code cleans such names."""
    body = (
        (
            f'--B\r\nContent-Disposition: form-data; name="person"\r\n\r\n{cast.ann.pk}\r\n--B\r\n'
            f'Content-Disposition: form-data; name="paper"; filename="{name}"\r\nContent-Type: image/png\r\n\r\n'
        ).encode()
        + picture()
        + b"\r\n--B--\r\n"
    )
    address = reverse("keep_release_paper", args=[release_of(cast, cast.ann).pk])
    response = maya.generic("POST", address, body, content_type="multipart/form-data; boundary=B")
    assert response.status_code in {302, 400, 422}
    assert not response.has_header("Set-Cookie") or "a=b" not in response["Set-Cookie"]


def test_many_files_and_a_body_without_end_are_refused_before_they_are_read(cast: Cast, maya: Client) -> None:
    address = reverse("keep_release_paper", args=[release_of(cast, cast.ann).pk])
    many = maya.post(address, {f"paper{number}": paper() for number in range(20)})
    assert many.status_code == 400
    huge = maya.generic("POST", address, b"x", CONTENT_LENGTH=str(200 * 1024 * 1024))
    assert huge.status_code == 413
    assert "larger than we take" in huge.content.decode()
    assert maya.generic("POST", address, b"x", CONTENT_LENGTH="9" * 30).status_code == 413


def test_a_full_shelf_is_told_beside_the_field(cast: Cast, maya: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_ABOUT_ONE", 0)
    response = keep(maya, release_of(cast, cast.ann), person=str(cast.ann.pk), paper=paper())
    assert response.status_code == 422
    assert FULL in response.content.decode()


def test_what_was_told_is_written_down_only_while_the_release_holds(cast: Cast, maya: Client) -> None:
    release = release_of(cast, cast.ann)
    address, sent = reverse("disclose", args=[release.pk]), {"what": "Two readings", "on": "2026-11-17"}
    refused = maya.post(address, sent)
    assert refused.status_code == 422
    assert "Ann has not agreed yet." in refused.content.decode()
    signed_release(release, cast.ann)
    assert maya.post(address, sent | {"on": "2999-01-01"}).status_code == 422
    assert maya.post(address, sent).status_code == 302
    assert "Two readings." in page_of(maya, "partner_record", cast.ann.pk)
    with as_actor(cast.ann.user):
        assert Disclosure.objects.get().what == "Two readings."


def test_the_therapist_ends_a_release_on_somebodys_word(cast: Cast, maya: Client) -> None:
    release = release_of(cast, cast.ann)
    signed_release(release, cast.ann)
    address = reverse("end_release", args=[release.pk])
    maya.post(address, {"person": str(cast.ben.pk)})
    assert "Agreed in the portal" in page_of(maya, "release", release.pk)
    maya.post(address, {"person": str(cast.ann.pk)})
    assert "Ann does not agree." in page_of(maya, "release", release.pk)


def test_the_record_lists_what_was_asked_for(cast: Cast, maya: Client) -> None:
    asked(cast, cast.couple)
    assert "Joint record of Ann & Ben" in page_of(maya, "partner_record", cast.ben.pk).replace("&amp;", "&")
