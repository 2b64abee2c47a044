"""An answer that cannot wait: told at once, passed on when nobody takes it up, once each, never with a word of why."""

from datetime import timedelta

import psycopg
import pytest
from django.db import ProgrammingError, transaction
from django.test import Client

from accounts.actor import as_actor
from clients import actions as clients
from clients.rules import SafeChoices
from outbox.models import Message
from screening import actions, tasks
from screening.gather import safety_waiting
from screening.models import Hold, SafetyTask, SafetyTaskDone, SafetyWatch
from tests.cast import NOON, Cast, signed_in_as
from tests.proofs import proved_as
from tests.screening.measures import sent_measure

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def task(cast: Cast) -> SafetyTask:
    """Ann answered item 9; Otto, who does not care for her, is on call after an hour."""
    with as_actor(cast.therapist):
        actions.name_safety_watch(user=cast.other_therapist, minutes=60, by=cast.therapist, at=NOON - MINUTE)
    sent_measure(cast, cast.ann, item_9=2)
    with as_actor(cast.therapist):
        return SafetyTask.objects.get()


def told(cast: Cast) -> list[str]:
    with as_actor(cast.staff):
        return sorted(Message.objects.filter(kind="safety").values_list("person__name", flat=True))


def test_the_therapist_is_told_at_once_and_the_clinician_on_call_after_the_hour(cast: Cast, task: SafetyTask) -> None:
    for minutes, expected in ((0, ["Maya Okafor"]), (59, ["Maya Okafor"]), (60, ["Maya Okafor", "Otto Brandt"])):
        assert actions.watch_safety(at=NOON + minutes * MINUTE) == 1
        assert told(cast) == expected
    actions.watch_safety(at=NOON + 90 * MINUTE)
    assert len(told(cast)) == 2
    with as_actor(cast.therapist):
        assert SafetyTask.objects.get().passed_on_at == NOON + 60 * MINUTE


def test_no_mail_says_whom_it_is_about_or_why(cast: Cast, task: SafetyTask) -> None:
    actions.watch_safety(at=NOON + 60 * MINUTE)
    with as_actor(cast.staff):
        for message in Message.objects.filter(kind="safety"):
            words = f"{message.subject} {message.body}".casefold()
            for told in ("ann", "archer", "answer", "harm", "phq", "mood", "partner", "safety"):
                assert told not in words.replace("cannot", "")


def test_what_was_taken_up_is_not_passed_on(cast: Cast, task: SafetyTask) -> None:
    with as_actor(cast.therapist):
        actions.take_up(task=task, words="Called. Safe tonight.", by=cast.therapist, at=NOON + MINUTE)
        with pytest.raises(actions.AlreadyTakenUp, match="Somebody took this up meanwhile"):
            actions.take_up(task=task, words="Called.", by=cast.therapist, at=NOON + MINUTE)
        assert Hold.objects.active().filter(scope=Hold.Scope.CLINICAL).exists()
    assert actions.watch_safety(at=NOON + 60 * MINUTE) == 0
    assert told(cast) == []


def test_without_somebody_on_call_the_therapist_alone_is_told(cast: Cast) -> None:
    sent_measure(cast, cast.ann, item_9=1)
    actions.watch_safety(at=NOON + 600 * MINUTE)
    assert told(cast) == ["Maya Okafor"]


def test_the_newest_entry_says_who_is_on_call(cast: Cast, task: SafetyTask) -> None:
    with as_actor(cast.therapist):
        actions.name_safety_watch(user=cast.prescriber, minutes=5, by=cast.therapist, at=NOON)
    actions.watch_safety(at=NOON + 5 * MINUTE)
    assert told(cast) == ["Maya Okafor", "Ruth Lee"]


def test_the_sweep_runs_it(cast: Cast, task: SafetyTask) -> None:
    tasks.watch_safety()
    assert "Maya Okafor" in told(cast)


def test_only_what_was_passed_on_is_seen_by_the_clinician_on_call_and_nothing_else_of_the_record(
    cast: Cast, task: SafetyTask
) -> None:
    with as_actor(cast.other_therapist):
        assert safety_waiting(cast.other_therapist) == []
    actions.watch_safety(at=NOON + 60 * MINUTE)
    with as_actor(cast.other_therapist):
        ((_, whom),) = safety_waiting(cast.other_therapist)
        assert (whom.called, whom.phone, whom.voicemail, whom.own) == ("Ann", cast.ann.phone, False, None)
    for somebody in (cast.staff, cast.prescriber, cast.ann.user, cast.ben.user):
        with as_actor(somebody):
            assert safety_waiting(somebody) == []
            assert not SafetyTask.objects.exists()


