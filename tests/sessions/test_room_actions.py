"""The room, by what it refuses and by what it never refuses."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytest_django import Settings

from accounts.actor import as_actor
from clients.actions import withdraw_consent
from clients.models import Partner
from screening.actions import suspend_clearance
from screening.models import Clearance, Hold
from sessions import actions
from sessions.actions import DoseOrder, NotReady, Refused
from sessions.actions import refusals as no
from sessions.gather import known, session_ratio
from sessions.models import (
    Appointment,
    DayCheck,
    Deviation,
    Dose,
    LogEntry,
    Note,
    Reading,
    Role,
    TalkingDayReason,
    TherapySession,
)
from sessions.rules.gate import DayCheckFacts
from sessions.rules.leaving import QUESTIONS, LeavingFacts
from sessions.rules.readings import ReadingFacts
from tests.cast import NOON, Cast
from tests.sessions.people import CHECK, GOOD
from tests.states import HOUR, ORDER, booked, given_clearance, ready_for_ketamine, treatment_of

pytestmark = pytest.mark.django_db
FIRST = DoseOrder("first", "lozenge", Decimal("100.0"), "Ann herself")
BOOSTER = DoseOrder("booster", "lozenge", Decimal("50.0"), "Ann herself")
HOME = LeavingFacts(dict.fromkeys(QUESTIONS, True), "Her sister")
MINUTE = timedelta(minutes=1)


class Room:
    """A session of Ann and Ben with its room open at noon; everything by the therapist."""

    def __init__(self, cast: Cast, roles: dict[Partner, Role] | None = None) -> None:
        ready_for_ketamine(cast)
        self.cast, self.by = cast, cast.therapist
        self.appointment = booked(cast, roles=roles)
        with as_actor(self.by):
            self.session = actions.open_room(appointment=self.appointment, by=self.by, at=NOON)

    def check(self, person: Partner, answers: DayCheckFacts = CHECK, minute: int = 0) -> DayCheck:
        with as_actor(self.by):
            return actions.record_day_check(
                therapy_session=self.session, person=person, answers=answers, by=self.by, at=NOON + minute * MINUTE
            )

    def read(self, person: Partner, reading: ReadingFacts = GOOD, minute: int = 5) -> Reading:
        with as_actor(self.by):
            return actions.record_reading(
                therapy_session=self.session, person=person, reading=reading, by=self.by, at=NOON + minute * MINUTE
            )

    def prepare(self, *people: Partner) -> None:
        """A reading of these people; everybody who takes the medicine is asked alone, whoever begins."""
        with as_actor(self.by):
            dosing = [one.person for one in self.appointment.attendances.filter(role=Role.DOSING)]
        for person in {*dosing, *people}:
            self.check(person)
        for person in people:
            self.read(person)

    def start(self, person: Partner, route: str = "lozenge", minute: int = 10) -> object:
        with as_actor(self.by):
            return actions.start_dosing(
                therapy_session=self.session, person=person, route=route, by=self.by, at=NOON + minute * MINUTE
            )

    def dose(self, person: Partner, order: DoseOrder = FIRST, minute: int = 11) -> Dose:
        with as_actor(self.by):
            return actions.record_dose(
                therapy_session=self.session, person=person, order=order, by=self.by, at=NOON + minute * MINUTE
            )

    def leave(self, person: Partner, home: LeavingFacts = HOME, minute: int = 140, words: str = "") -> object:
        with as_actor(self.by):
            return actions.record_leaving(
                therapy_session=self.session,
                person=person,
                answers=home,
                words=words,
                by=self.by,
                at=NOON + minute * MINUTE,
            )

    def roles(self, roles: dict[Partner, Role]) -> None:
        with as_actor(self.by):
            actions.set_roles(appointment=self.appointment, roles=roles, by=self.by, at=NOON)

    def complete(self) -> None:
        with as_actor(self.by):
            actions.complete_session(therapy_session=self.session, by=self.by, at=NOON + 150 * MINUTE)

    def talk(self, words: str = "Ann said no, asked alone.") -> Appointment:
        with as_actor(self.by):
            return actions.convert_to_talking(appointment=self.appointment, words=words, by=self.by, at=NOON)


def test_a_second_click_on_start_after_the_day_became_a_talking_day_opens_nothing(cast: Cast) -> None:
    room = Room(cast)
    room.prepare(cast.ann)
    room.start(cast.ann)
    room.talk()
    with pytest.raises(NotReady) as refusal:
        room.start(cast.ann)
    assert keys_of(refusal) == ["talking_day"]


def keys_of(refusal: pytest.ExceptionInfo[NotReady]) -> list[str]:
    return [one.kind.key for one in refusal.value.blockers]


def reasons_beside(dose: Dose) -> list[str]:
    with as_actor(dose.by):
        return [one["key"] for deviation in Deviation.objects.filter(dose=dose) for one in deviation.reasons]


def test_the_room_opens_on_its_day_and_once(cast: Cast) -> None:
    room = Room(cast)
    with as_actor(cast.therapist):
        again = actions.open_room(appointment=room.appointment, by=cast.therapist, at=NOON + HOUR)
    assert (again, again.opened_at) == (room.session, NOON)


def test_the_room_stays_shut_on_another_day(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast)
    with as_actor(cast.therapist), pytest.raises(no.NotToday):
        actions.open_room(appointment=appointment, by=cast.therapist, at=NOON - 20 * HOUR)


def test_a_talking_session_has_no_room(cast: Cast) -> None:
    appointment = booked(cast, kind="prep")
    with as_actor(cast.therapist), pytest.raises(no.NotKetamine):
        actions.open_room(appointment=appointment, by=cast.therapist, at=NOON)


def test_a_start_needs_the_day_and_a_reading(cast: Cast) -> None:
    room = Room(cast, {cast.ann: Role.DOSING, cast.ben: Role.WITNESS})
    with pytest.raises(NotReady) as refusal:
        room.start(cast.ann)
    assert keys_of(refusal) == ["no_day_check", "no_baseline"]


def test_a_start_is_given_once(cast: Cast) -> None:
    room = Room(cast)
    room.prepare(cast.ann)
    assert room.start(cast.ann) == room.start(cast.ann, minute=12)


def test_each_person_is_started_alone(cast: Cast) -> None:
    room = Room(cast)
    room.prepare(cast.ann)
    room.start(cast.ann)
    with pytest.raises(NotReady):
        room.start(cast.ben)


def test_yesterdays_answers_do_not_count(cast: Cast) -> None:
    room = Room(cast, {cast.ann: Role.DOSING, cast.ben: Role.WITNESS})
    room.check(cast.ann, minute=-24 * 60)
    room.read(cast.ann, minute=-24 * 60)
    with pytest.raises(NotReady) as refusal:
        room.start(cast.ann)
    assert keys_of(refusal) == ["no_day_check", "no_baseline"]


def test_the_last_answer_of_the_day_counts(cast: Cast) -> None:
    room = Room(cast)
    room.prepare(cast.ann)
    room.check(cast.ann, replace(CHECK, goes_ahead=False), minute=8)
    with pytest.raises(NotReady) as refusal:
        room.start(cast.ann)
    assert keys_of(refusal) == ["said_no"]


def test_both_taking_it_are_not_each_others_way_home(cast: Cast) -> None:
    room = Room(cast)
    room.prepare(cast.ann, cast.ben)
    for person, other in ((cast.ann, "Ben"), (cast.ben, "Ann Archer")):
        room.check(person, replace(CHECK, ride_name=other))
        room.read(person)
        with pytest.raises(NotReady) as refusal:
            room.start(person)
        assert keys_of(refusal) == ["ride_also_doses"]


def test_a_high_pressure_is_measured_again_and_every_reading_is_kept(cast: Cast) -> None:
    room = Room(cast)
    room.prepare(cast.ann)
    room.read(cast.ann, ReadingFacts(152, 84, 70), minute=6)
    with pytest.raises(NotReady) as refusal:
        room.start(cast.ann)
    assert keys_of(refusal) == ["baseline_outside"]
    room.read(cast.ann, ReadingFacts(138, 84, 70), minute=9)
    assert room.start(cast.ann)
    assert Reading.objects.filter(person=cast.ann).count() == 3


def test_a_clearance_suspended_on_the_day_stops_the_start(cast: Cast) -> None:
    room = Room(cast)
    room.prepare(cast.ann)
    with as_actor(cast.prescriber):
        clearance = Clearance.objects.get(partner=cast.ann)
        suspend_clearance(clearance=clearance, reason="New results", by=cast.prescriber, at=NOON)
    with pytest.raises(NotReady) as refusal:
        room.start(cast.ann)
    assert keys_of(refusal) == ["clearance_suspended"]


def test_consent_withdrawn_before_the_dose_stops_that_person_at_once(cast: Cast) -> None:
    room = Room(cast)
    room.prepare(cast.ann, cast.ben)
    with as_actor(cast.ann.user):
        withdraw_consent(consent=treatment_of(cast.ann), by=cast.ann.user, at=NOON)
    with pytest.raises(NotReady) as refusal:
        room.start(cast.ann)
    assert keys_of(refusal) == ["consent_missing"]
    room.roles({cast.ben: Role.DOSING})
    assert room.start(cast.ben)


def test_consent_withdrawn_after_the_dose_marks_a_further_one_and_leaving_goes_on(cast: Cast) -> None:
    room = Room(cast)
    room.prepare(cast.ann, cast.ben)
    room.start(cast.ann)
    room.dose(cast.ann)
    with as_actor(cast.ann.user):
        withdraw_consent(consent=treatment_of(cast.ann), by=cast.ann.user, at=NOON)
    assert reasons_beside(room.dose(cast.ann, BOOSTER, minute=40)) == ["consent_missing"]
    room.read(cast.ann, minute=60)
    assert room.leave(cast.ann, minute=165)


def test_a_second_staff_member_is_asked_for_where_the_practice_requires_one(cast: Cast, settings: Settings) -> None:
    settings.KAP = settings.KAP | {"SECOND_STAFF": "required"}
    room = Room(cast)
    room.prepare(cast.ann)
    with pytest.raises(NotReady) as refusal:
        room.start(cast.ann)
    assert keys_of(refusal) == ["no_second_staff"]
    with as_actor(cast.therapist):
        actions.name_helper(
            therapy_session=room.session, name="Jo Park", qualification="RN", by=cast.therapist, at=NOON
        )
    assert room.start(cast.ann)


CAUSES = ("check", "reading", "consent", "safety", "clearance", "witness")


@examples(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(missing=st.sets(st.sampled_from(CAUSES), min_size=1))
def test_nothing_starts_while_anything_stands_in_the_way(room_of_both: "Room", missing: set[str]) -> None:
    with pytest.raises(NotReady):
        _start_without(room_of_both, missing)


@pytest.fixture
def room_of_both(cast: Cast) -> Room:
    return Room(cast)


def _start_without(room: Room, missing: set[str]) -> None:
    """Everything for Ann but what is missing. The refusal undoes it, so each example starts from the same room."""
    with as_actor(room.by):
        _prepare_without(room, missing)
        room.start(room.cast.ann)


def _prepare_without(room: Room, missing: set[str]) -> None:
    ann = room.cast.ann
    if "check" not in missing:
        room.check(ann)
    if "reading" not in missing:
        room.read(ann)
    if "safety" in missing:
        Hold.objects.create(partner=room.cast.ben, scope=Hold.Scope.SAFETY, opened_at=NOON)
    if "consent" in missing:
        with as_actor(ann.user):
            withdraw_consent(consent=treatment_of(ann), by=ann.user, at=NOON)
    if "clearance" in missing:
        given_clearance(room.cast, ann, NOON - HOUR, replace(ORDER, valid_until=NOON.date()))
        Dose.objects.bulk_create(_used(room, ann))
    if "witness" in missing:
        room.appointment.attendances.filter(person=ann).update(role=Role.WITNESS)


def _used(room: Room, person: Partner) -> list[Dose]:
    """Two earlier sessions with a dose since that clearance."""
    found = []
    for number in (2, 3):
        with as_actor(room.by):
            earlier = Appointment.objects.create(
                couple=room.cast.couple,
                step=room.cast.couple.plan.get(kind="ketamine", number=number),
                therapist=room.by,
                starts_at=NOON - (10 - number) * 24 * HOUR,
                ends_at=NOON - (10 - number) * 24 * HOUR + HOUR,
                busy_until=NOON - (10 - number) * 24 * HOUR + HOUR,
                booked_at=NOON,
                booked_by=room.by,
            )
            session = TherapySession.objects.create(appointment=earlier, opened_at=NOON, opened_by=room.by)
        found.append(
            Dose(
                therapy_session=session,
                person=person,
                at=NOON - MINUTE,
                recorded_at=NOON,
                by=room.by,
                kind="first",
                route="lozenge",
                mg=Decimal(100),
                given_by="Ann",
            )
        )
    return found


def test_a_dose_without_a_start_is_kept_with_every_reason(cast: Cast) -> None:
    room = Room(cast, {cast.ann: Role.DOSING, cast.ben: Role.WITNESS})
    dose = room.dose(cast.ann)
    assert reasons_beside(dose) == ["not_started", "no_day_check", "no_baseline"]


def test_a_dose_after_the_start_has_no_deviation(cast: Cast) -> None:
    room = Room(cast)
    room.prepare(cast.ann)
    room.start(cast.ann)
    assert reasons_beside(room.dose(cast.ann)) == []


@pytest.mark.parametrize(("order", "reasons"), [(FIRST, ["over_maximum"]), (BOOSTER, [])])
def test_a_further_dose_counts_towards_its_maximum(cast: Cast, order: DoseOrder, reasons: list[str]) -> None:
    room = Room(cast)
    room.prepare(cast.ann)
    room.start(cast.ann)
    room.dose(cast.ann)
    assert reasons_beside(room.dose(cast.ann, order, minute=35)) == reasons


def test_a_booster_needs_an_earlier_dose(cast: Cast) -> None:
    room = Room(cast)
    with pytest.raises(no.BoosterFirst):
        room.dose(cast.ann, BOOSTER)


def test_a_dose_of_the_supporting_partner_is_kept(cast: Cast) -> None:
    room = Room(cast, {cast.ann: Role.DOSING, cast.ben: Role.WITNESS})
    assert "not_dosing" in reasons_beside(room.dose(cast.ben))


def test_a_dose_remembered_after_the_session_is_kept(cast: Cast) -> None:
    room = Room(cast)
    room.prepare(cast.ann)
    room.start(cast.ann)
    room.dose(cast.ann)
    room.leave(cast.ann)
    room.complete()
    late = room.dose(cast.ann, BOOSTER, minute=200)
    assert reasons_beside(late) == ["session_over"]


def test_a_double_click_is_one_line(cast: Cast) -> None:
    room, key = Room(cast), uuid4()
    for _ in range(2):
        with as_actor(cast.therapist):
            actions.record_dose(
                therapy_session=room.session, person=cast.ann, order=FIRST, by=cast.therapist, at=NOON, key=key
            )
            actions.log(therapy_session=room.session, person=cast.ann, kind="calm", by=cast.therapist, at=NOON, key=key)
    with as_actor(cast.therapist):
        assert (Dose.objects.count(), LogEntry.objects.count(), Deviation.objects.count()) == (1, 1, 1)


def test_what_happened_earlier_is_kept_with_both_times_and_the_future_is_refused(cast: Cast) -> None:
    room = Room(cast)
    with as_actor(cast.therapist):
        common = {"therapy_session": room.session, "person": cast.ann, "order": FIRST, "by": cast.therapist}
        dose = actions.record_dose(**common, at=NOON + 9 * MINUTE, happened_at=NOON + 2 * MINUTE)  # type: ignore[arg-type]  # keywords
        with pytest.raises(no.FutureTime):
            actions.record_dose(**common, at=NOON, happened_at=NOON + MINUTE)  # type: ignore[arg-type]  # keywords
    assert (dose.at, dose.recorded_at) == (NOON + 2 * MINUTE, NOON + 9 * MINUTE)


def test_impossible_numbers_are_refused_and_alarming_ones_kept(cast: Cast) -> None:
    room = Room(cast)
    with pytest.raises(no.ImpossibleReading) as refusal:
        room.read(cast.ann, ReadingFacts(80, 120, 70))
    assert list(refusal.value.slips) == ["diastolic"]
    room.read(cast.ann, ReadingFacts(220, 130, 190, 85))


def test_parts_change_with_the_gate_and_not_once_somebody_has_begun(cast: Cast) -> None:
    room = Room(cast)
    room.roles({cast.ann: Role.DOSING, cast.ben: Role.WITNESS})
    room.prepare(cast.ann)
    room.start(cast.ann)
    with pytest.raises(no.RoleFixed):
        room.roles({cast.ben: Role.DOSING})
    with as_actor(cast.therapist):
        Hold.objects.create(partner=cast.ben, scope=Hold.Scope.SAFETY, opened_at=NOON)
    with pytest.raises(NotReady) as refusal:
        room.roles({cast.ann: Role.DOSING, cast.ben: Role.DOSING})
    assert keys_of(refusal) == ["safety_hold"]


def test_an_absent_partner_comes_back_only_if_free(cast: Cast) -> None:
    room = Room(cast, {cast.ann: Role.DOSING})
    with as_actor(cast.therapist):
        actions.book(
            couple=cast.couple,
            step=cast.couple.plan.get(kind="intake", number=2),
            starts_at=NOON,
            therapist=cast.other_therapist,
            by=cast.therapist,
            at=NOON - HOUR,
        )
    with pytest.raises(no.PersonBusy):
        room.roles({cast.ann: Role.DOSING, cast.ben: Role.WITNESS})


def test_leaving_early_asks_for_words_and_keeps_nobody(cast: Cast) -> None:
    room = Room(cast)
    room.dose(cast.ann)
    with pytest.raises(no.NeedsWords) as refusal:
        room.leave(cast.ann, minute=100)
    assert refusal.value.concerns == ["The stay is not over: 0:31 to go."]
    assert room.leave(cast.ann, minute=100, words="Her mother, a nurse, stays with her.")


def test_a_booster_starts_the_stay_again(cast: Cast) -> None:
    room = Room(cast)
    room.dose(cast.ann)
    room.dose(cast.ann, BOOSTER, minute=46)
    with pytest.raises(no.NeedsWords):
        room.leave(cast.ann, minute=140)
    assert room.leave(cast.ann, minute=166)


def test_a_person_leaves_once(cast: Cast) -> None:
    room = Room(cast)
    room.leave(cast.ann)
    with pytest.raises(no.AlreadyLeft):
        room.leave(cast.ann)


def test_leaving_with_the_other_who_took_it_asks_for_words(cast: Cast) -> None:
    room = Room(cast)
    room.dose(cast.ann)
    room.dose(cast.ben)
    with pytest.raises(no.NeedsWords):
        room.leave(cast.ann, replace(HOME, leaves_with="Ben"))


def test_a_session_is_complete_when_everybody_who_took_it_has_left(cast: Cast) -> None:
    room = Room(cast)
    with pytest.raises(no.NotComplete, match="Nobody has taken a dose"):
        room.complete()
    room.dose(cast.ann)
    with pytest.raises(no.NotComplete, match="Ann has not been cleared to leave yet"):
        room.complete()
    room.leave(cast.ann)
    room.complete()
    room.appointment.refresh_from_db()
    assert room.appointment.state == Appointment.State.COMPLETED


def test_after_completion_the_room_takes_no_more_lines(cast: Cast) -> None:
    room = Room(cast)
    room.dose(cast.ann)
    room.leave(cast.ann)
    room.complete()
    with pytest.raises(no.SessionOver):
        room.read(cast.ann)


def test_a_talking_day_counts_no_dose_and_leaves_its_step_to_be_done(cast: Cast) -> None:
    room = Room(cast)
    room.prepare(cast.ann)
    room.start(cast.ann)
    room.talk()
    with as_actor(cast.therapist):
        attendees = known([cast.ann], NOON).attendees({cast.ann.pk: Role.DOSING})
        ratio = session_ratio(cast.couple)
    assert attendees[0].sessions_used == 0
    assert ratio is not None
    assert ratio.words == "Session 1 of 8; Ann's 1st, Ben's 1st"
    assert booked(cast, starts_at=NOON + 48 * HOUR).step == room.appointment.step


def test_a_talking_day_keeps_one_neutral_mark_and_the_reason_for_the_therapist(cast: Cast) -> None:
    room = Room(cast)
    appointment = room.talk()
    assert appointment.became_talking_at == NOON
    with as_actor(cast.therapist):
        assert TalkingDayReason.objects.get().words == "Ann said no, asked alone."
        actions.complete(appointment=appointment, by=cast.therapist, at=NOON + HOUR)
    with as_actor(cast.staff):
        assert not TalkingDayReason.objects.exists()


def test_a_talking_day_starts_nobody(cast: Cast) -> None:
    room = Room(cast)
    room.prepare(cast.ann)
    room.talk()
    with pytest.raises(NotReady) as refusal:
        room.start(cast.ann)
    assert keys_of(refusal) == ["talking_day"]
    assert "talking_day" in reasons_beside(room.dose(cast.ann))


def test_a_session_with_a_dose_is_neither_cancelled_nor_a_talking_day(cast: Cast) -> None:
    room = Room(cast)
    room.dose(cast.ann)
    with pytest.raises(no.HasDosed):
        room.talk()
    with as_actor(cast.therapist), pytest.raises(no.HasDosed):
        actions.cancel(appointment=room.appointment, by=cast.therapist, at=NOON)


def test_used_sessions_close_the_gate_although_the_date_is_good(cast: Cast) -> None:
    room = Room(cast)
    given_clearance(cast, cast.ann, NOON - 19 * HOUR, replace(ORDER, sessions=1))
    room.dose(cast.ann)
    room.leave(cast.ann)
    room.complete()
    with pytest.raises(NotReady) as refusal:
        booked(cast, number=2, starts_at=NOON + 48 * HOUR, at=NOON + 4 * HOUR)
    assert [(one.kind.key, one.detail) for one in refusal.value.blockers] == [("clearance_used", "1 of 1")]


def test_a_reviewed_deviation_keeps_its_first_review(cast: Cast) -> None:
    room = Room(cast)
    room.dose(cast.ann)
    with as_actor(cast.therapist):
        deviation = Deviation.objects.get()
        for words in ("Spoke with Dr Lee.", "Again."):
            actions.review_deviation(deviation=deviation, words=words, by=cast.therapist, at=NOON)
        deviation.refresh_from_db()
    assert (deviation.words, deviation.reviewed_by) == ("Spoke with Dr Lee.", cast.therapist)


def test_every_refusal_has_a_sentence_to_show() -> None:
    kinds = [one for one in vars(no).values() if isinstance(one, type) and issubclass(one, Refused)]
    assert len(kinds) > 15
    assert all(one.sentence.endswith(".") for one in kinds)


def test_a_note_needs_no_room(cast: Cast) -> None:
    appointment = booked(cast, kind="prep")
    with as_actor(cast.therapist):
        actions.save_note(appointment=appointment, body="We spoke.", version=0, by=cast.therapist, at=NOON)
        assert Note.objects.count() == 1


def test_a_talking_day_stays_one_and_has_no_parts(cast: Cast) -> None:
    room = Room(cast)
    first = room.talk()
    assert room.talk("Another reason.").became_talking_at == first.became_talking_at
    with pytest.raises(no.RoleFixed):
        room.roles({cast.ann: Role.DOSING})


def test_a_talking_step_does_not_become_a_talking_day(cast: Cast) -> None:
    appointment = booked(cast, kind="prep")
    with as_actor(cast.therapist), pytest.raises(no.NotKetamine):
        actions.convert_to_talking(appointment=appointment, words="Why", by=cast.therapist, at=NOON)


def test_a_session_with_an_open_room_is_not_moved(cast: Cast) -> None:
    room = Room(cast)
    with as_actor(cast.therapist), pytest.raises(no.AppointmentEnded, match="The room is open"):
        actions.move(appointment=room.appointment, starts_at=NOON + 24 * HOUR, by=cast.therapist, at=NOON)


def test_going_home_with_whom_one_parted_from_asks_for_words_too(cast: Cast) -> None:
    room = Room(cast, {cast.ann: Role.DOSING})
    cast.couple.memberships.filter(partner=cast.ben).update(until=NOON.date())
    room.dose(cast.ann)
    with pytest.raises(no.NeedsWords, match="Speak about the way home alone"):
        room.leave(cast.ann, replace(HOME, leaves_with="Ben"))
