"""The wall around questionnaires in the database itself: raw SQL as the web role, as each actor."""

from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from accounts.actor import as_actor
from accounts.models import User
from screening import actions
from screening.models import Measure, MeasureAnswers, MeasureReceipt, MeasureResult, OwnInstrument, SafetyWatch
from tests.cast import NOON, Cast
from tests.screening.instruments import OWN_TEXT
from tests.screening.measures import WEEK, answered_measure, asked_measure, sent_measure
from tests.states import referred

pytestmark = pytest.mark.django_db
TABLES = ("measure", "measurereceipt", "measureanswers", "measureresult", "safetytask", "safetytaskdone", "safetywatch")


@pytest.fixture
def told(cast: Cast) -> Cast:
    """Ann answered a health and a private one, a result was entered, and what could not wait was taken up."""
    referred(cast, cast.ann)
    sent_measure(cast, cast.ann, item_9=1)
    answered_measure(cast, cast.ann, "hark", [1, 0, 0, 0])
    by = cast.therapist
    with as_actor(by):
        actions.name_safety_watch(user=cast.other_therapist, minutes=60, by=by, at=NOON)
        for name in ("csi-16", "hits"):
            actions.enter_result(
                partner=cast.ann, instrument=name, values={"total": "11"}, on=NOON.date(), by=by, at=NOON
            )
        task = cast.ann.safety_tasks.get()
        actions.take_up(task=task, words="Called.", by=by, at=NOON)
    return cast


def rows(user: User, table: str, rule: str = "true") -> int:
    with as_actor(user), connection.cursor() as cursor:
        cursor.execute(f"select count(*) from screening_{table} where {rule}")
        return int(cursor.fetchone()[0])


def seen(user: User) -> set[str]:
    return {table for table in TABLES if rows(user, table)}


def test_the_other_partner_sees_what_they_themselves_were_asked_and_nothing_else(told: Cast) -> None:
    assert seen(told.ben.user) == {"measure"}  # HARK is asked of both
    assert rows(told.ben.user, "measure", f"partner_id = '{told.ann.pk}'") == 0


def test_the_author_reads_back_only_that_they_were_asked_and_answered(told: Cast) -> None:
    assert seen(told.ann.user) == {"measure", "measurereceipt"}


def test_the_office_and_another_therapist_see_nothing_of_anybody(told: Cast) -> None:
    assert seen(told.staff) == set()
    assert seen(told.other_therapist) == {"safetywatch"}


def test_the_prescriber_reads_the_health_layer_of_those_referred(told: Cast) -> None:
    assert seen(told.prescriber) == {"measure", "measurereceipt", "measureanswers", "measureresult", "safetywatch"}
    for table in ("measure", "measurereceipt", "measureanswers", "measureresult"):
        assert rows(told.prescriber, table, "layer = 'private'") == 0


@pytest.mark.parametrize("who", ["ann", "ben", "therapist", "prescriber", "staff"])
@pytest.mark.parametrize(
    "act",
    [
        "update screening_measureanswers set body = 'x'",
        "delete from screening_measureanswers",
        "update screening_measurereceipt set sent_at = now()",
        "update screening_measure set instrument = 'x'",
        "delete from screening_measure",
        "update screening_measureresult set body = 'x'",
        "update screening_owninstrument set text = 'x'",
        "delete from screening_safetytask",
        "update screening_safetytaskdone set words = 'x'",
        "update screening_safetywatch set minutes = 9",
    ],
)
def test_what_was_said_can_only_be_added_to(told: Cast, who: str, act: str) -> None:
    somebody = getattr(told, who)
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with (
        as_actor(getattr(somebody, "user", somebody)),
        refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act)


def test_a_partner_answers_nothing_that_was_asked_of_the_other(cast: Cast) -> None:
    measure = asked_measure(cast, cast.ann)
    about = {"measure_id": measure.pk, "layer": "health", "sent_at": NOON}
    answers = {"instrument": "phq-9", "version": "1", "rule": "x", "language": "en", "body": "{}"}
    for row in (
        MeasureReceipt(partner=cast.ben, **about),
        MeasureReceipt(partner=cast.ann, **about),
        MeasureAnswers(partner=cast.ben, **about, **answers),
        Measure(
            partner=cast.ben,
            instrument="phq-9",
            version="1",
            layer="health",
            point="now",
            opens_at=NOON,
            closes_at=NOON + WEEK,
            asked_at=NOON,
        ),
    ):
        with (
            as_actor(cast.ben.user),
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            row.save(force_insert=True)


def test_the_office_adds_the_baseline_in_nobodys_name_and_nothing_else(cast: Cast) -> None:
    for changed in ({"point": "now"}, {"asked_by": cast.staff}):
        row = Measure(
            partner=cast.ann,
            instrument="phq-9",
            version="1",
            layer="health",
            opens_at=NOON,
            closes_at=NOON + WEEK,
            asked_at=NOON,
            **({"point": "baseline"} | changed),
        )
        with as_actor(cast.staff), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            row.save(force_insert=True)


def test_a_prescriber_enters_nothing_private_and_for_nobody_else(cast: Cast) -> None:
    referred(cast, cast.ann)
    entry = {"instrument": "hits", "version": "1", "rule": "x", "body": "{}", "on": NOON.date(), "at": NOON}
    for row in (
        MeasureResult(partner=cast.ann, layer="private", by=cast.prescriber, **entry),
        MeasureResult(partner=cast.ben, layer="health", by=cast.prescriber, **entry),
        MeasureResult(partner=cast.ann, layer="health", by=cast.therapist, **entry),
    ):
        with (
            as_actor(cast.prescriber),
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            row.save(force_insert=True)


@pytest.mark.parametrize("who", ["staff", "prescriber", "ann"])
def test_the_therapist_alone_keeps_the_practices_own_files_and_who_is_on_call(cast: Cast, who: str) -> None:
    somebody = getattr(cast, who)
    user = getattr(somebody, "user", somebody)
    file = OwnInstrument(instrument="x", version="1", text=OWN_TEXT, loaded_at=NOON, loaded_by=user)
    watch = SafetyWatch(pk=uuid4(), user=user, minutes=5, set_at=NOON, set_by=user)
    for row in (file, watch):
        with as_actor(user), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            row.save(force_insert=True)


def test_the_worker_reads_no_answer_and_no_word_of_what_was_done(told: Cast) -> None:
    with connection.cursor() as cursor:
        for table in ("measure", "measureanswers", "measureresult"):
            cursor.execute("select has_table_privilege('kap_worker', %s, 'select')", [f"screening_{table}"])
            assert cursor.fetchone()[0] is False
        cursor.execute("select has_column_privilege('kap_worker', 'screening_safetytaskdone', 'words', 'select')")
        assert cursor.fetchone()[0] is False
