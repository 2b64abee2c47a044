"""A questionnaire on its person's own phone: kept, sent, refused in words, and the same page whatever was answered."""

import re
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from accounts.actor import as_actor
from screening.models import Draft, Hold, Measure, MeasureAnswers, MeasureReceipt
from tests.cast import NOON, Cast, signed_in_as
from tests.pages import without_tokens
from tests.screening.measures import asked_measure
from tests.states import HOUR, answered, told

pytestmark = pytest.mark.django_db
ALL_ONE = {f"item_{number}": "1" for number in range(1, 10)} | {"item_9": "0"}
HARK_NO = {f"item_{number}": "0" for number in range(1, 5)}
HARK_YES = HARK_NO | {"item_2": "1"}
NEXT = "/my/next/?part=2"
WAYS = [HARK_NO, HARK_YES, {"skip": "yes"}]


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with time_machine.travel(NOON + HOUR, tick=False):
        yield


def text(client: Client, url: str) -> str:
    """A page without what is new in every request."""
    page = without_tokens(client.get(url).content.decode())
    return re.sub(r'name="key" value="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}', "", page)


def ann_at(cast: Cast, name: str) -> tuple[Client, str]:
    measure = asked_measure(cast, cast.ann, name)
    return signed_in_as(cast.ann.user), f"/my/asked/{measure.pk}/"


def test_a_questionnaire_repeats_its_stem_and_numbers_its_questions(cast: Cast) -> None:
    client, url = ann_at(cast, "phq-9")
    page = text(client, url)
    assert page.count("how often have you been bothered") == 9
    assert "1 of 10" in page
    assert "Read by: your therapist and the prescriber." in page
    assert "<title>Questions - Harbor</title>" in page
    for word in ("PHQ", "depression", "ketamine"):
        assert word not in page.split("<footer")[0].replace("Developed by", "")


def test_it_is_sent_and_never_shown_again(cast: Cast) -> None:
    client, url = ann_at(cast, "phq-9")
    assert client.post(url, ALL_ONE).headers["Location"] == NEXT
    page = text(client, url)
    assert "Answered on" in page
    assert 'type="radio"' not in page
    assert client.post(url, ALL_ONE).headers["Location"] == url
    with as_actor(cast.therapist):
        assert MeasureAnswers.objects.count() == 1


def test_a_blank_is_asked_for_by_its_words_and_nothing_is_lost(cast: Cast) -> None:
    client, url = ann_at(cast, "phq-9")
    page = client.post(url, ALL_ONE | {"item_3": ""})
    assert page.status_code == 422
    words = page.content.decode()
    assert "Choose an answer: “Trouble falling or staying asleep, or sleeping too much”" in words
    assert len(re.findall(r"<input type=\"radio\"[^>]* checked", words)) == 8


@pytest.mark.parametrize("value", ["4", "-1", "x", "1.0"])
def test_what_is_no_answer_is_refused(cast: Cast, value: str) -> None:
    client, url = ann_at(cast, "phq-9")
    page = client.post(url, ALL_ONE | {"item_3": value})
    assert page.status_code == 422
    assert "Choose one of the answers shown." in page.content.decode()


def test_it_is_kept_for_later_and_by_script(cast: Cast) -> None:
    client, url = ann_at(cast, "phq-9")
    assert client.post(url, {"item_1": "3", "later": "yes", "version": "0"}).headers["Location"] == "/my/"
    assert " checked" in text(client, url)
    kept = client.post(url, {"item_1": "2", "version": "1"}, headers={"X-Autosave": "yes"})
    assert kept.json() == {"saved_at": kept.json()["saved_at"], "version": 2}
    assert client.post(url, {"item_1": "2", "version": "1"}, headers={"X-Autosave": "yes"}).status_code == 409
    late = client.post(url, {"item_1": "0", "version": "1", "later": "yes"})
    assert late.status_code == 409
    assert "You saved this page in another tab since." in late.content.decode()
    client.post(url, ALL_ONE)
    assert client.post(url, {"item_1": "2", "version": "2"}, headers={"X-Autosave": "yes"}).status_code == 409
    assert client.post(url, {"item_1": "2", "later": "yes"}).headers["Location"] == url


