from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from accounts.actor import as_actor
from billing import actions, tasks
from billing.models import Charge, ChargeLine
from sessions import actions as sessions
from sessions.models import Appointment, Dose, Role
from tests.billing.states import charged, completed, insured, paid, with_fees
from tests.cast import NOON, Cast
from tests.states import booked, ready_for_ketamine

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=5)


def charges(cast: Cast) -> list[Charge]:
    with as_actor(cast.staff):
        return list(Charge.objects.order_by("service_date"))


def lines(cast: Cast) -> list[tuple[str, Decimal]]:
    with as_actor(cast.staff):
        return list(ChargeLine.objects.order_by("position").values_list("code", "amount"))


def test_a_completed_session_is_charged_once(cast: Cast) -> None:
    with_fees(cast)
    completed(cast)
    assert [actions.charge_completed(at=LATER) for _ in range(3)] == [1, 0, 0]
    assert lines(cast) == [("90847", Decimal("210.00"))]


def test_the_day_of_service_is_the_practices_own(cast: Cast) -> None:
    evening = NOON.replace(hour=4)  # 20:00 Pacific on the 16th
    assert charged(cast, starts_at=evening).service_date == date(2026, 11, 16)


def test_what_is_only_booked_or_cancelled_costs_nothing(cast: Cast) -> None:
    with_fees(cast)
    booked(cast, kind="prep")
    appointment = booked(cast, kind="integration", starts_at=NOON + timedelta(days=1))
    with as_actor(cast.therapist):
        sessions.cancel(appointment=appointment, by=cast.therapist, at=NOON)
    assert actions.charge_completed(at=NOON + timedelta(days=2)) == 0


def test_a_kind_without_a_fee_is_not_charged(cast: Cast) -> None:
    with_fees(cast)
    completed(cast, "consult")
    assert actions.charge_completed(at=LATER) == 0


def test_a_ketamine_session_has_a_covered_and_an_uncovered_line(cast: Cast) -> None:
    with_fees(cast)
    ketamine_session(cast, with_dose=True)
    assert actions.charge_completed(at=NOON + timedelta(days=1)) == 1
    assert lines(cast) == [("90847", Decimal("210.00")), ("", Decimal("210.00"))]


def test_a_talking_day_has_its_talking_fee(cast: Cast) -> None:
    with_fees(cast)
    ketamine_session(cast, with_dose=False)
    assert actions.charge_completed(at=NOON + timedelta(days=1)) == 1
    assert lines(cast) == [("90847", Decimal("210.00"))]


def ketamine_session(cast: Cast, *, with_dose: bool) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast, starts_at=NOON, roles={cast.ann: Role.DOSING, cast.ben: Role.WITNESS})
    end = NOON + timedelta(hours=4)
    with as_actor(cast.therapist):
        if not with_dose:
            sessions.convert_to_talking(appointment=appointment, words="Tired.", by=cast.therapist, at=NOON)
            sessions.complete(appointment=appointment, by=cast.therapist, at=end)
            return
        room = sessions.open_room(appointment=appointment, by=cast.therapist, at=NOON)
        Dose.objects.create(
            therapy_session=room,
            person=cast.ann,
            at=NOON,
            recorded_at=NOON,
            by=cast.therapist,
            kind="first",
            route="lozenge",
            mg=100,
            given_by="Maya Okafor",
        )
        appointment.state, appointment.ended_at, appointment.ended_by = "completed", end, cast.therapist
        appointment.save()


def test_the_person_named_for_insurance_has_the_account(cast: Cast) -> None:
    insured(cast, cast.ben)
    assert charged(cast).account == cast.ben


def test_the_first_of_the_two_has_it_while_nobody_is_named(cast: Cast) -> None:
    assert charged(cast).account == cast.ann


def test_a_private_intake_is_on_ones_own_account_alone(cast: Cast) -> None:
    insured(cast, cast.ann)
    assert charged(cast, "intake", 2).account == cast.ben
    with as_actor(cast.ann.user):
        assert not Charge.objects.visible_to(cast.ann.user).exists()


def test_an_open_session_moves_to_the_person_named_later(cast: Cast) -> None:
    charge = charged(cast)
    assert insured(cast, cast.ben) == 1
    with as_actor(cast.staff):
        charge.refresh_from_db()
    assert charge.account == cast.ben


@pytest.mark.parametrize("since", [date(2026, 1, 1), date(2026, 11, 18)])
def test_a_paid_or_earlier_session_stays_where_it_is(cast: Cast, since: date) -> None:
    charge = charged(cast)
    if since < charge.service_date:
        paid(cast, "10.00")
    assert insured(cast, cast.ben, since) == 0
    with as_actor(cast.staff):
        charge.refresh_from_db()
    assert charge.account == cast.ann


def test_a_private_intake_never_moves(cast: Cast) -> None:
    charge = charged(cast, "intake", 1)
    assert insured(cast, cast.ben) == 0
    assert charge.account == cast.ann


def test_only_one_of_the_couple_can_be_named(cast: Cast) -> None:
    with pytest.raises(actions.NotInCouple):
        insured(cast, cast.cat)


def test_a_new_fee_changes_no_charge(cast: Cast) -> None:
    charged(cast)
    with as_actor(cast.therapist):
        actions.set_fee(
            kind="prep",
            label="Therapy session",
            code="90847",
            amount=Decimal(250),
            since=date(2026, 1, 1),
            by=cast.therapist,
            at=NOON,
        )
    assert lines(cast) == [("90847", Decimal("210.00"))]


def test_a_video_session_carries_its_place_and_modifier(cast: Cast) -> None:
    with_fees(cast)
    appointment = completed(cast)
    with as_actor(cast.therapist):
        Appointment.objects.filter(pk=appointment.pk).update(place="10")
    actions.charge_completed(at=LATER)
    with as_actor(cast.staff):
        line = ChargeLine.objects.select_related("charge").get()
    assert (line.charge.place, line.modifiers) == ("10", "95")


def test_a_charge_cannot_be_changed_or_deleted(cast: Cast) -> None:
    charged(cast)
    for statement in ("update billing_chargeline set amount = 0", "delete from billing_charge"):
        with pytest.raises(Exception, match="permission denied"), as_actor(cast.staff), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_sweep_asks_the_same_number_of_questions_for_one_and_for_many(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    with_fees(cast)
    for number, days in ((1, 0), (2, 1)):
        completed(cast, "prep", number, NOON + timedelta(days=days))
    with django_assert_max_num_queries(12 + 2 * 4):  # type: ignore[operator]  # a fixture; four for each new charge
        tasks.charge_completed()


def test_a_session_before_the_first_fee_is_not_charged(cast: Cast) -> None:
    with as_actor(cast.therapist):
        actions.set_fee(kind="prep", label="x", amount=Decimal(9), since=date(2027, 1, 1), by=cast.therapist, at=NOON)
    completed(cast)
    assert actions.charge_completed(at=LATER) == 0
