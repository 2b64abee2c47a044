from datetime import timedelta

import pytest
import time_machine
from django.core.mail import get_connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.actor import as_actor
from accounts.models import Credential, User
from accounts.roles import Role
from billing.models import Fee
from kap_practice.needs import needs_of
from outbox.actions import claim, deliver, set_reach
from outbox.rules import Writing
from reminders.actions import plan
from screening.actions import name_safety_watch
from tests.cast import NOON, Cast, person, signed_in_as
from tests.states import booked, ready_for_ketamine, worried

MORNING = NOON - timedelta(hours=3)


@pytest.fixture(autouse=True)
def at_morning() -> object:
    with time_machine.travel(MORNING, tick=False):
        yield


def therapist(cast: Cast) -> Client:
    return signed_in_as(cast.therapist, at=MORNING)


def test_an_empty_day_says_what_comes_and_that_nothing_waits(cast: Cast) -> None:
    Fee.objects.create(kind="consult", label="Consult", amount=100, since=MORNING.date())
    with as_actor(cast.therapist):
        name_safety_watch(user=cast.prescriber, minutes=60, by=cast.therapist, at=MORNING)
    page = therapist(cast).get("/today/").content.decode()
    assert "No sessions today" in page
    assert "Dates are booked on a couple&#x27;s page" in page
    assert "Nothing needs you now." in page


def test_a_new_practice_is_told_what_it_lacks_and_where_each_is_set(cast: Cast) -> None:
    with as_actor(role="door"):
        newcomer = person("Una Vale", Role.THERAPIST)
        Credential.objects.create(user=newcomer)
        User.objects.filter(role="prescriber").update(role="staff")
    page = signed_in_as(newcomer, at=MORNING).get("/today/").content.decode()
    for path in ("/practice/mine/", "/billing/fees/", "/practice/people/", "/couples/add/"):
        assert f'row-link" href="{path}"' in page


def test_the_office_is_not_asked_to_set_the_practice_up(cast: Cast) -> None:
    page = signed_in_as(cast.staff, at=MORNING).get("/today/").content.decode()
    assert "/billing/fees/" not in page


def test_a_session_of_the_day_stands_with_its_hour_step_and_state(cast: Cast) -> None:
    ready_for_ketamine(cast)
    booked(cast, starts_at=NOON)
    page = therapist(cast).get("/today/").content.decode()
    assert "One session today" in page
    assert "12:00" in page
    assert "Ketamine 1 of 8, Both take it" in page
    assert "Ready" in page


def test_a_date_whose_gate_has_closed_since_is_not_ready(cast: Cast) -> None:
    ready_for_ketamine(cast)
    booked(cast, starts_at=NOON)
    worried(cast.ann, MORNING)
    page = therapist(cast).get("/today/").content.decode()
    assert "Not ready yet" in page
    assert "Speak with Ann alone" in page


def test_the_office_sees_the_day_and_nothing_of_why(cast: Cast) -> None:
    ready_for_ketamine(cast)
    booked(cast, starts_at=NOON)
    worried(cast.ann, MORNING)
    page = signed_in_as(cast.staff, at=MORNING).get("/today/").content.decode()
    assert "Ann &amp; Ben" in page
    assert "alone" not in page


def test_another_therapist_sees_nothing_of_it(cast: Cast) -> None:
    ready_for_ketamine(cast)
    booked(cast, starts_at=NOON)
    page = signed_in_as(cast.other_therapist, at=MORNING).get("/today/").content.decode()
    assert "Ann" not in page


def test_the_room_is_offered_shortly_before_its_hour(cast: Cast) -> None:
    ready_for_ketamine(cast)
    booked(cast, starts_at=NOON)
    assert "Open the 12:00 session" not in therapist(cast).get("/today/").content.decode()
    with time_machine.travel(NOON - timedelta(minutes=30), tick=False):
        client = signed_in_as(cast.therapist, at=NOON - timedelta(minutes=30))
        assert "Open the 12:00 session" in client.get("/today/").content.decode()


@pytest.mark.parametrize("who", ["prescriber", "ann"])
def test_today_is_not_for_everybody(cast: Cast, who: str) -> None:
    user = cast.ann.user if who == "ann" else cast.prescriber
    assert signed_in_as(user, at=MORNING).get("/today/").status_code in {403, 404}


def test_the_page_asks_the_database_a_fixed_number_of_times(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ready_for_ketamine(cast)
    booked(cast, starts_at=NOON)
    client = therapist(cast)
    with django_assert_max_num_queries(72):
        client.get("/today/")


def test_whoever_has_not_joined_stands_there_with_the_way_to_invite_them(cast: Cast) -> None:
    cast.ben.user.is_active = False
    cast.ben.user.save()
    page = signed_in_as(cast.staff, at=MORNING).get("/today/").content.decode()
    assert "Ben has not joined yet" in page
    assert f"/partners/{cast.ben.pk}/invitation/" in page


def test_whoever_asked_for_no_mail_is_told_in_another_way(cast: Cast) -> None:
    with as_actor(cast.ann.user):
        set_reach(person=cast.ann.user, writing=Writing(frozenset()), at=NOON)
    booked(cast, kind="consult", starts_at=NOON + timedelta(days=2))
    with as_actor(role="worker"):
        plan(at=NOON)
    for claimed in claim(at=NOON):
        deliver(claimed=claimed, mail=get_connection(), at=NOON)
    for user in (cast.staff, cast.therapist):
        with as_actor(user):
            assert "Tell Ann Archer in another way" in [need.title for need in needs_of(user, NOON)]
            assert not [need for need in needs_of(user, NOON + timedelta(days=3)) if "another way" in need.title]


def test_what_ends_is_told_ahead_with_who_renews_it(cast: Cast) -> None:
    ready_for_ketamine(cast)
    assert "clearance" not in therapist(cast).get("/today/").content.decode()
    booked(cast, starts_at=NOON + timedelta(days=100))
    page = therapist(cast).get("/today/").content.decode()
    assert "Ann&#x27;s clearance ends" in page
    assert "On 16 February 2027. The prescriber renews it." in page
    assert "Sessions left after the dates booked: 1." in page
    assert "Ask what has changed before 25 February 2027." in page
    assert "clearance ends" not in signed_in_as(cast.staff, at=MORNING).get("/today/").content.decode()