def test_the_clinician_on_call_is_given_the_safe_number(cast: Cast, task: SafetyTask) -> None:
    with as_actor(cast.ann.user):
        choices = SafeChoices(phone="+15105550142", voicemail=True)
        clients.set_safe_contact(partner=cast.ann, choices=choices, phrase="", by=cast.ann.user, at=NOON)
    actions.watch_safety(at=NOON + 60 * MINUTE)
    with as_actor(cast.other_therapist):
        ((_, whom),) = safety_waiting(cast.other_therapist)
    assert (whom.phone, whom.voicemail) == ("+15105550142", True)


def test_the_task_has_a_page_for_the_therapist_and_one_for_the_clinician_on_call(cast: Cast, task: SafetyTask) -> None:
    url = f"/waiting/{task.pk}/"
    otto, maya = signed_in_as(cast.other_therapist), signed_in_as(cast.therapist)
    assert otto.get(url).status_code == 404
    assert "Speak with Ann today" in maya.get("/today/").content.decode()
    actions.watch_safety(at=NOON + 60 * MINUTE)
    page = otto.get(url).content.decode()
    assert "Leave no voicemail." in page
    assert "Read the answers" not in page
    assert "Read the answers" in maya.get(url).content.decode()
    assert otto.post(url, {"words": ""}).status_code == 422
    assert otto.post(url, {"words": "Called. Her sister is with her."}).headers["Location"] == url
    for client in (otto, maya):
        page = client.get(url).content.decode()
        assert "Her sister is with her." in page
        assert "Otto Brandt" in page
        assert client.post(url, {"words": "Again."}).status_code == 200
    assert "Speak with Ann today" not in maya.get("/today/").content.decode()
    with as_actor(cast.therapist):
        assert SafetyTaskDone.objects.count() == 1


def test_a_prescriber_on_call_finds_it_on_the_own_start_page(cast: Cast, task: SafetyTask) -> None:
    with as_actor(cast.therapist):
        actions.name_safety_watch(user=cast.prescriber, minutes=5, by=cast.therapist, at=NOON)
    actions.watch_safety(at=NOON + 5 * MINUTE)
    ruth = signed_in_as(cast.prescriber)
    assert "Speak with Ann today." in ruth.get("/referrals/").content.decode()
    assert ruth.get(f"/waiting/{task.pk}/").status_code == 200


def test_who_is_on_call_is_set_by_a_proved_therapist(cast: Cast) -> None:
    given = {"user": str(cast.prescriber.pk), "minutes": "45"}
    assert Client().post("/practice/on-call/", given).status_code == 302
    maya = proved_as(cast.therapist)
    for wrong in ({"minutes": "45"}, given | {"minutes": "4"}, given | {"user": str(cast.staff.pk)}):
        assert maya.post("/practice/on-call/", wrong).status_code == 422
    page = maya.post("/practice/on-call/", given, follow=True).content.decode()
    assert "is told after 45 minutes" in page
    with as_actor(cast.therapist):
        assert SafetyWatch.objects.get().set_by == cast.therapist


@pytest.mark.parametrize("who", ["ann", "ben", "staff", "prescriber", "other_therapist"])
def test_nobody_else_takes_it_up_past_every_form(cast: Cast, task: SafetyTask, who: str) -> None:
    somebody = getattr(cast, who)
    user = getattr(somebody, "user", somebody)
    row = SafetyTaskDone(task_id=task.pk, partner_id=cast.ann.pk, words="x", at=NOON, by=user)
    with as_actor(user), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_the_word_of_what_was_done_lies_encrypted(cast: Cast, superuser: psycopg.Connection) -> None:
    sent_measure(cast, cast.ann, item_9=1)
    with as_actor(cast.therapist):
        actions.take_up(task=SafetyTask.objects.get(), words="CANARY", by=cast.therapist, at=NOON)
    for table, column in (("screening_safetytaskdone", "words"), ("screening_measureanswers", "body")):
        for (body,) in superuser.execute(f"select {column} from {table}").fetchall():
            assert body.startswith("gAAAA")
