"""The health pages of the portal."""

import json
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.actor import as_actor
from screening.actions import send_page
from screening.models import Draft, Hold, SealedAnswer, Submission
from screening.rules.pages import NEEDED_HEALTH, PAGES
from tests.cast import NOON, Cast, signed_in_as
from tests.states import ANSWERS, NO_ALLERGIES, NO_HEART, NO_MEDICINES, answered

pytestmark = pytest.mark.django_db
HEALTH, MEDICINES, ALLERGIES, HEAD = (f"/my/questions/{number}/" for number in (1, 2, 3, 6))
CANARY = "CANARY-ANN-7f3c"


@pytest.fixture
def ann(cast: Cast) -> Client:
    return signed_in_as(cast.ann.user)


def sealed(cast: Cast) -> list[dict[str, str]]:
    with as_actor(cast.therapist):
        return [json.loads(row.body) for row in SealedAnswer.objects.order_by("sent_at")]


@pytest.mark.parametrize(("url", "answers"), [(HEALTH, NO_HEART), (MEDICINES, NO_MEDICINES), (ALLERGIES, NO_ALLERGIES)])
def test_a_page_is_sent_and_then_says_when(cast: Cast, ann: Client, url: str, answers: dict[str, str]) -> None:
    assert ann.get(url).status_code == 200
    ann.post(url, answers | {"send": "yes"})
    assert sealed(cast) == [answers]
    assert "Answered on" in ann.get(url).content.decode()


def test_a_sent_page_leads_on_to_the_next(ann: Client) -> None:
    page = ann.post(HEALTH, NO_HEART | {"send": "yes"}, follow=True)
    assert page.request["PATH_INFO"] == HEAD
    assert "Received." in page.content.decode()


def test_an_answered_page_leads_on_within_the_first_sitting(cast: Cast, ann: Client) -> None:
    with as_actor(cast.ann.user):
        for key in NEEDED_HEALTH:
            send_page(partner=cast.ann, page=key, answers=ANSWERS[key], by=cast.ann.user, at=NOON)
    assert f"Continue: {PAGES['private'].title}" in ann.get(HEALTH).content.decode()


def test_what_was_sent_is_never_shown_again(ann: Client) -> None:
    ann.post(ALLERGIES, NO_ALLERGIES | {"medicine_allergy": "yes", "allergy_words": CANARY, "send": "yes"})
    page = ann.get(ALLERGIES).content.decode()
    assert CANARY not in page
    assert "checked" not in page


def test_a_page_without_answers_says_what_is_missing_and_loses_nothing(cast: Cast, ann: Client) -> None:
    page = ann.post(ALLERGIES, {"food_allergy": "yes", "allergy_words": CANARY, "send": "yes"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "There are 3 things to check" in text
    assert CANARY in text
    assert "<title>Error: Questions, part 8" in " ".join(text.split())
    assert sealed(cast) == []


def test_a_follow_up_is_asked_for_after_a_yes_and_left_out_after_a_no(cast: Cast, ann: Client) -> None:
    assert ann.post(HEALTH, NO_HEART | {"heart": "yes", "send": "yes"}).status_code == 422
    ann.post(HEALTH, NO_HEART | {"heart_more": "recent", "send": "yes"})
    assert sealed(cast) == [NO_HEART]


def test_the_names_of_medicines_are_asked_for_after_a_yes(ann: Client) -> None:
    page = ann.post(MEDICINES, NO_MEDICINES | {"any_medicine": "yes", "send": "yes"})
    assert page.status_code == 422
    assert "Write the names you know" in page.content.decode()


@pytest.mark.parametrize("words", ["a\x00b", "x" * 2001, "\x07bell"])
def test_words_that_cannot_be_kept_are_a_sentence_beside_the_field(cast: Cast, ann: Client, words: str) -> None:
    page = ann.post(ALLERGIES, NO_ALLERGIES | {"allergy_words": words, "send": "yes"})
    assert page.status_code == 422
    assert "field-error" in page.content.decode()


def test_any_other_words_are_kept_as_they_are(cast: Cast, ann: Client) -> None:
    words = "pénicilline 💊 <b>\u202e =1+1"
    ann.post(ALLERGIES, NO_ALLERGIES | {"allergy_words": words, "send": "yes"})
    assert sealed(cast)[0]["allergy_words"] == words


@pytest.mark.parametrize("answer", ["perhaps", "yes\x00", "x" * 5000])
def test_an_answer_that_was_not_offered_is_refused(cast: Cast, ann: Client, answer: str) -> None:
    assert ann.post(HEALTH, NO_HEART | {"heart": answer, "send": "yes"}).status_code == 422
    assert sealed(cast) == []


def autosave(client: Client, version: str, url: str = HEALTH, **answers: str) -> tuple[int, dict[str, object]]:
    answer = client.post(url, answers | {"version": version}, headers={"X-Autosave": "1"})
    return answer.status_code, answer.json()


def test_a_draft_is_saved_by_script_and_comes_back(ann: Client) -> None:
    status, saved = autosave(ann, "0", heart="yes", nonsense="x")
    assert (status, saved["version"]) == (200, 1)
    page = ann.get(HEALTH).content.decode()
    assert 'value="yes" ' in page
    assert " checked" in page
    assert 'name="version" value="1"' in page


def test_an_old_tab_is_told_by_409(ann: Client) -> None:
    autosave(ann, "0", heart="yes")
    assert autosave(ann, "0", heart="no")[0] == 409
    page = ann.post(HEALTH, {"heart": "no", "version": "0", "later": "yes"})
    assert page.status_code == 409
    assert "in another tab" in page.content.decode()
    assert 'name="version" value="1"' in page.content.decode()


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 40, "4294967296"])
def test_a_broken_version_is_an_old_tab_at_worst(ann: Client, version: str) -> None:
    autosave(ann, "0", heart="yes")
    assert autosave(ann, version, heart="no")[0] == 409


