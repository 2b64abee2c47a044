"""Opening hours, closed days and rooms: as they are set, as the calendar shows them, and as they meet a booking."""

from datetime import date, time, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from accounts.actor import as_actor
from accounts.models import User
from sessions import actions
from sessions.actions import refusals as no
from sessions.models import Appointment, ClosedDays, OpeningHours, TherapyRoom
from tests.accounts.proving import proved_as
from tests.cast import NOON, Cast, signed_in_as
from tests.pages import words_of
from tests.states import BEFORE, booked, plan_step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
SETTINGS, CLOSED = "/practice/calendar/", "/calendar/closed/"
WEEK = {f"{what}_{day}": hour for day in range(5) for what, hour in (("from", "09:00"), ("to", "17:00"))}
THURSDAY = date(2026, 11, 19)


def closed(cast: Cast, *, therapist: User | None = None, words: str = "Fair", day: date = THURSDAY) -> ClosedDays:
    with as_actor(cast.staff):
        return actions.close_days(
            therapist=therapist, words=words, starts_on=day, ends_on=day + timedelta(days=1), by=cast.staff, at=NOON
        )


def rooms(cast: Cast, *names: str) -> list[TherapyRoom]:
    with as_actor(cast.therapist):
        return [actions.add_room(name=name, by=cast.therapist, at=NOON) for name in names]


def at_the_other_couple(cast: Cast) -> Appointment:
    """A consult of the second couple at noon, with its own therapist."""
    with as_actor(cast.other_therapist):
        step = actions.make_plan(couple=cast.other_couple, by=cast.other_therapist, at=BEFORE)[0]
        return actions.book(couple=cast.other_couple, step=step, starts_at=NOON, by=cast.other_therapist, at=BEFORE)


def book_page(cast: Cast, **typed: str) -> tuple[int, str]:
    url = reverse("book", args=[cast.couple.pk, plan_step(cast, "consult").pk])
    answer = signed_in_as(cast.staff, at=NOON).post(url, {"day": "2026-11-19", "hour": "10:00", "place": "11", **typed})
    return answer.status_code, answer.content.decode()


