import pytest
from django.urls import reverse

from clients.models import Consent, ConsentDocument, ConsentWithdrawal
from tests.cast import NOON, Cast, signed_in_as

SIGNATURE = {"agreed": "on", "typed_name": "ann archer"}


def test_partner_reads_and_signs(cast: Cast) -> None:
    browser = signed_in_as(cast.ann.user)
    page = browser.get(reverse("my_consent")).content.decode()
    assert page.count("<h2") >= 10
    assert "off-label" in page
    assert browser.post(reverse("my_consent"), SIGNATURE)["Location"] == reverse("my_consent")
    signed = browser.get(reverse("my_consent")).content.decode()
    assert "version 1" in signed
    assert "Pacific" in signed
    assert "<form class" not in signed


def test_signing_shows_nothing_to_the_other_partner(cast: Cast) -> None:
    ben = signed_in_as(cast.ben.user)
    before = ben.get(reverse("my_consent")).content.decode()
    signed_in_as(cast.ann.user).post(reverse("my_consent"), SIGNATURE)
    after = ben.get(reverse("my_consent")).content.decode()
    assert [line for line in before.splitlines() if "csrf" not in line.lower()] == [
        line for line in after.splitlines() if "csrf" not in line.lower()
    ]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"typed_name": "Ben Boyd"}, "Type your full name as we know it: Ann Archer"),
        ({"typed_name": ""}, "Type your full name to sign."),
        ({"typed_name": "Ann\x00Archer"}, "hidden character"),
        ({"typed_name": "a" * 141}, "Shorten this"),
        ({"agreed": ""}, "Tick the box if you agree."),
    ],
)
def test_incomplete_signature_is_not_one(changes: dict[str, str], says: str, cast: Cast) -> None:
    response = signed_in_as(cast.ann.user).post(reverse("my_consent"), SIGNATURE | changes)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Consent.objects.exists()


def test_double_click_signs_once(cast: Cast) -> None:
    browser = signed_in_as(cast.ann.user)
    for _ in range(2):
        browser.post(reverse("my_consent"), SIGNATURE)
    assert Consent.objects.count() == 1


def test_consent_is_withdrawn_on_a_page_of_its_own(cast: Cast) -> None:
    browser = signed_in_as(cast.ann.user)
    assert browser.get(reverse("withdraw_consent"))["Location"] == reverse("my_consent")
    browser.post(reverse("my_consent"), SIGNATURE)
    assert browser.get(reverse("withdraw_consent")).status_code == 200
    assert not ConsentWithdrawal.objects.exists()
    browser.post(reverse("withdraw_consent"))
    page = browser.get(reverse("my_consent")).content.decode()
    assert "You withdrew this consent." in page
    assert "Sign this consent" in page


def test_new_version_asks_to_read_and_sign_again(cast: Cast) -> None:
    browser = signed_in_as(cast.ann.user)
    browser.post(reverse("my_consent"), SIGNATURE)
    ConsentDocument.objects.create(kind="kap", version=2, title="Consent", body="# New\n\nText.", published_at=NOON)
    page = browser.get(reverse("my_consent")).content.decode()
    assert "There is a new version." in page
    assert "Sign this consent" in page


def test_markup_in_a_text_is_shown_as_text(cast: Cast) -> None:
    words = "# <b>x</b>\n\n<script>alert(1)</script>"
    ConsentDocument.objects.create(kind="kap", version=2, title="<i>t</i>", body=words, published_at=NOON)
    page = signed_in_as(cast.ann.user).get(reverse("my_consent")).content.decode()
    assert "<script>alert" not in page
    assert "<b>x" not in page
    assert "<i>t" not in page
