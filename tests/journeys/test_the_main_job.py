"""From two names to a superbill, as five people, on the real server, worker, broker and documents.

Each step also asks what the other partner, the office and the prescriber do not see.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import psycopg
import pytest
from playwright.sync_api import Browser

from tests.journeys.people import DESK, PHONE, TABLET, House
from tests.journeys.steps import booking, couple, money, note, portal, publishing, reminder, room, screening
from tests.journeys.story import PACIFIC, Clock, Story


@pytest.fixture
def story(browser: Browser, practice_server: str, superuser: psycopg.Connection) -> Iterator[Story]:
    """Five people who have not come in yet, on a Tuesday morning to come."""
    house, clock = House(browser, practice_server), Clock(superuser)
    morning = a_tuesday_at_nine()
    clock.stand_at(morning)
    yield Story(
        database=superuser,
        clock=clock,
        maya=house.person("Maya Okafor", DESK),
        tablet=house.person("Maya Okafor", TABLET),
        sol=house.person("Sol Rivera", DESK),
        ruth=house.person("Dr Ruth Lee", DESK),
        ann=house.person("Ann", PHONE),
        ben=house.person("Ben", PHONE),
        starts_at=morning + timedelta(hours=26),
    )
    clock.reset()
    house.close()


def a_tuesday_at_nine() -> datetime:
    day = datetime.now(PACIFIC) + timedelta(days=7)
    day += timedelta(days=1 - day.weekday())
    return day.replace(hour=9, minute=0, second=0, microsecond=0)


def test_two_names_become_a_superbill(story: Story) -> None:
    couple.two_names_become_a_couple(story)
    couple.each_comes_in_alone(story)
    portal.each_answers_alone(story)
    booking.the_office_cannot_book_yet(story)
    screening.the_therapist_decides(story)
    screening.the_prescriber_clears(story)
    booking.the_office_books(story)
    publishing.both_wait_for_the_review(story)
    publishing.the_therapist_shows_it_now(story)
    booking.each_reads_an_own_date(story)
    reminder.both_are_told_of_the_date(story)
    room.the_medicine_is_taken(story)
    reminder.both_are_told_again(story)
    room.the_session_ends(story)
    note.the_note_is_signed(story)
    money.the_charge_comes_by_itself(story)
    money.the_superbill_lacks_a_diagnosis(story)
    money.the_superbill_is_issued(story)
    reminder.nobody_is_told_more_often(story)