@pytest.mark.parametrize("item_9", ["1", "2", "3"])
def test_item_9_leads_at_once_to_whom_to_call_and_that_nobody_reads_tonight(cast: Cast, item_9: str) -> None:
    client, url = ann_at(cast, "phq-9")
    assert client.post(url, ALL_ONE | {"item_9": item_9}).headers["Location"] == "/my/help/now/"
    page = text(client, "/my/help/now/")
    assert "Call or text 988 now" in page
    assert "Nobody reads this tonight" in page
    assert "Leave this page" in page
    with as_actor(cast.therapist):
        assert Hold.objects.active().filter(scope=Hold.Scope.CLINICAL).count() == 1


@pytest.mark.parametrize(("instrument", "times"), [("phq-9", 1), ("gad-7", 0)])
def test_whom_to_call_stands_beside_item_9_before_any_answer(cast: Cast, instrument: str, times: int) -> None:
    client, url = ann_at(cast, instrument)
    assert text(client, url).count("If it is hard right now, do not wait for us.") == times


@pytest.mark.parametrize("instrument", ["phq-9", "audit-c", "hark", "pulse"])
def test_a_questionnaire_says_why_it_is_asked_and_that_one_may_rather_talk(cast: Cast, instrument: str) -> None:
    client, url = ann_at(cast, instrument)
    assert "Why we ask" in text(client, url)
    assert "I would rather talk" in text(client, url)


def test_what_counts_as_a_drink_is_said_before_it_is_asked_how_many(cast: Cast) -> None:
    client, url = ann_at(cast, "audit-c")
    assert "Consider a “drink” to be a can or bottle of beer" in text(client, url)


def test_after_it_the_own_list_and_the_page_look_as_for_anybody(cast: Cast) -> None:
    seen = []
    for partner, item_9 in ((cast.ann, "0"), (cast.ben, "3")):
        measure = asked_measure(cast, partner)
        client = signed_in_as(partner.user)
        client.post(f"/my/asked/{measure.pk}/", ALL_ONE | {"item_9": item_9})
        pages = (text(client, "/my/"), text(client, f"/my/asked/{measure.pk}/"), text(client, "/my/help/now/"))
        seen.append([page.replace(partner.called, "") for page in pages])
    assert seen[0] == seen[1]


def test_it_leads_on_to_the_next_open_questionnaire_as_topics_do(cast: Cast) -> None:
    answered(cast.ann)
    told(cast.ann)
    following = f"/my/asked/{asked_measure(cast, cast.ann, 'gad-7', NOON).pk}/"
    client, url = ann_at(cast, "phq-9")
    page = client.post(url, ALL_ONE, follow=True)
    assert [where for where, _ in page.redirect_chain] == [NEXT, following]
    assert "Received." in page.content.decode()


def test_no_event_is_done_with_one_answer(cast: Cast) -> None:
    client, url = ann_at(cast, "pc-ptsd-5")
    assert client.post(url, {"item_exposure": "0", "item_2": "1"}).headers["Location"] == NEXT
    assert "Answered on" in text(client, url)


def test_the_first_question_does_not_go_on_from_the_words_of_the_others(cast: Cast) -> None:
    client, url = ann_at(cast, "pc-ptsd-5")
    page = text(client, url)
    assert page.count("In the past month, have you:") == 5
    assert page.index("Have you ever experienced") < page.index("In the past month, have you:")


def test_an_event_asks_for_the_others(cast: Cast) -> None:
    client, url = ann_at(cast, "pc-ptsd-5")
    page = client.post(url, {"item_exposure": "1", "item_2": "1"})
    assert page.status_code == 422
    assert page.content.decode().count("Choose an answer: “") == 8  # four, each in the summary and beside its field
    assert client.post(url, {}).status_code == 422