def test_hours_are_kept_shown_and_remembered(cast: Cast) -> None:
    client = proved_as(cast.therapist)
    assert client.post(SETTINGS, WEEK).status_code == 302
    assert client.post(SETTINGS, WEEK | {"from_0": "10:00", "from_4": "", "to_4": ""}).status_code == 302
    with as_actor(cast.therapist):
        kept = {one.weekday: (one.opens, one.closes) for one in OpeningHours.objects.all()}
    assert kept == {0: (time(10), time(17))} | dict.fromkeys((1, 2, 3), (time(9), time(17)))
    said = words_of(client.get(SETTINGS).content.decode())
    for words in ("Monday: 10:00-17:00", "Monday: 09:00-17:00", "Friday: closed"):
        assert words in said
    assert said.count("Tuesday: 09:00-17:00") == 1  # what stayed as it was is no change
    assert said.count("Maya Okafor") >= 7


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"to_0": "08:00"}, "On Monday the second time has to be later than the first."),
        ({"to_0": ""}, "Give both times for Monday, or neither."),
        ({"from_2": "25:00"}, "Enter a time"),
    ],
)
def test_hours_that_cannot_be_get_a_sentence_and_change_nothing(
    cast: Cast, typed: dict[str, str], sentence: str
) -> None:
    answer = proved_as(cast.therapist).post(SETTINGS, WEEK | typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not OpeningHours.objects.exists()


def test_the_calendar_shows_closed_time_and_offers_open_hours_alone(cast: Cast) -> None:
    proved_as(cast.therapist).post(SETTINGS, WEEK)
    closed(cast)
    week = signed_in_as(cast.staff, at=NOON).get("/calendar/week/").content.decode()
    assert "Fair" in week
    assert "cal-shut" in week
    offered = {one.split('"')[0] for one in week.split("day=") if "hour=" in one.split('"')[0]}
    assert "2026-11-18&amp;hour=09:00" in offered
    assert not {one for one in offered if one.startswith(("2026-11-19", "2026-11-20", "2026-11-21"))}
    assert not {one for one in offered if one.endswith(("=08:00", "=17:00"))}


def test_a_time_outside_hours_is_pointed_out_and_can_be_taken(cast: Cast) -> None:
    proved_as(cast.therapist).post(SETTINGS, WEEK)
    status, said = book_page(cast, hour="16:30")
    assert status == 422
    assert "On a Thursday the practice is open from 09:00 to 17:00; this is 16:30 to 17:20." in said
    assert not Appointment.objects.exists()
    assert book_page(cast, hour="16:30", anyway="on")[0] == 302
    assert Appointment.objects.count() == 1


def test_a_time_that_has_passed_is_refused_without_asking_first(cast: Cast) -> None:
    proved_as(cast.therapist).post(SETTINGS, WEEK)
    status, said = book_page(cast, day="2026-11-16", hour="18:30")
    assert status == 422
    assert "Choose a time that is still to come." in said
    assert "this is 18:30" not in said


def test_what_speaks_against_a_time_from_the_calendar_stands_beside_it_before_anything_is_sent(cast: Cast) -> None:
    closed(cast)
    (attic, _) = rooms(cast, "Attic", "Garden")
    asked = {"day": "2026-11-19", "hour": "10:00", "room": str(attic.pk)}
    url = reverse("book", args=[cast.couple.pk, plan_step(cast, "consult").pk])
    found = signed_in_as(cast.staff, at=NOON).get(url, asked).content.decode()
    assert "Fair, on Thursday 19 November." in found
    assert f'<option value="{attic.pk}" selected>' in found


def test_the_only_therapists_absence_closes_the_day_and_one_of_two_does_not(cast: Cast) -> None:
    closed(cast, therapist=cast.therapist)
    client = signed_in_as(cast.staff, at=NOON)
    day = {"day": "2026-11-19"}
    assert "hour=10:00" in client.get("/calendar/day/", day).content.decode()
    hers = client.get("/calendar/day/", day | {"therapist": str(cast.therapist.pk)}).content.decode()
    assert "hour=10:00" not in hers
    assert "Maya Okafor is away: Fair" in hers


def test_an_absence_of_her_own_therapist_is_pointed_out_and_no_others(cast: Cast) -> None:
    closed(cast, therapist=cast.other_therapist)
    assert book_page(cast)[0] == 302
    with as_actor(cast.staff):
        actions.cancel(appointment=Appointment.objects.get(), by=cast.staff, at=NOON)
    closed(cast, therapist=cast.therapist, words="")
    status, said = book_page(cast)
    assert status == 422
    assert "Maya Okafor is away, on Thursday 19 November." in said


def test_moving_into_closed_days_is_pointed_out_too(cast: Cast) -> None:
    appointment = booked(cast, kind="consult")
    closed(cast)
    client = signed_in_as(cast.staff, at=NOON)
    url, typed = reverse("move_appointment", args=[appointment.pk]), {"day": "2026-11-19", "hour": "10:00"}
    assert "Fair, on Thursday 19 November." in client.post(url, typed).content.decode()
    assert client.post(url, typed | {"anyway": "on"}).status_code == 302


def test_an_absence_lists_what_it_hits_each_with_a_way_to_another_time(cast: Cast) -> None:
    hit = booked(cast, kind="consult", starts_at=NOON + timedelta(days=2))
    missed = booked(cast, kind="prep", starts_at=NOON + timedelta(days=4))
    client = signed_in_as(cast.staff, at=NOON)
    typed = {
        "therapist": str(cast.therapist.pk),
        "words": "training",
        "starts_on": "2026-11-19",
        "ends_on": "2026-11-20",
    }
    answer = client.post(CLOSED, typed, follow=True).content.decode()
    assert "Written down. 1 date stands on these days; each can be moved from the list." in answer
    assert "Maya Okafor is away: training" in answer
    assert reverse("move_appointment", args=[hit.pk]) in answer
    assert reverse("move_appointment", args=[missed.pk]) not in answer
    hit.refresh_from_db()
    assert hit.state == "booked"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"starts_on": ""}, "Give the first day."),
        ({"ends_on": "2026-11-18"}, "The last day is before the first. Change one of them."),
        ({"ends_on": "2026-02-30"}, "Enter a date"),
        ({"therapist": "somebody"}, "Choose one of the answers shown."),
        ({"words": "x" * 61}, "Shorten this to 60 characters."),
        ({}, "Some of these days are in the list already."),
    ],
)
def test_days_that_cannot_be_get_a_sentence(cast: Cast, typed: dict[str, str], sentence: str) -> None:
    closed(cast)
    answer = signed_in_as(cast.staff, at=NOON).post(
        CLOSED, {"therapist": "", "words": "", "starts_on": "2026-11-20", "ends_on": "2026-11-22"} | typed
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert ClosedDays.objects.count() == 1


def test_days_taken_off_the_list_are_open_and_can_be_closed_again(cast: Cast) -> None:
    first = closed(cast)
    client = signed_in_as(cast.staff, at=NOON)
    client.post(reverse("take_back_closed_days", args=[first.pk]))
    assert book_page(cast)[0] == 302
    assert "taken off 17 Nov 2026" in words_of(client.get(CLOSED).content.decode())
    closed(cast)


def test_the_practice_reads_its_hours_and_nobody_else(cast: Cast) -> None:
    closed(cast)
    rooms(cast, "Garden")
    for who, count in ((cast.therapist, 1), (cast.staff, 1), (cast.prescriber, 0), (cast.ann.user, 0)):
        with as_actor(who):
            assert ClosedDays.objects.count() == TherapyRoom.objects.count() == count
    with as_actor(cast.staff), pytest.raises(ProgrammingError), transaction.atomic():
        actions.add_room(name="Attic", by=cast.staff, at=NOON)


def test_nobody_writes_closed_days_in_anothers_name(cast: Cast) -> None:
    with as_actor(cast.staff), pytest.raises(ProgrammingError), transaction.atomic():
        actions.close_days(therapist=None, words="", starts_on=THURSDAY, ends_on=THURSDAY, by=cast.therapist, at=NOON)


def test_a_colleague_is_told_when_a_therapist_is_busy_and_the_office_or_a_partner_nothing(cast: Cast) -> None:
    at_the_other_couple(cast)
    told = {}
    for name in ("therapist", "other_therapist", "staff", "prescriber", "ann"):
        person = getattr(cast, name)
        with as_actor(getattr(person, "user", person)), connection.cursor() as cursor:
            cursor.execute("select * from kap_busy_elsewhere(%s, %s)", [NOON, NOON + timedelta(hours=1)])
            told[name] = len(cursor.fetchall())
    assert told == {"therapist": 1, "other_therapist": 0, "staff": 0, "prescriber": 0, "ann": 0}


def test_a_room_is_taken_once_and_the_first_that_is_free_without_a_choice(cast: Cast) -> None:
    attic, garden = rooms(cast, "Attic", "Garden")
    other = at_the_other_couple(cast)
    mine = booked(cast, kind="consult")
    assert (other.room, mine.room) == (attic, garden)


def test_a_refusal_names_the_room_and_what_is_in_the_way_to_the_office(cast: Cast) -> None:
    attic, _ = rooms(cast, "Attic", "Garden")
    at_the_other_couple(cast)
    status, said = book_page(cast, day="2026-11-17", hour="12:10", room=str(attic.pk))
    assert status == 422
    assert "Attic is taken then. Choose another room or time." in said
    assert "In the way: Cat &amp; Dan, Consult, 12:00 to 12:50." in said


def test_a_therapist_is_not_told_who_a_colleagues_couple_is(cast: Cast) -> None:
    rooms(cast, "Attic")
    at_the_other_couple(cast)
    with pytest.raises(no.RoomBusy) as refusal:
        booked(cast, kind="consult")
    assert refusal.value.sentence == (
        "Attic is taken then. Choose another time. In the way: Otto Brandt, 12:00 to 12:50."
    )


def test_by_video_no_room_is_taken(cast: Cast) -> None:
    rooms(cast, "Attic")
    at_the_other_couple(cast)
    with as_actor(cast.staff):
        made = actions.book(
            couple=cast.couple, step=plan_step(cast, "consult"), starts_at=NOON, place="10", by=cast.staff, at=BEFORE
        )
    assert made.room is None


def test_moving_keeps_the_room_or_takes_another(cast: Cast) -> None:
    attic, garden = rooms(cast, "Attic", "Garden")
    at_the_other_couple(cast)
    mine = booked(cast, kind="consult", starts_at=NOON + timedelta(hours=3))
    assert mine.room == attic
    with as_actor(cast.staff):
        with pytest.raises(no.RoomBusy):
            actions.move(appointment=mine, starts_at=NOON, by=cast.staff, at=BEFORE)
        moved = actions.move(appointment=mine, starts_at=NOON, room=garden, by=cast.staff, at=BEFORE)
    assert moved.room == garden


def test_a_room_with_dates_to_come_stays_even_where_they_are_a_colleagues(cast: Cast) -> None:
    attic, garden = rooms(cast, "Attic", "Garden")
    at_the_other_couple(cast)
    client = proved_as(cast.therapist)
    with as_actor(cast.therapist), pytest.raises(no.RoomInUse, match="1 date to come is in Attic"):
        actions.retire_room(room=attic, at=BEFORE)
    said = client.post(reverse("retire_room", args=[garden.pk]), follow=True).content.decode()
    assert "Garden is taken off the list." in said
    assert "Garden: no longer used" in said


@pytest.mark.parametrize(
    ("name", "sentence"), [("", "Give the room a name."), ("Attic", "There is a room of this name."), ("x" * 41, "40")]
)
def test_a_room_that_cannot_be_gets_a_sentence(cast: Cast, name: str, sentence: str) -> None:
    rooms(cast, "Attic")
    answer = proved_as(cast.therapist).post(reverse("add_room"), {"name": name})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
