"""What can be done in screening, by what it refuses."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.actor import as_actor
from screening import actions
from screening.gather import person_facts
from screening.models import (
    Clearance,
    Decision,
    Draft,
    Hold,
    PrescriberReply,
    PrivateCheck,
    SealedAnswer,
    Submission,
)
from screening.rules.pages import HEALTH_PAGES, RETIRED
from tests.cast import NOON, Cast
from tests.states import (
    HOUR,
    NO_HEART,
    NO_TO_ALL,
    ORDER,
    REASSURING,
    answered,
    cleared,
    given_clearance,
    goes_on,
    referred,
)

pytestmark = pytest.mark.django_db


def send(cast: Cast, page: str, answers: dict[str, str], **more: Any) -> None:
    with as_actor(cast.ann.user):
        actions.send_page(partner=cast.ann, page=page, answers=answers, by=cast.ann.user, at=NOON, **more)


def add(cast: Cast, page: str, answers: dict[str, str], **more: Any) -> None:
    with as_actor(cast.ann.user):
        actions.add_to_page(
            partner=cast.ann, page=page, answers=answers, by=cast.ann.user, **{"at": NOON + 4 * HOUR} | more
        )


def save(cast: Cast, version: int, answers: dict[str, str], page: str = "heart") -> int:
    with as_actor(cast.ann.user):
        return actions.save_draft(
            partner=cast.ann, page=page, answers=answers, version=version, by=cast.ann.user, at=NOON
        )


def check(cast: Cast, finding: str = "safe", after: timedelta = HOUR) -> PrivateCheck:
    with as_actor(cast.therapist):
        return actions.record_private_check(
            partner=cast.ann, how="by_voice", finding=finding, words="CANARY", by=cast.therapist, at=NOON + after
        )


def decide(cast: Cast, outcome: str = "go_on", after: timedelta = 2 * HOUR, **more: Any) -> Decision:
    with as_actor(cast.therapist):
        return actions.decide(
            partner=cast.ann, outcome=outcome, reason="Why", by=cast.therapist, at=NOON + after, **more
        )


def holds(cast: Cast) -> list[str]:
    with as_actor(cast.therapist):
        return sorted(Hold.objects.active().filter(partner=cast.ann).values_list("scope", flat=True))


def test_a_page_is_sealed_with_its_words_out_of_plain_sight(cast: Cast) -> None:
    send(cast, "heart", NO_HEART)
    with as_actor(cast.therapist):
        sealed = SealedAnswer.objects.get()
        assert json.loads(sealed.body) == NO_HEART
        assert Submission.objects.get().pk == sealed.submission_id
        with connection.cursor() as cursor:
            cursor.execute("select body from screening_sealedanswer")
            assert "blood_pressure" not in cursor.fetchone()[0]


def test_a_page_is_sent_once(cast: Cast) -> None:
    send(cast, "heart", NO_HEART)
    with pytest.raises(actions.AlreadyReceived):
        send(cast, "heart", NO_HEART)
    with as_actor(cast.therapist):
        assert SealedAnswer.objects.count() == 1


def test_sending_ends_the_draft(cast: Cast) -> None:
    save(cast, 0, {"heart": "yes"})
    send(cast, "heart", NO_HEART)
    with as_actor(cast.ann.user):
        assert not Draft.objects.exists()


def test_a_draft_after_sending_is_refused(cast: Cast) -> None:
    send(cast, "heart", NO_HEART)
    with pytest.raises(actions.AlreadyReceived):
        save(cast, 0, {"heart": "yes"})


def test_a_draft_counts_its_versions_and_an_old_tab_is_told(cast: Cast) -> None:
    assert save(cast, 0, {"heart": "yes"}) == 1
    assert save(cast, 1, {"heart": "no"}) == 2
    for stale in (0, 1):
        with pytest.raises(actions.DraftChanged) as refusal:
            save(cast, stale, {"heart": "unsure"})
        assert refusal.value.version == 2
    with as_actor(cast.ann.user):
        assert json.loads(Draft.objects.get().answers) == {"heart": "no"}


@pytest.mark.parametrize("page", ["private", "issues"])
def test_a_private_page_is_never_kept_half_done(cast: Cast, page: str) -> None:
    with pytest.raises(ValueError, match="never kept"):
        save(cast, 0, {}, page)


def test_a_first_health_page_opens_no_hold_but_an_addition_does(cast: Cast) -> None:
    send(cast, "heart", NO_HEART | {"stroke": "yes"})
    assert holds(cast) == []
    add(cast, "heart", {"words": "A new medicine"})
    assert holds(cast) == ["clinical"]


def test_an_addition_is_received_once_for_each_key(cast: Cast) -> None:
    send(cast, "heart", NO_HEART)
    key = uuid4()
    add(cast, "heart", {"words": "More"}, key=key)
    with pytest.raises(actions.AlreadyReceived):
        add(cast, "heart", {"words": "More"}, key=key)
    add(cast, "heart", {"words": "More"}, key=uuid4())
    with as_actor(cast.ann.user):
        assert Submission.objects.filter(is_addition=True).count() == 2


@pytest.mark.parametrize(
    "answers", [REASSURING | {"safe_home": "no"}, REASSURING | {"pressed": "unsure"}, {"skipped": "yes"}]
)
def test_a_private_answer_of_concern_opens_a_safety_hold(cast: Cast, answers: dict[str, str]) -> None:
    send(cast, "private", answers)
    assert holds(cast) == ["safety"]


def test_reassuring_private_answers_open_none_and_clear_nothing(cast: Cast) -> None:
    send(cast, "private", {"skipped": "yes"})
    with as_actor(cast.ann.user):
        actions.send_or_add(
            partner=cast.ann, page="private", answers=REASSURING, by=cast.ann.user, at=NOON + HOUR, key=uuid4()
        )
    assert holds(cast) == ["safety"]


def test_ranking_again_opens_no_hold(cast: Cast) -> None:
    send(cast, "issues", {"first": "grief"})
    add(cast, "issues", {"first": "spark"})
    assert holds(cast) == []


def test_sending_takes_the_same_statements_whatever_was_answered(cast: Cast) -> None:
    taken = []
    for partner, answers in ((cast.ann, REASSURING), (cast.ben, REASSURING | {"safe_home": "no"})):
        with as_actor(partner.user), CaptureQueriesContext(connection) as queries:
            actions.send_or_add(partner=partner, page="private", answers=answers, by=partner.user, at=NOON)
        taken.append(
            [re.sub(r"'[^']*'|\"s\d+_x\d+\"", "?", query["sql"]).replace("true", "false") for query in queries]
        )
    assert taken[0] == taken[1]


def test_the_second_of_two_tabs_is_not_lost(cast: Cast) -> None:
    for answers in (REASSURING, REASSURING | {"safe_home": "no"}):
        with as_actor(cast.ann.user):
            actions.send_or_add(
                partner=cast.ann, page="private", answers=answers, by=cast.ann.user, at=NOON, key=uuid4()
            )
    assert holds(cast) == ["safety"]


def test_a_hold_and_its_answer_are_written_together_or_not_at_all(cast: Cast) -> None:
    send(cast, "private", REASSURING)
    with pytest.raises(actions.AlreadyReceived):
        send(cast, "private", {"skipped": "yes"})
    assert holds(cast) == []


def test_no_decision_without_a_private_check(cast: Cast) -> None:
    answered(cast.ann)
    for outcome in Decision.Outcome:
        with pytest.raises(actions.CannotDecide) as refusal:
            decide(cast, outcome)
        assert refusal.value.reasons == ["Speak with Ann alone first, and record the private check."]


def test_a_check_before_the_last_private_answers_is_not_enough(cast: Cast) -> None:
    check(cast, after=-HOUR)
    answered(cast.ann)
    with pytest.raises(actions.CannotDecide):
        decide(cast, "not_now")


def test_another_therapists_check_is_not_enough(cast: Cast) -> None:
    answered(cast.ann)
    check(cast)
    with as_actor(cast.therapist), pytest.raises(actions.CannotDecide):
        actions.decide(partner=cast.ann, outcome="go_on", reason="", by=cast.other_therapist, at=NOON + 2 * HOUR)


def test_going_on_is_refused_after_a_finding_of_not_now(cast: Cast) -> None:
    answered(cast.ann)
    check(cast, "not_now")
    with pytest.raises(actions.CannotGoOn) as refusal:
        decide(cast)
    assert refusal.value.reasons == ["The finding of the last private check was “not now”."]
    assert holds(cast) == ["safety"]


def test_going_on_is_refused_while_health_pages_are_missing(cast: Cast) -> None:
    for page in HEALTH_PAGES:
        if page not in {"medicines", "allergies"}:
            send(cast, page, NO_TO_ALL[page])
    check(cast)
    with pytest.raises(actions.CannotGoOn) as refusal:
        decide(cast)
    assert refusal.value.reasons == ["Ann has not answered: Medicines, Allergies."]


def test_going_on_is_refused_over_something_not_yet_read(cast: Cast) -> None:
    answered(cast.ann)
    check(cast)
    add(cast, "heart", {"words": "One thing more"}, at=NOON + 2 * HOUR)
    with pytest.raises(actions.CannotGoOn):
        decide(cast, after=3 * HOUR, read_at=NOON + HOUR)
    assert holds(cast) == ["clinical"]


def test_going_on_releases_clinical_holds_and_no_safety_hold(cast: Cast) -> None:
    answered(cast.ann, private={"safe_home": "no"})
    check(cast)
    decide(cast, "ask_again")
    add(cast, "heart", {"words": "One thing more"})
    assert holds(cast) == ["clinical", "clinical", "safety"]
    decide(cast, after=5 * HOUR)
    assert holds(cast) == ["safety"]


@pytest.mark.parametrize("outcome", ["prescriber", "ask_again", "not_now"])
def test_any_other_decision_opens_a_clinical_hold(cast: Cast, outcome: str) -> None:
    goes_on(cast, cast.ann)
    decide(cast, outcome, after=3 * HOUR)
    assert holds(cast) == ["clinical"]
    with as_actor(cast.therapist):
        assert not person_facts([cast.ann])[cast.ann.pk].goes_on


def test_a_decision_and_a_check_are_recorded_once_for_each_key(cast: Cast) -> None:
    answered(cast.ann)
    check(cast)
    key = uuid4()
    decide(cast, key=key)
    with pytest.raises(actions.AlreadyReceived):
        decide(cast, key=key)
    with as_actor(cast.therapist):
        assert Decision.objects.count() == 1


def lift(cast: Cast, after: timedelta) -> None:
    with as_actor(cast.therapist):
        actions.lift_safety_hold(partner=cast.ann, by=cast.therapist, at=NOON + after)


def test_a_safety_hold_is_lifted_after_a_newer_safe_check(cast: Cast) -> None:
    send(cast, "private", {"skipped": "yes"})
    check(cast)
    lift(cast, 2 * HOUR)
    assert holds(cast) == []
    with as_actor(cast.therapist):
        assert Hold.objects.get().released_by == cast.therapist


def test_a_safety_hold_stays_without_a_newer_safe_check(cast: Cast) -> None:
    check(cast, after=-HOUR)
    send(cast, "private", {"skipped": "yes"})
    for _ in ("older check", "check of not now"):
        with pytest.raises(actions.CannotLift):
            lift(cast, 2 * HOUR)
        check(cast, "not_now")
    assert "safety" in holds(cast)


def test_a_finding_of_not_now_stops_somebody_who_was_going_on(cast: Cast) -> None:
    goes_on(cast, cast.ann)
    check(cast, "not_now", after=5 * HOUR)
    assert holds(cast) == ["safety"]


def test_a_clearance_is_refused_with_every_slip(cast: Cast) -> None:
    referred(cast, cast.ann)
    order = replace(ORDER, max_diastolic=140, sessions=0)
    with pytest.raises(actions.ImpossibleClearance) as refusal:
        given_clearance(cast, cast.ann, order=order)
    assert [slip.field for slip in refusal.value.slips] == ["sessions", "max_diastolic"]


def test_the_database_refuses_a_pressure_limit_upside_down(cast: Cast) -> None:
    referred(cast, cast.ann)
    clearance = given_clearance(cast, cast.ann)
    clearance.pk, clearance.max_diastolic = uuid4(), 140
    with (
        as_actor(cast.prescriber),
        pytest.raises(IntegrityError, match="a_pressure_limit_is_possible"),
        transaction.atomic(),
    ):
        clearance.save(force_insert=True)


def test_the_day_of_a_clearance_is_the_practices_own(cast: Cast) -> None:
    referred(cast, cast.ann)
    late = NOON + 10 * HOUR  # 22:00 Pacific, already the 18th in UTC
    with pytest.raises(actions.ImpossibleClearance):
        given_clearance(cast, cast.ann, late, replace(ORDER, evaluated_on=late.date()))


def test_a_clearance_is_given_once_for_each_key(cast: Cast) -> None:
    referred(cast, cast.ann)
    key = uuid4()
    with as_actor(cast.prescriber):
        actions.give_clearance(partner=cast.ann, order=ORDER, by=cast.prescriber, at=NOON, key=key)
        with pytest.raises(actions.AlreadyReceived):
            actions.give_clearance(partner=cast.ann, order=ORDER, by=cast.prescriber, at=NOON, key=key)
        assert Clearance.objects.count() == 1


def test_a_newer_clearance_replaces_and_a_suspension_stops_at_once(cast: Cast) -> None:
    cleared(cast, cast.ann)
    newer = given_clearance(cast, cast.ann, NOON + 4 * HOUR, replace(ORDER, max_dose_mg=Decimal(200)))
    with as_actor(cast.therapist):
        facts = person_facts([cast.ann])[cast.ann.pk].clearance
        assert facts
        assert (facts.max_dose_mg, facts.stands_on(NOON.date())) == (Decimal(200), True)
    with as_actor(cast.prescriber):
        actions.suspend_clearance(clearance=newer, reason="Results", by=cast.prescriber, at=NOON + 5 * HOUR)
        with pytest.raises(actions.AlreadyReceived):
            actions.suspend_clearance(clearance=newer, reason="Results", by=cast.prescriber, at=NOON + 5 * HOUR)
    with as_actor(cast.therapist):
        facts = person_facts([cast.ann])[cast.ann.pk].clearance
        assert facts
        assert facts.suspended
        assert not facts.stands_on(NOON.date())


def reply(cast: Cast, kind: str) -> PrescriberReply:
    with as_actor(cast.prescriber):
        return actions.reply(partner=cast.ann, kind=kind, words="Words", by=cast.prescriber, at=NOON + 4 * HOUR)


def test_not_now_beside_a_standing_clearance_is_refused_but_a_question_is_not(cast: Cast) -> None:
    referred(cast, cast.ann)
    clearance = given_clearance(cast, cast.ann)
    assert reply(cast, "ask").kind == "ask"
    with pytest.raises(actions.ClearanceStands) as refusal:
        reply(cast, "decline")
    assert refusal.value.reasons == ["The clearance until 16 February 2027 stands. Suspend it first."]
    with as_actor(cast.prescriber):
        actions.suspend_clearance(clearance=clearance, reason="Results", by=cast.prescriber, at=NOON)
    assert reply(cast, "decline").kind == "decline"


def test_a_collision_of_another_kind_is_not_taken_for_a_second_click(cast: Cast) -> None:
    nothing: Any = None
    with as_actor(cast.therapist), pytest.raises(IntegrityError, match="null value"), transaction.atomic():
        actions.record_private_check(partner=cast.ann, how=nothing, finding="safe", by=cast.therapist, at=NOON)


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_the_same_moment_send_one_page(cast: Cast) -> None:
    def tab(_: int) -> str:
        try:
            send(cast, "heart", NO_HEART)
        except actions.AlreadyReceived:
            return "already received"
        finally:
            connection.close()
        return "sent"

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(tab, range(8)))
    assert answers == ["already received"] * 7 + ["sent"]
    with as_actor(cast.therapist):
        assert SealedAnswer.objects.count() == 1


def test_what_was_sent_with_the_old_page_is_not_sent_again(cast: Cast) -> None:
    with as_actor(cast.ann.user):
        Submission.objects.create(partner=cast.ann, page="conditions", layer="health", sent_at=NOON)
    for page in RETIRED["conditions"].taken_over_by:
        with pytest.raises(actions.AlreadyReceived):
            send(cast, page, NO_TO_ALL[page])
        with pytest.raises(actions.AlreadyReceived):
            save(cast, 0, {}, page)
    add(cast, "heart", {"words": "One thing more"})