def test_saving_for_later_needs_no_script_and_no_answers(cast: Cast, ann: Client) -> None:
    answer = ann.post(HEALTH, {"heart": "yes", "later": "yes"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/my/")
    with as_actor(cast.ann.user):
        assert json.loads(Draft.objects.get().answers) == {"heart": "yes"}


def test_what_is_too_long_to_send_is_kept_in_the_draft(ann: Client) -> None:
    autosave(ann, "0", ALLERGIES, allergy_words="x" * 3000 + CANARY)
    assert CANARY in ann.get(ALLERGIES).content.decode()


def test_a_tab_left_open_does_not_bring_a_sent_page_back(ann: Client) -> None:
    ann.post(HEALTH, NO_HEART | {"send": "yes"})
    answer = ann.post(HEALTH, {"heart": "yes", "version": "0"}, headers={"X-Autosave": "1"})
    assert answer.status_code == 409


def test_a_second_tab_is_told_that_the_page_is_here(cast: Cast, ann: Client) -> None:
    ann.post(HEALTH, NO_HEART | {"send": "yes"})
    page = ann.post(HEALTH, NO_HEART | {"heart": "unsure", "send": "yes"}, follow=True)
    assert "We already have this page" in page.content.decode()
    assert sealed(cast) == [NO_HEART]


def test_an_addition_is_sealed_beside_the_first_and_opens_a_hold(cast: Cast, ann: Client) -> None:
    answered(cast.ann)
    page = ann.post(HEALTH, {"words": CANARY, "key": str(uuid4())}, follow=True).content.decode()
    assert "Added. Your therapist will read it." in page
    assert CANARY not in page
    assert {"words": CANARY} in sealed(cast)
    with as_actor(cast.therapist):
        assert Hold.objects.get().scope == Hold.Scope.CLINICAL


def test_a_double_click_adds_once(cast: Cast, ann: Client) -> None:
    answered(cast.ann)
    key = str(uuid4())
    for _ in range(2):
        ann.post(HEALTH, {"words": "x", "key": key})
    with as_actor(cast.ann.user):
        assert Submission.objects.filter(is_addition=True).count() == 1


def test_an_empty_addition_says_what_to_do(cast: Cast, ann: Client) -> None:
    answered(cast.ann)
    page = ann.post(HEALTH, {"words": " "})
    assert page.status_code == 422
    assert "Write what has changed, or what to correct." in page.content.decode()


@pytest.mark.parametrize("page", ["/my/questions/0/", "/my/questions/999/", "/my/questions/heart/"])
def test_a_page_has_no_address_but_its_number(ann: Client, page: str) -> None:
    assert ann.get(page).status_code == 404


@pytest.mark.parametrize("role", ["therapist", "staff", "prescriber"])
def test_the_practice_answers_no_questions(cast: Cast, role: str) -> None:
    client = signed_in_as(getattr(cast, role))
    for number in range(1, 11):
        assert client.get(f"/my/questions/{number}/").status_code == 403


def test_finishing_later_in_a_second_tab_leads_to_what_was_sent(ann: Client) -> None:
    ann.post(HEALTH, NO_HEART | {"send": "yes"})
    page = ann.post(HEALTH, {"heart": "yes", "later": "yes"}, follow=True)
    assert "We already have this page" in page.content.decode()


def test_a_part_that_does_not_exist_has_no_address() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("my_page", args=["nonsense"])
