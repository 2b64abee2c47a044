"""A partner's own agreements: the packet in its order, signing, a newer version, taking back."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actor import as_actor
from clients.actions import publish_text
from clients.models import Consent, ConsentDocument, ConsentWithdrawal, DrawnSignature
from documents.models import Document
from tests.cast import NOON, Cast, signed_in_as
from tests.pages import without_tokens
from tests.states import consented, signed

ALL = reverse("my_consent")
TEXT = reverse("my_text", args=["treatment"])
SIGNATURE = {"agreed": "on", "typed_name": "ann archer", "version": "1"}
DRAWN = "M10 20L30 40L50 60M5 5L9 9"


def html(browser: Client, address: str = TEXT) -> str:
    return browser.get(address).content.decode()


@pytest.fixture
def ann(cast: Cast) -> Client:
    return signed_in_as(cast.ann.user)


def test_the_packet_is_signed_one_text_after_the_other(cast: Cast, ann: Client) -> None:
    assert "0 of 3 signed" in html(ann, ALL)
    page = html(ann)
    assert "1 of 3, Version 1" in page
    assert "off-label" in page
    assert page.count("<h2") >= 10
    for kind, then in (("treatment", "privacy"), ("privacy", "fees")):
        sent = ann.post(reverse("my_text", args=[kind]), SIGNATURE)
        assert sent["Location"] == reverse("my_text", args=[then])
    assert ann.post(reverse("my_text", args=["fees"]), SIGNATURE)["Location"] == ALL
    assert "All 3 are signed" in html(ann, ALL)
    assert [one.document.kind for one in own(cast)] == ["treatment", "privacy", "fees"]


def test_somebody_comes_back_to_the_first_text_that_waits(cast: Cast, ann: Client) -> None:
    signed(cast.ann, "treatment")
    page = html(ann, ALL)
    assert "1 of 3 signed" in page
    assert f'href="{reverse("my_text", args=["privacy"])}">Continue' in page


def test_agreements_for_the_preparation_open_once_the_packet_is_signed(cast: Cast, ann: Client) -> None:
    assert ann.get(reverse("my_text", args=["room"]))["Location"] == ALL
    assert ann.get(reverse("my_touch"))["Location"] == ALL
    consented(cast.ann)
    assert "No big decisions for 14 days" in html(ann, reverse("my_text", args=["room"]))
    assert ann.get(reverse("my_text", args=["touch"]))["Location"] == reverse("my_touch")


def test_a_signed_text_shows_name_time_and_zone(cast: Cast, ann: Client) -> None:
    ann.post(TEXT, SIGNATURE)
    page = html(ann)
    assert "ann archer" in page
    assert "Pacific" in page
    assert "Reference" in page
    assert 'aria-labelledby="sign"' not in page


def test_signing_shows_nothing_to_the_other_partner(cast: Cast, ann: Client) -> None:
    ben = signed_in_as(cast.ben.user)
    before = [without_tokens(html(ben, address)) for address in (ALL, TEXT, "/my/")]
    ann.post(TEXT, SIGNATURE)
    assert [without_tokens(html(ben, address)) for address in (ALL, TEXT, "/my/")] == before


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"typed_name": "Ben Boyd"}, "Type your full name as we know it: Ann Archer"),
        ({"typed_name": ""}, "Type your full name to sign."),
        ({"typed_name": "Ann\x00Archer"}, "hidden character"),
        ({"typed_name": "a" * 141}, "Shorten this"),
        ({"agreed": ""}, "Tick the box if you agree."),
        ({"drawn": "M1 1L2 2<script>"}, "This drawing could not be read."),
        ({"drawn": "M1 1" + "L2 2" * 6000}, "This drawing has too many lines."),
    ],
)
def test_incomplete_signature_is_not_one(changes: dict[str, str], says: str, cast: Cast, ann: Client) -> None:
    response = ann.post(TEXT, SIGNATURE | changes)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not own(cast)


def test_double_click_signs_once(cast: Cast, ann: Client) -> None:
    for _ in range(2):
        assert ann.post(TEXT, SIGNATURE).status_code == 302
    assert len(own(cast)) == 1


def test_a_signature_asks_who_it_is_and_runs_once_that_is_shown(cast: Cast) -> None:
    browser = unopened(cast)
    asked = browser.post(TEXT, SIGNATURE)["Location"]
    assert asked.startswith("/my/pin/")
    assert not own(cast)
    assert "What you sent is not lost." in browser.get(asked).content.decode()
    assert "What you sent is not lost." not in browser.get("/my/pin/").content.decode()
    back = browser.post(asked, {"pin": "836127", "again": "836127"})["Location"]
    assert browser.get(back)["Location"] == reverse("my_text", args=["privacy"])
    assert len(own(cast)) == 1


def test_nobody_signs_a_version_that_came_while_they_read(cast: Cast, ann: Client) -> None:
    published(cast)
    response = ann.post(TEXT, SIGNATURE)
    assert response.status_code == 422
    assert "There is a newer version of this text since you opened it." in response.content.decode()
    assert 'name="version" value="2"' in response.content.decode()
    assert not own(cast)


def test_a_drawn_signature_is_kept_sealed_and_shown_to_its_person(cast: Cast, ann: Client) -> None:
    ann.post(TEXT, SIGNATURE | {"drawn": DRAWN})
    (consent,) = own(cast)
    assert consent.mark == "drawn"
    assert f'<path d="{DRAWN}">' in html(ann)
    with as_actor(cast.ann.user):
        assert DrawnSignature.objects.get().path == DRAWN
    for user in (cast.staff, cast.prescriber, cast.ben.user, cast.other_therapist):
        with as_actor(user):
            assert not DrawnSignature.objects.exists()


def test_the_typed_name_can_stand_as_the_signature(cast: Cast, ann: Client) -> None:
    ann.post(TEXT, SIGNATURE | {"drawn": "typed"})
    assert own(cast)[0].mark == "typed"
    with as_actor(cast.ann.user):
        assert not DrawnSignature.objects.exists()
        assert Document.objects.get().context["mark"] == "typed"


def test_a_text_is_taken_back_without_the_pin_on_a_page_that_says_what_it_means(cast: Cast) -> None:
    back = reverse("withdraw_consent", args=["treatment"])
    browser = unopened(cast)
    assert browser.get(back)["Location"] == ALL
    signed(cast.ann)
    assert "no session with the medicine" in html(browser, back)
    assert not withdrawals(cast)
    for _ in range(2):
        assert browser.post(back)["Location"] == ALL
    assert len(withdrawals(cast)) == 1
    page = html(browser)
    assert "You took this back." in page
    assert 'aria-labelledby="sign"' in page


def test_taking_back_shows_nothing_to_the_other_partner(cast: Cast) -> None:
    for partner in (cast.ann, cast.ben):
        consented(partner)
    ben = signed_in_as(cast.ben.user)
    before = [without_tokens(html(ben, address)) for address in (ALL, TEXT, "/my/", "/my/appointments/")]
    signed_in_as(cast.ann.user).post(reverse("withdraw_consent", args=["privacy"]))
    assert [without_tokens(html(ben, one)) for one in (ALL, TEXT, "/my/", "/my/appointments/")] == before


def test_a_version_that_asks_again_is_to_be_signed_and_a_correction_is_not(cast: Cast, ann: Client) -> None:
    signed(cast.ann)
    published(cast, asks_again=False, reason="A comma.")
    assert 'aria-labelledby="sign"' not in html(ann)
    published(cast, body="# Newer\n\nWords.")
    page = html(ann)
    assert "There is a new version." in page
    assert 'aria-labelledby="sign"' in page
    assert "There is a new version. About" in html(ann, ALL)
    assert ann.post(TEXT, SIGNATURE | {"version": "3"}).status_code == 302
    assert 'aria-labelledby="sign"' not in html(ann)


def test_markup_in_a_text_is_shown_as_text_and_the_practice_is_named(cast: Cast, ann: Client) -> None:
    published(cast, title="<i>t</i>", body="# <b>x</b>\n\n<script>alert(1)</script> at [practice]")
    page = html(ann)
    assert "<script>alert" not in page
    assert "<b>x" not in page
    assert "<i>t" not in page
    assert f"at {cast.practice.name}" in page


def test_an_unknown_text_is_not_found(ann: Client) -> None:
    assert ann.get("/my/consent/9/").status_code == 404
    assert ann.get(reverse("my_text", args=["private"])).status_code == 404


def published(
    cast: Cast,
    *,
    title: str = "Consent",
    body: str = "# New\n\nText.",
    asks_again: bool = True,
    reason: str = "",
) -> ConsentDocument:
    with as_actor(cast.therapist):
        return publish_text(
            kind="treatment",
            title=title,
            body=body,
            by=cast.therapist,
            at=NOON,
            asks_again=asks_again,
            reason=reason,
        )


def unopened(cast: Cast) -> Client:
    """Signed in, and the PIN not typed yet."""
    browser = signed_in_as(cast.ann.user)
    session = browser.session
    del session["papers_opened"]
    session.save()
    return browser


def own(cast: Cast) -> list[Consent]:
    with as_actor(cast.ann.user):
        return list(Consent.objects.select_related("document").order_by("signed_at"))


def withdrawals(cast: Cast) -> list[ConsentWithdrawal]:
    with as_actor(cast.ann.user):
        return list(ConsentWithdrawal.objects.all())
