"""An answer that cannot wait: told at once, passed on when nobody takes it up, once each, never with a word of why."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import psycopg
import pytest
import time_machine
from django.db import ProgrammingError, transaction
from django.test import Client

from accounts.actions import add_cover
from accounts.actor import as_actor
from accounts.clock import practice_zone
from accounts.models import Cover, User
from accounts.watching import watch_lines
from clients import actions as clients
from clients.rules import SafeChoices
from outbox.models import Message
from screening import actions, tasks
from screening.gather import on_call, safety_waiting
from screening.models import CallRequest, Hold, SafetyTask, SafetyTaskDone, SafetyWatch
from tests.cast import NOON, Cast, signed_in_as
from tests.proofs import proved_as
from tests.screening.measures import sent_measure
from tests.states import ANSWERS, answered

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


def listed(cast: Cast, day: int = 0, **given: object) -> None:
    """An entry of the list of days, from which partners read whom to call; by itself the prescriber's own day."""
    facts = {"away": None, "name": "Dr Lee", "phone": "+15105550177", "user": cast.prescriber} | given
    on = NOON.date() + timedelta(days=day)
    with as_actor(cast.therapist):
        add_cover(**facts, starts_on=on, ends_on=on, by=cast.therapist, at=NOON)  # type: ignore[arg-type]  # a table of facts


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ({}, "Ruth Lee"),
        ({"user": None}, "Otto Brandt"),
        ({"day": 1}, "Otto Brandt"),
        ({"day": -1}, "Otto Brandt"),
        ({"away": "therapist", "user": None}, "Otto Brandt"),
    ],
)
def test_the_list_of_days_says_who_is_on_call_and_the_standing_clinician_where_it_names_nobody(
    cast: Cast, task: SafetyTask, entry: dict[str, Any], name: str
) -> None:
    listed(cast, **entry | ({"away": cast.therapist} if "away" in entry else {}))
    with as_actor(cast.therapist):
        found = on_call(NOON.date())
    assert found is not None
    assert (found.user.name, found.minutes) == (name, 60)
    actions.watch_safety(at=NOON + 60 * MINUTE)
    assert told(cast) == ["Maya Okafor", name]
    with time_machine.travel(NOON, tick=False):
        page = proved_as(cast.therapist).get("/practice/on-call/").content.decode()
    assert f'<span class="strong">{name}</span> is told after 60 minutes.' in page


def test_whom_partners_call_after_hours_is_whom_the_task_goes_to(cast: Cast, task: SafetyTask) -> None:
    """Of several entries of one day both mean the same one."""
    listed(cast, name="Otto Brandt", user=cast.other_therapist)
    listed(cast)
    with as_actor(cast.therapist):
        facts = [one.facts() for one in Cover.objects.standing(NOON.date())]
        found = on_call(NOON.date())
    lines = watch_lines(
        ((time(9), time(17)),) * 7, facts, NOON + timedelta(hours=9), practice_zone(), after_hours="+15105550109"
    )
    assert found is not None
    assert lines[-1].text.startswith(found.user.name)


def test_a_clinician_who_left_is_told_nothing(cast: Cast, task: SafetyTask) -> None:
    listed(cast)
    with as_actor(role="door"):
        User.objects.filter(pk=cast.prescriber.pk).update(is_active=False)
    actions.watch_safety(at=NOON + 60 * MINUTE)
    assert told(cast) == ["Maya Okafor", "Otto Brandt"]


def test_an_open_task_follows_whoever_is_on_call(cast: Cast, task: SafetyTask) -> None:
    actions.watch_safety(at=NOON + 60 * MINUTE)
    listed(cast, day=1)
    actions.watch_safety(at=NOON + timedelta(days=1))
    assert told(cast) == ["Maya Okafor", "Otto Brandt", "Ruth Lee"]
    for somebody, sees in ((cast.prescriber, 1), (cast.other_therapist, 0)):
        with as_actor(somebody):
            assert len(safety_waiting(somebody)) == sees
    with as_actor(cast.therapist):
        now = SafetyTask.objects.get()
    assert (now.passed_on_at, now.passed_on_to_id) == (NOON + 60 * MINUTE, cast.prescriber.pk)


# decisions.md 1.11: item 9, and what is asked of the same in the health pages (domain.md 1.1, C14), go one way.
DANGER: dict[str, Callable[[Cast], object]] = {
    "item 9": lambda cast: sent_measure(cast, cast.ann, item_9=1),
    **{
        f"health page: {name}": lambda cast, given=given: answered(cast.ann, NOON, mind=given)  # type: ignore[misc]  # bound now
        for name, given in {
            "passing": {"suicide": "yes", "suicide_more": "passing"},
            "a plan": {"suicide": "yes", "suicide_more": "plan"},
            "unsure": {"suicide": "unsure"},
            "would rather talk": {"suicide": "talk"},
        }.items()
    },
    "since last asked": lambda cast: changed_to(cast, change_suicide="yes"),
}


def changed_to(cast: Cast, **answers: str) -> None:
    with as_actor(cast.ann.user):
        actions.report_change(partner=cast.ann, answers=answers, by=cast.ann.user, at=NOON)


@pytest.mark.parametrize("how", DANGER)
def test_whatever_tells_of_danger_goes_the_same_way(cast: Cast, how: str) -> None:
    with as_actor(cast.therapist):
        actions.name_safety_watch(user=cast.other_therapist, minutes=60, by=cast.therapist, at=NOON - MINUTE)
    DANGER[how](cast)
    with as_actor(cast.therapist):
        assert SafetyTask.objects.open().count() == 1
        assert list(Hold.objects.active().values_list("scope", flat=True)) == ["clinical"]
        assert not CallRequest.objects.exists()
    assert actions.watch_safety(at=NOON) == 1
    assert told(cast) == ["Maya Okafor"]
    actions.watch_safety(at=NOON + 60 * MINUTE)
    assert told(cast) == ["Maya Okafor", "Otto Brandt"]


def test_a_plain_no_makes_no_task_and_wakes_the_sweep_all_the_same(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[str] = []
    monkeypatch.setattr("screening.actions.answers.wake", woken.append)
    answered(cast.ann, NOON)
    changed_to(cast, change_suicide="no", change_words="A cold.")
    with as_actor(cast.therapist):
        assert not SafetyTask.objects.exists()
    assert len(woken) == len(ANSWERS) + 1


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
