"""The private page: one path and one page after it, whatever was answered."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actor import as_actor
from screening.models import Draft, Hold, SealedAnswer, Submission
from screening.rules.pages import PAGES
from tests.cast import Cast, signed_in_as
from tests.pages import without_tokens
from tests.states import REASSURING

pytestmark = pytest.mark.django_db
PAGE = "/my/questions/4/"
QUESTIONS = f"{PAGE}?part=2"
AFRAID = REASSURING | {"safe_home": "no", "pressed": "yes"}
EVERY_WAY = [
    REASSURING,
    AFRAID,
    dict.fromkeys(REASSURING, "unsure"),
    dict.fromkeys(REASSURING, "talk"),
    {"skip": "yes"},
]


@pytest.fixture
def ann(cast: Cast) -> Client:
    return signed_in_as(cast.ann.user)


def text(client: Client, url: str) -> str:
    """A page without what is new in every request: the token, and the keys of forms."""
    page = without_tokens(client.get(url).content.decode())
    return re.sub(r'name="key" value="[^"]*"', "", page)


def test_it_asks_first_whether_one_is_alone(ann: Client) -> None:
    page = text(ann, PAGE)
    assert "Are you alone, and is this device yours?" in page
    assert "keeps no secrets" in page
    assert "What the law asks" in page
    assert "Version 1, 1 November 2026" in page
    assert "Leave this page" in page
    assert "Do you feel safe" not in page


@pytest.mark.parametrize(("answer", "url"), [("yes", QUESTIONS), ("no", f"{PAGE}?part=3")])
def test_the_answer_leads_on_and_is_kept_nowhere(cast: Cast, ann: Client, answer: str, url: str) -> None:
    assert ann.post(PAGE, {"alone": answer}).headers["Location"] == url
    assert ann.get(url).status_code == 200
    with as_actor(cast.ann.user):
        assert not Submission.objects.exists()
        assert not Draft.objects.exists()


def test_no_answer_is_asked_for_again(ann: Client) -> None:
    assert ann.post(PAGE, {}).status_code == 422
    assert ann.post(QUESTIONS, REASSURING | {"willing": ""}).status_code == 422


def test_the_titles_say_nothing(ann: Client) -> None:
    for url in (PAGE, QUESTIONS, f"{PAGE}?part=3"):
        assert f"<title>Questions, part {PAGES['private'].place} - Harbor</title>" in text(ann, url)


def test_there_is_no_room_for_words_and_no_draft(ann: Client) -> None:
    page = text(ann, QUESTIONS)
    assert "<textarea" not in page
    assert 'type="text"' not in page
    assert "data-autosave" not in page


@pytest.mark.parametrize("answers", EVERY_WAY)
def test_every_way_to_answer_counts_as_done(cast: Cast, ann: Client, answers: dict[str, str]) -> None:
    assert ann.post(QUESTIONS, answers).headers["Location"] == f"{reverse('my_next')}?part=1"
    assert "Answered on" in text(ann, PAGE)
    with as_actor(cast.therapist):
        assert SealedAnswer.objects.count() == 1
        assert Hold.objects.filter(scope=Hold.Scope.SAFETY).count() == (answers != REASSURING)


def test_what_comes_back_is_the_same_to_the_byte_for_every_way(cast: Cast) -> None:
    replies, pages = set(), set()
    for partner, answers in zip((cast.ann, cast.ben, cast.cat, cast.dan), EVERY_WAY, strict=False):
        client = signed_in_as(partner.user)
        reply = client.post(QUESTIONS, answers)
        replies.add((reply.status_code, reply.headers["Location"], reply.content, tuple(sorted(reply.headers))))
        pages.add(text(client, PAGE))
    assert len(replies) == 1
    assert len(pages) == 1


def test_answering_again_looks_the_same_and_adds(cast: Cast, ann: Client) -> None:
    ann.post(QUESTIONS, REASSURING)
    before = text(ann, PAGE)
    assert "Do you feel safe" in text(ann, QUESTIONS)
    ann.post(QUESTIONS, AFRAID)
    assert text(ann, PAGE) == before
    with as_actor(cast.therapist):
        assert Hold.objects.active().exists()
        assert SealedAnswer.objects.count() == 2


def test_a_double_click_is_one_and_says_nothing(cast: Cast, ann: Client) -> None:
    page = ann.get(QUESTIONS).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key
    for _ in range(2):
        assert ann.post(QUESTIONS, AFRAID | {"key": key[1]}).status_code == 302
    with as_actor(cast.ann.user):
        assert Submission.objects.count() == 1


@pytest.mark.parametrize("url", ["/my/", PAGE, QUESTIONS, "/my/questions/1/", "/my/questions/5/"])
@pytest.mark.parametrize("answers", EVERY_WAY)
def test_the_other_partner_sees_the_very_same_page_before_and_after(
    cast: Cast, ann: Client, url: str, answers: dict[str, str]
) -> None:
    ben = signed_in_as(cast.ben.user)
    before = text(ben, url)
    ann.post(QUESTIONS, answers)
    assert text(ben, url) == before


def test_issues_are_ranked_alone_and_not_shown_again(cast: Cast, ann: Client) -> None:
    assert ann.post("/my/questions/5/", {"first": "grief", "third": "spark"}).status_code == 302
    page = text(ann, "/my/questions/5/")
    assert "Answered on" in page
    assert "<select" not in page
    assert "<select" in text(ann, "/my/questions/5/?again=yes")


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "Answer “What matters most to you?”"),
        ({"first": "grief", "second": "grief"}, "You have chosen this one already"),
        ({"first": "murder"}, "Choose one of the answers shown."),
        ({"first": "grief", "second": "talk"}, "Choose one of the answers shown."),
    ],
)
def test_a_ranking_that_cannot_be_meant_is_told_and_kept(ann: Client, answers: dict[str, str], words: str) -> None:
    page = ann.post("/my/questions/5/", answers)
    assert page.status_code == 422
    assert words in page.content.decode()


def test_issues_open_no_hold(cast: Cast, ann: Client) -> None:
    for _ in range(2):
        ann.post("/my/questions/5/", {"first": "talk"})
    with as_actor(cast.therapist):
        assert SealedAnswer.objects.count() == 2
        assert not Hold.objects.exists()