def test_nobody_opens_what_was_asked_of_the_other_or_taken_back_or_later(cast: Cast) -> None:
    ann, url = ann_at(cast, "phq-9")
    assert signed_in_as(cast.ben.user).get(url).status_code == 404
    assert ann.get(f"/my/asked/{uuid4()}/").status_code == 404
    with time_machine.travel(NOON - HOUR):
        assert signed_in_as(cast.ann.user).get(url).status_code == 404
    with as_actor(cast.therapist):
        Measure.objects.update(withdrawn_at=NOON, withdrawn_by=cast.therapist)
    assert ann.get(url).status_code == 404


def test_a_private_one_asks_first_whether_one_is_alone(cast: Cast) -> None:
    client, url = ann_at(cast, "hark")
    page = text(client, url)
    assert "Are you alone, and is this device yours?" in page
    assert "keeps no secrets" in page
    assert "humiliated" not in page
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"alone": "no"}).headers["Location"] == f"{url}?part=3"
    assert "Another time, then" in text(client, f"{url}?part=3")
    assert client.post(url, {"alone": "yes"}).headers["Location"] == f"{url}?part=2"
    page = text(client, f"{url}?part=2")
    assert "humiliated" in page
    assert "BMC Family Practice 2007, 8:49. CC BY 2.0" in page
    assert "data-autosave" not in page
    assert "Save and finish later" not in page
    assert client.post(f"{url}?part=2", HARK_NO | {"item_1": ""}).status_code == 422
    with as_actor(cast.ann.user):
        assert not Draft.objects.exists()
        assert not MeasureReceipt.objects.exists()


@pytest.mark.parametrize("way", WAYS, ids=["no", "yes", "left out"])
def test_every_way_counts_as_done_and_a_second_click_says_nothing(cast: Cast, way: dict[str, str]) -> None:
    client, url = ann_at(cast, "hark")
    for _ in range(2):
        assert client.post(f"{url}?part=2", way | {"shown": "1"}).headers["Location"] == NEXT
    assert "Answered on" in text(client, f"{url}?part=2")
    with as_actor(cast.therapist):
        assert MeasureAnswers.objects.count() == 1
        assert Hold.objects.filter(scope=Hold.Scope.SAFETY).count() == (way != HARK_NO)


def test_what_comes_back_is_the_same_to_the_byte_for_every_way(cast: Cast) -> None:
    replies, pages = set(), set()
    asked_measure(cast, cast.ann, "hark")
    asked_measure(cast, cast.cat, "hark")
    for partner, way in zip((cast.ann, cast.ben, cast.cat), WAYS, strict=True):
        with as_actor(partner.user):
            url = f"/my/asked/{Measure.objects.get(partner=partner).pk}/"
        client = signed_in_as(partner.user)
        reply = client.post(f"{url}?part=2", way)
        replies.add((reply.status_code, reply.headers["Location"], reply.content, tuple(sorted(reply.headers))))
        page = f"{text(client, url)}{text(client, '/my/')}"
        for name in (partner.called, cast.therapist.name, cast.other_therapist.name):
            page = page.replace(name, "")
        pages.add(page)
    assert len(replies) == 1
    assert len(pages) == 1


@pytest.mark.parametrize("way", WAYS, ids=["no", "yes", "left out"])
def test_the_other_partner_sees_the_very_same_pages_before_and_after(cast: Cast, way: dict[str, str]) -> None:
    ann, url = ann_at(cast, "hark")
    ben = signed_in_as(cast.ben.user)
    with as_actor(cast.ben.user):
        own = f"/my/asked/{Measure.objects.get(partner=cast.ben).pk}/"
    pages = ("/my/", own, f"{own}?part=2", "/my/appointments/", "/my/help/now/")
    before = [text(ben, page) for page in pages]
    ann.post(f"{url}?part=2", way)
    assert [text(ben, page) for page in pages] == before


def test_a_pulse_is_a_scale_and_shows_no_norm(cast: Cast) -> None:
    client, url = ann_at(cast, "pulse")
    page = text(client, f"{url}?part=2")
    assert "choices-scale" in page
    assert page.count('type="radio"') == 55
