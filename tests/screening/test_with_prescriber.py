"""Question and answer between prescriber and therapist about one person, and stopping a clearance."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actor import as_actor
from screening import actions
from screening.gather import waiting_for_prescriber, waiting_for_therapist
from screening.models import ClearanceSuspension, WordToPrescriber
from tests.cast import NOON, Cast, signed_in_as
from tests.states import answered, given_clearance, referred

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def asked(cast: Cast) -> Cast:
    """Ann is referred, and the prescriber asks something of the therapist."""
    answered(cast.ann, NOON - HOUR)
    referred(cast, cast.ann, NOON - HOUR)
    said(cast, "ask", "CANARY-QUESTION", hours=0)
    return cast


def said(cast: Cast, kind: str, words: str, *, hours: int) -> None:
    with as_actor(cast.prescriber):
        actions.reply(partner=cast.ann, kind=kind, words=words, by=cast.prescriber, at=NOON + hours * HOUR)


def wrote(cast: Cast, kind: str = "answer", *, hours: int) -> None:
    with as_actor(cast.therapist):
        actions.write_to_prescriber(
            partner=cast.ann, kind=kind, words="She measured at home.", by=cast.therapist, at=NOON + hours * HOUR
        )


def tasks(cast: Cast) -> tuple[list[str], list[str]]:
    """What waits for the therapist, and what for the prescriber."""
    with as_actor(cast.therapist):
        hers = [str(item.kind) for item in waiting_for_therapist(cast.therapist) if "prescriber" in item.kind]
    with as_actor(cast.prescriber):
        return hers, [str(item.kind) for item in waiting_for_prescriber(cast.prescriber, NOON + 9 * HOUR)]


def url(cast: Cast, name: str = "with_prescriber") -> str:
    return reverse(name, args=[cast.ann.pk])


def test_a_question_waits_for_the_therapist_and_its_answer_for_the_prescriber(asked: Cast) -> None:
    assert tasks(asked) == (["prescriber_asked"], [])
    wrote(asked, hours=1)
    assert tasks(asked) == ([], ["answered"])
    said(asked, "ask", "And the pulse?", hours=2)
    assert tasks(asked) == (["prescriber_asked"], [])


def test_a_clearance_ends_the_asking(asked: Cast) -> None:
    wrote(asked, hours=1)
    given_clearance(asked, asked.ann, NOON + 2 * HOUR)
    assert tasks(asked) == ([], [])


def test_not_now_waits_until_the_therapist_asks_to_look_again(asked: Cast) -> None:
    said(asked, "decline", "Not with this pressure.", hours=1)
    assert tasks(asked) == (["prescriber_declined"], [])
    wrote(asked, "again", hours=2)
    assert tasks(asked) == ([], ["asked_again"])


def test_a_prescriber_takes_not_now_back_and_has_to_evaluate(asked: Cast) -> None:
    said(asked, "decline", "Not with this pressure.", hours=1)
    said(asked, "reopen", "I look again.", hours=2)
    assert tasks(asked) == ([], ["to_evaluate"])


def test_each_reads_what_the_other_wrote(asked: Cast) -> None:
    maya, ruth = signed_in_as(asked.therapist), signed_in_as(asked.prescriber)
    page = maya.get(url(asked)).content.decode()
    assert "CANARY-QUESTION" in page
    assert "Waits for your answer" in page
    assert maya.post(url(asked), {"words": " "}).status_code == 422
    answer = maya.post(url(asked), {"words": "An ECG is on its way."}, follow=True).content.decode()
    assert "Sent to the prescriber of Ann." in answer
    assert "An ECG is on its way." in ruth.get(url(asked, "clearance")).content.decode()


def test_the_words_lie_encrypted(asked: Cast) -> None:
    from django.db import connection  # noqa: PLC0415 - this test only

    wrote(asked, hours=1)
    with as_actor(asked.therapist), connection.cursor() as cursor:
        cursor.execute("select words from screening_wordtoprescriber")
        assert cursor.fetchone()[0].startswith("gAAAA")


def test_a_second_click_writes_once_and_nobody_is_written_to_without_a_referral(cast: Cast) -> None:
    with as_actor(cast.therapist), pytest.raises(actions.NobodyToTell):
        actions.write_to_prescriber(partner=cast.ann, kind="answer", words="x", by=cast.therapist, at=NOON)
    maya = signed_in_as(cast.therapist)
    assert maya.post(url(cast), {"words": "x"}).status_code == 422
    referred(cast, cast.ann)
    key = {"key": "6b2a5d5e-8f0e-4a37-9d0a-0f6e3b0d6a11"}
    for _ in range(2):
        assert maya.post(url(cast), {"words": "x"} | key).status_code == 302
    with as_actor(cast.therapist):
        assert WordToPrescriber.objects.count() == 1


def test_asking_again_is_what_is_sent_after_not_now(asked: Cast) -> None:
    said(asked, "decline", "Not with this pressure.", hours=1)
    signed_in_as(asked.therapist).post(url(asked), {"words": "Her pressure is settled."})
    with as_actor(asked.therapist):
        assert WordToPrescriber.objects.get().kind == "again"


@pytest.mark.parametrize("who", ["staff", "ann", "ben"])
def test_nobody_else_reads_a_word_of_it(asked: Cast, who: str) -> None:
    wrote(asked, hours=1)
    somebody = getattr(asked, who)
    with as_actor(getattr(somebody, "user", somebody)):
        assert not WordToPrescriber.objects.exists()


def test_the_therapist_stops_a_clearance_on_the_prescribers_word(cast: Cast) -> None:
    referred(cast, cast.ann)
    given_clearance(cast, cast.ann)
    maya: Client = signed_in_as(cast.therapist)
    stop = url(cast, "suspend_clearance")
    assert maya.get(stop).status_code == 302
    assert maya.post(stop, {"reason": ""}).status_code == 422
    page = maya.post(stop, {"reason": "Dr Lee called."}, follow=True).content.decode()
    assert "Dr Lee called." in page
    with as_actor(cast.therapist):
        assert ClearanceSuspension.objects.get().by == cast.therapist


def test_there_is_nothing_to_stop_without_a_clearance(cast: Cast) -> None:
    assert signed_in_as(cast.therapist).post(url(cast, "suspend_clearance"), {"reason": "x"}).status_code == 302
