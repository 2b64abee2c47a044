"""The way out: one plain link that ends the sign-in and opens an ordinary page."""

import pytest

from accounts.actor import as_actor
from accounts.models import Practice
from screening.models import CallRequest, SealedAnswer
from tests.cast import Cast, signed_in_as

pytestmark = pytest.mark.django_db
NEUTRAL = "https://www.weather.gov/"
SAFETY_PAGES = ("/my/questions/4/", "/my/questions/4/?part=2", "/my/questions/4/?part=3", "/my/talk/", "/my/help/",
                "/my/contact/", "/my/readers/")  # fmt: skip


@pytest.mark.parametrize("page", SAFETY_PAGES)
def test_it_stands_on_every_page_about_safety_as_a_plain_link(cast: Cast, page: str) -> None:
    text = signed_in_as(cast.ann.user).get(page).content.decode()
    assert 'href="/leave/"' in text
    assert "data-leave" in text


def test_it_stands_on_the_private_page_after_sending_too(cast: Cast) -> None:
    ann = signed_in_as(cast.ann.user)
    ann.post("/my/questions/4/", {"skip": "yes"})
    assert 'href="/leave/"' in ann.get("/my/questions/4/").content.decode()


def test_it_ends_the_sign_in_and_leads_to_an_ordinary_page(cast: Cast) -> None:
    ann = signed_in_as(cast.ann.user)
    out = ann.get("/leave/")
    assert (out.status_code, out.headers["Location"]) == (302, NEUTRAL)
    assert out.headers["Cache-Control"] == "no-store"
    assert out.headers["Clear-Site-Data"] == '"cache"'
    assert ann.get("/my/").headers["Location"].startswith("/accounts/login/code/")


def test_the_practice_chooses_the_page(cast: Cast) -> None:
    with as_actor(cast.therapist):
        Practice.objects.update(leave_url="https://example.org/news/")
    assert signed_in_as(cast.ann.user).get("/leave/").headers["Location"] == "https://example.org/news/"


def test_without_a_practice_there_is_still_a_way_out(client: object, db: None) -> None:
    assert client.get("/leave/").headers["Location"] == NEUTRAL  # type: ignore[attr-defined]  # Django's client


def test_another_site_signs_nobody_out(cast: Cast) -> None:
    ann = signed_in_as(cast.ann.user)
    assert ann.get("/leave/", headers={"Sec-Fetch-Site": "cross-site"}).headers["Location"] == NEUTRAL
    assert ann.get("/my/").status_code == 200


def test_it_takes_no_post_and_gives_nothing_away(cast: Cast) -> None:
    ann = signed_in_as(cast.ann.user)
    assert ann.post("/leave/").status_code == 405
    ann.get("/leave/")
    with as_actor(cast.therapist):
        assert not CallRequest.objects.exists()
        assert not SealedAnswer.objects.exists()
