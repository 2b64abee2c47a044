"""The partner wall in the database itself: raw SQL as the web role, as each actor."""

from uuid import uuid4

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from accounts.actor import as_actor
from accounts.models import User
from screening import actions
from screening.gather import person_facts
from screening.models import Clearance, Draft, Hold, PrivateCheck, SealedAnswer, Submission
from screening.rules.measured import Measured
from tests.cast import NOON, Cast
from tests.clients.rights import PAPER
from tests.states import HOUR, cleared, referred

CANARY = "CANARY-ANN-7f3c"
SEALED = "screening_sealedanswer"
TABLES = ("draft", "submission", "sealedanswer", "hold", "privatecheck", "decision", "clearance", "prescriberreply",
          "measurement", "healthpaper")  # fmt: skip


@pytest.fixture
def told(cast: Cast) -> Cast:
    """Ann has said everything there is to say, and the therapist has decided about her."""
    cleared(cast, cast.ann)
    with as_actor(cast.ann.user):
        actions.add_to_page(
            partner=cast.ann, page="allergies", answers={"words": CANARY}, by=cast.ann.user, at=NOON + 5 * HOUR
        )
        actions.send_or_add(
            partner=cast.ann, page="private", answers={"skipped": "yes"}, by=cast.ann.user, at=NOON + 5 * HOUR
        )
        actions.record_measurement(
            partner=cast.ann, reading=Measured(NOON.date(), 128, 82), where="home", by=cast.ann.user, at=NOON
        )
        actions.keep_health_paper(
            partner=cast.ann, kind="lab", dated=NOON.date(), brought=PAPER, by=cast.ann.user, at=NOON
        )
    with as_actor(cast.therapist):
        actions.record_private_check(
            partner=cast.ann, how="by_voice", finding="not_now", words=CANARY, by=cast.therapist, at=NOON + 6 * HOUR
        )
        actions.decide(partner=cast.ann, outcome="not_now", reason=CANARY, by=cast.therapist, at=NOON + 7 * HOUR)
    with as_actor(cast.prescriber):
        actions.reply(partner=cast.ann, kind="ask", words=CANARY, by=cast.prescriber, at=NOON + 6 * HOUR)
    return cast


def rows(user: User, table: str) -> int:
    with as_actor(user), connection.cursor() as cursor:
        cursor.execute(f"select count(*) from screening_{table}")
        return int(cursor.fetchone()[0])


def seen(user: User) -> set[str]:
    return {table for table in TABLES if rows(user, table)}


@pytest.mark.django_db
def test_the_other_partner_reads_no_row_of_any_table(told: Cast) -> None:
    assert seen(told.ben.user) == set()


@pytest.mark.django_db
def test_the_author_reads_back_only_that_something_was_sent(told: Cast) -> None:
    assert seen(told.ann.user) == {"submission"}


@pytest.mark.django_db
def test_the_office_reads_holds_and_going_on_and_no_word(told: Cast) -> None:
    assert seen(told.staff) == {"hold"}
    with as_actor(told.staff):
        assert person_facts([told.ann])[told.ann.pk].decided_at is not None


@pytest.mark.django_db
def test_the_prescriber_reads_the_health_layer_of_those_referred(told: Cast) -> None:
    of_clearing = {"hold", "clearance", "prescriberreply"}
    assert seen(told.prescriber) == {"submission", "sealedanswer", "measurement", "healthpaper"} | of_clearing
    with as_actor(told.prescriber):
        assert set(SealedAnswer.objects.values_list("layer", flat=True)) == {"health"}
        assert set(Submission.objects.values_list("layer", flat=True)) == {"health"}


@pytest.mark.django_db
def test_another_therapist_reads_nothing(told: Cast) -> None:
    assert seen(told.other_therapist) == set()


@pytest.mark.django_db
def test_a_reply_to_nobody_signed_in_is_nothing(told: Cast) -> None:
    for role in ("door", "", "backup"):
        with as_actor(role=role), connection.cursor() as cursor:
            cursor.execute(f"select count(*) from {SEALED}")
            assert cursor.fetchone()[0] == 0


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["ann", "ben"])
@pytest.mark.parametrize(
    "act",
    [
        f"update {SEALED} set body = 'x'",
        f"delete from {SEALED}",
        "update screening_submission set page = 'x'",
        "delete from screening_submission",
        "delete from screening_hold",
        "update screening_measurement set systolic = 120",
        "delete from screening_healthpaper",
        "update screening_decision set outcome = 'go_on'",
        "update screening_clearance set sessions = 99",
    ],
)
def test_what_was_sent_and_decided_can_only_be_added_to(told: Cast, who: str, act: str) -> None:
    person = getattr(told, who).user
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with as_actor(person), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["ann", "ben", "staff", "prescriber"])
def test_only_the_therapist_lifts_a_hold(told: Cast, who: str) -> None:
    somebody = getattr(told, who)
    with as_actor(getattr(somebody, "user", somebody)):
        assert Hold.objects.update(released_at=NOON, released_by=told.therapist) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "row",
    [
        lambda cast: SealedAnswer(
            submission_id=uuid4(), partner=cast.ann, page="x", layer="health", body="x", sent_at=NOON
        ),
        lambda cast: Submission(partner=cast.ann, page="x", layer="health", sent_at=NOON),
        lambda cast: Hold(partner=cast.ann, scope="safety", opened_at=NOON),
        lambda cast: Draft(partner=cast.ann, page="x", answers="x", saved_at=NOON),
        lambda cast: PrivateCheck(partner=cast.ben, how="in_person", finding="safe", at=NOON, by=cast.therapist),
    ],
    ids=["sealed answer", "submission", "hold", "draft", "private check"],
)
def test_a_partner_writes_nothing_in_the_others_name(cast: Cast, row: object) -> None:
    with as_actor(cast.ben.user), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        row(cast).save(force_insert=True)  # type: ignore[operator]  # a builder of one row


@pytest.mark.django_db
def test_a_prescriber_clears_nobody_who_was_not_referred(cast: Cast) -> None:
    referred(cast, cast.ann)
    row = Clearance(
        partner=cast.ben,
        prescriber=cast.prescriber,
        given_at=NOON,
        valid_until=NOON.date(),
        sessions=1,
        routes=["im"],
        max_dose_mg=1,
        evaluated_on=NOON.date(),
        evaluated_how="in_person",
    )
    with as_actor(cast.prescriber), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.django_db
def test_the_worker_reads_that_something_was_sent_and_no_answer(told: Cast) -> None:
    with as_actor(told.therapist):
        assert SealedAnswer.objects.exists()
    with connection.cursor() as cursor:
        for table, may in (("submission", True), ("hold", True), ("sealedanswer", False), ("privatecheck", False)):
            cursor.execute("select has_table_privilege('kap_worker', %s, 'select')", [f"screening_{table}"])
            assert cursor.fetchone()[0] is may


@pytest.mark.django_db(transaction=True)
def test_words_lie_encrypted_in_the_table(told: Cast, superuser: psycopg.Connection) -> None:
    for table, column in ((SEALED, "body"), ("screening_privatecheck", "words"), ("screening_decision", "reason")):
        bodies = [row[0] for row in superuser.execute(f"select {column} from {table}").fetchall()]
        assert bodies
        assert not [body for body in bodies if CANARY in body]


@pytest.mark.django_db
def test_a_page_is_sent_once_even_past_every_form(told: Cast) -> None:
    with as_actor(told.ann.user), pytest.raises(IntegrityError, match="a_page_is_sent_once"), transaction.atomic():
        Submission.objects.create(partner=told.ann, page="heart", layer="health", sent_at=NOON)
