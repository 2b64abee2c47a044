"""What is published of dates: by whom, to whom, from when."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from accounts.actor import as_actor
from clients.models import Partner
from sessions import actions
from sessions.actions import refusals as no
from sessions.gather import shown_to
from sessions.models import Appointment, Published, PublishedLine, Role
from tests.cast import NOON, Cast
from tests.states import booked, ready_for_ketamine, worried

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SESSION = NOON + 7 * DAY
REVIEW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)  # Thursday, 16:00 Pacific
DATE, PREPARING = Published.Kind.DATE, Published.Kind.PREPARING


@pytest.fixture
def ketamine(cast: Cast) -> Appointment:
    ready_for_ketamine(cast)
    return booked(cast, starts_at=SESSION)


def starts(partner: Partner, at: datetime) -> list[datetime]:
    """The times that this person reads on their own page."""
    with as_actor(partner.user):
        return [date.starts_at for date in shown_to(partner, partner.user, at).dates]


def line(partner: Partner, at: datetime) -> str:
    with as_actor(partner.user):
        return shown_to(partner, partner.user, at).line


def publish(cast: Cast, appointment: Appointment, kind: Published.Kind, since: datetime, at: datetime) -> None:
    with as_actor(cast.therapist):
        actions.publish_date(appointment=appointment, kind=kind, since=since, by=cast.therapist, at=at)


def test_a_ketamine_date_is_shown_to_both_at_the_review(cast: Cast, ketamine: Appointment) -> None:
    for partner in (cast.ann, cast.ben):
        assert starts(partner, REVIEW - HOUR) == []
        assert starts(partner, REVIEW) == [SESSION]


def test_a_talk_is_shown_at_once(cast: Cast) -> None:
    booked(cast, kind="prep", starts_at=SESSION, at=NOON)
    assert starts(cast.ben, NOON) == [SESSION]


def test_a_visit_alone_is_shown_to_its_own_person(cast: Cast) -> None:
    booked(cast, kind="intake", starts_at=SESSION, at=NOON)
    assert (starts(cast.ann, NOON), starts(cast.ben, NOON)) == ([SESSION], [])


def test_the_old_time_stands_until_the_review_shows_the_new_one(cast: Cast, ketamine: Appointment) -> None:
    with as_actor(cast.therapist):
        later = actions.move(appointment=ketamine, starts_at=SESSION + 7 * DAY, by=cast.therapist, at=REVIEW + HOUR)
    day_before = SESSION - DAY  # four hours before Monday's review
    assert starts(cast.ann, day_before - HOUR) == [SESSION]
    assert starts(cast.ann, day_before) == [later.starts_at]


def test_a_date_that_was_moved_before_it_was_shown_is_shown_once(cast: Cast, ketamine: Appointment) -> None:
    with as_actor(cast.therapist):
        wednesday = NOON + DAY + 5 * HOUR  # too late for Thursday's review
        actions.move(appointment=ketamine, starts_at=SESSION + 7 * DAY, by=cast.therapist, at=wednesday)
        assert {row.version for row in Published.objects.filter(appointment=ketamine)} == {1}
    assert starts(cast.ann, REVIEW) == []
    assert starts(cast.ann, REVIEW + 4 * DAY) == [SESSION + 7 * DAY]


def test_a_cancelled_date_is_taken_back_at_the_review(cast: Cast, ketamine: Appointment) -> None:
    with as_actor(cast.staff):
        actions.cancel(appointment=ketamine, by=cast.staff, at=REVIEW + HOUR)
    assert starts(cast.ben, REVIEW + 2 * DAY) == [SESSION]
    assert starts(cast.ben, REVIEW + 4 * DAY) == []


def test_what_is_cancelled_on_the_day_is_shown_at_once(cast: Cast, ketamine: Appointment) -> None:
    with as_actor(cast.staff):
        actions.cancel(appointment=ketamine, by=cast.staff, at=SESSION - 3 * HOUR)
    assert starts(cast.ben, SESSION - 3 * HOUR) == []


def test_an_answer_publishes_nothing(cast: Cast, ketamine: Appointment) -> None:
    with as_actor(cast.therapist):
        before = set(Published.objects.values_list("pk", flat=True))
    worried(cast.ann, REVIEW + HOUR)
    with as_actor(cast.therapist):
        assert set(Published.objects.values_list("pk", flat=True)) == before
    assert starts(cast.ben, SESSION - HOUR) == [SESSION]


def test_the_therapist_shows_a_date_before_its_review(cast: Cast, ketamine: Appointment) -> None:
    publish(cast, ketamine, DATE, NOON, NOON)
    assert starts(cast.ann, NOON) == starts(cast.ben, NOON) == [SESSION]


def test_what_is_held_back_is_never_shown_at_its_first_time(cast: Cast, ketamine: Appointment) -> None:
    publish(cast, ketamine, DATE, REVIEW + DAY, NOON)
    assert starts(cast.ann, REVIEW + HOUR) == []
    assert starts(cast.ann, REVIEW + DAY) == [SESSION]


def test_a_date_can_be_taken_back_and_shown_again(cast: Cast, ketamine: Appointment) -> None:
    publish(cast, ketamine, PREPARING, REVIEW + HOUR, REVIEW + HOUR)
    assert starts(cast.ann, REVIEW + HOUR) == []
    publish(cast, ketamine, DATE, REVIEW + 2 * HOUR, REVIEW + 2 * HOUR)
    assert starts(cast.ann, REVIEW + 2 * HOUR) == [SESSION]


def test_soon_after_an_answer_it_takes_a_second_word(cast: Cast, ketamine: Appointment) -> None:
    worried(cast.ann, NOON)
    with pytest.raises(no.TooSoonAfterAnswer) as refusal:
        publish(cast, ketamine, PREPARING, NOON + HOUR, NOON + HOUR)
    assert refusal.value.safe_from == NOON + DAY
    publish(cast, ketamine, PREPARING, NOON + DAY, NOON + HOUR)
    with as_actor(cast.therapist):
        actions.publish_date(
            appointment=ketamine, kind=DATE, since=NOON, confirmed=True, by=cast.therapist, at=NOON + 2 * HOUR
        )


def test_a_date_is_not_shown_after_itself(cast: Cast, ketamine: Appointment) -> None:
    with pytest.raises(no.AfterTheDate):
        publish(cast, ketamine, DATE, SESSION, NOON)


def test_a_cancelled_date_is_not_shown_again(cast: Cast, ketamine: Appointment) -> None:
    with as_actor(cast.staff):
        actions.cancel(appointment=ketamine, by=cast.staff, at=NOON)
    with pytest.raises(no.AppointmentEnded):
        publish(cast, ketamine, DATE, NOON, NOON)
    publish(cast, ketamine, PREPARING, NOON, NOON)


def test_who_stays_away_after_all_reads_that_a_date_is_prepared(cast: Cast, ketamine: Appointment) -> None:
    parts = {cast.ann: Role.DOSING, cast.ben: Role.ABSENT}
    with as_actor(cast.therapist):
        actions.set_roles(appointment=ketamine, roles=parts, by=cast.therapist, at=NOON)
    assert (starts(cast.ann, REVIEW), starts(cast.ben, REVIEW)) == ([SESSION], [])


def tell(cast: Cast, key: str, *people: Partner, **facts: object) -> None:
    with as_actor(cast.therapist):
        actions.plan_line(
            couple=cast.couple,
            people=people or cast.couple.partners(),
            line=key,
            by=cast.therapist,
            **{"since": NOON, "at": NOON, **facts},  # type: ignore[arg-type]  # a test's keywords
        )


def test_a_sentence_stands_until_another_takes_its_place(cast: Cast) -> None:
    tell(cast, "no_hurry")
    tell(cast, "will_call", cast.ann, agreed_on=NOON.date(), since=NOON + DAY)
    assert line(cast.ann, NOON) == line(cast.ben, NOON + DAY) == "Take your time. Nothing here is in a hurry."
    assert line(cast.ann, NOON + DAY) == "Your therapist will call you."
    tell(cast, "", cast.ann, since=NOON + 2 * DAY, at=NOON + 2 * DAY)
    assert line(cast.ann, NOON + 2 * DAY) == ""


def test_who_is_told_alone_has_agreed(cast: Cast) -> None:
    with pytest.raises(no.NotAgreed):
        tell(cast, "will_call", cast.ann)


def test_what_speaks_of_both_is_told_to_both(cast: Cast) -> None:
    with pytest.raises(no.OnlyForBoth):
        tell(cast, "all_set", cast.ann, agreed_on=NOON.date())
    tell(cast, "all_set")


def test_a_sentence_soon_after_an_answer_takes_a_second_word(cast: Cast) -> None:
    worried(cast.ann, NOON)
    with pytest.raises(no.TooSoonAfterAnswer):
        tell(cast, "no_hurry")
    tell(cast, "no_hurry", confirmed=True)


def seen(cast: Cast, who: str, table: str) -> int:
    person = getattr(cast, who)
    with as_actor(getattr(person, "user", person)), connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        return int(cursor.fetchone()[0])


def test_the_database_shows_each_only_what_is_theirs(cast: Cast, ketamine: Appointment) -> None:
    tell(cast, "will_call", cast.ann, agreed_on=NOON.date())
    everybody = ("therapist", "staff", "ann", "ben", "prescriber", "other_therapist", "cat")
    dates = {who: seen(cast, who, "kap_sessions_published") for who in everybody}
    lines = {who: seen(cast, who, "kap_sessions_publishedline") for who in everybody}
    nobody = dict.fromkeys(everybody, 0)
    assert dates == nobody | {"therapist": 2, "staff": 2, "ann": 1, "ben": 1}
    assert lines == nobody | {"therapist": 1, "ann": 1}


@pytest.mark.parametrize("act", ["update {} set turn = 9", "delete from {}"])
@pytest.mark.parametrize("table", ["kap_sessions_published", "kap_sessions_publishedline"])
def test_what_was_published_is_never_changed(cast: Cast, table: str, act: str) -> None:
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with as_actor(cast.therapist), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table))


@pytest.mark.parametrize("who", ["ann", "prescriber", "other_therapist", "staff"])
def test_only_her_therapist_tells_a_sentence(cast: Cast, who: str) -> None:
    person = getattr(cast, who)
    by = getattr(person, "user", person)
    row = PublishedLine(person=cast.ann, turn=1, line="no_hurry", visible_from=NOON, at=NOON, by=by)
    with as_actor(by), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        row.save(force_insert=True)


def test_nothing_is_shown_before_it_was_written(cast: Cast) -> None:
    row = PublishedLine(person=cast.ann, turn=1, visible_from=NOON - HOUR, at=NOON, by=cast.therapist)
    with as_actor(cast.therapist), pytest.raises(IntegrityError, match="not_shown_early"), transaction.atomic():
        row.save(force_insert=True)
