"""A calendar program reads somebody's dates by an address of their own, and hears of every change."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import close_account
from accounts.actor import as_actor
from clients.models import Partner
from sessions import actions
from sessions.models import Appointment, Feed, Role
from tests.cast import NOON, Cast, signed_in_as
from tests.states import BEFORE, booked, ready_for_ketamine

DAY = timedelta(days=1)
PAGE, END = "/calendar/mine/", "/calendar/mine/end/"
KHAL = Path(sys.executable).with_name("khal")


def address_for(cast: Cast, who: str, **words: str) -> str:
    person = getattr(cast, who)
    page = signed_in_as(person.user if isinstance(person, Partner) else person).post(PAGE, words)
    found = re.search(r"http://[^/\"]+(/calendar/[\w-]{43}\.ics)", page.content.decode())
    assert page.status_code == 200
    assert found
    return found[1]


def read(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content.decode()


class Program:
    """khal: a calendar program that keeps what it was given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "dates").mkdir()
        zones = "local_timezone = America/New_York\ndefault_timezone = America/New_York"
        formats = "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        formats += "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M"
        (folder / "config").write_text(
            f"[calendars]\n[[dates]]\npath = {folder}/dates\n[sqlite]\npath = {folder}/khal.db\n"
            f"[locale]\n{zones}\n{formats}\n[default]\ndefault_calendar = dates\n"
        )

    def takes_in(self, text: str) -> None:
        file = self.folder / "feed.ics"
        file.write_text(text)
        self._run("import", "--batch", str(file))

    def shows(self) -> list[str]:
        lines = ["--format", "{start} {end} {title} {status}", "--day-format", ""]
        return [line.strip() for line in self._run("list", *lines, "2026-11-10", "90d").splitlines() if line.strip()]

    def _run(self, *words: str) -> str:
        command = [str(KHAL), "--config", str(self.folder / "config"), *words]
        environment = os.environ | {"HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


def test_a_program_shows_dates_moves_them_and_calls_them_off(cast: Cast, noon: object, program: Program) -> None:
    kept = booked(cast, kind="prep", starts_at=NOON + 2 * DAY)
    moved = booked(cast, kind="prep", number=2, starts_at=NOON + 3 * DAY)
    address = address_for(cast, "ann")
    program.takes_in(read(address))
    # The program stands in New York; the practice is three hours earlier.
    assert program.shows() == [
        "2026-11-19 15:00 2026-11-19 15:50 Appointment CONFIRMED",
        "2026-11-20 15:00 2026-11-20 15:50 Appointment CONFIRMED",
    ]
    with as_actor(cast.therapist):
        actions.move(appointment=moved, starts_at=NOON + 9 * DAY, by=cast.therapist, at=NOON)
        actions.cancel(appointment=kept, by=cast.therapist, at=NOON)
    program.takes_in(read(address))
    assert program.shows() == [
        "2026-11-19 15:00 2026-11-19 15:50 Appointment CANCELLED",
        "2026-11-26 15:00 2026-11-26 15:50 Appointment CONFIRMED",
    ]


def test_a_date_that_waits_to_be_told_is_not_there(cast: Cast, noon: object) -> None:
    ready_for_ketamine(cast)
    booked(cast, starts_at=NOON + 20 * DAY, at=NOON)
    assert "BEGIN:VEVENT" not in read(address_for(cast, "ann"))


def test_a_date_that_is_being_prepared_again_is_called_off_at_the_time_that_was_told(cast: Cast, noon: object) -> None:
    ready_for_ketamine(cast)
    date = booked(cast, starts_at=NOON + 6 * DAY, at=BEFORE)
    address = address_for(cast, "ann")
    with as_actor(cast.therapist):
        for kind in ("date", "preparing"):
            actions.publish_date(appointment=date, kind=kind, since=NOON, confirmed=True, by=cast.therapist, at=NOON)
        actions.move(appointment=date, starts_at=NOON + 8 * DAY, by=cast.therapist, at=NOON)
    text = read(address)
    assert "STATUS:CANCELLED" in text
    assert "20261123T120000" in text
    assert "20261125" not in text


@pytest.mark.parametrize("who", ["ann", "ben"])
def test_a_date_that_somebody_has_alone_is_in_nobodys_file(cast: Cast, noon: object, who: str) -> None:
    booked(cast, kind="intake", number=1, starts_at=NOON + 2 * DAY)
    ready_for_ketamine(cast)
    with as_actor(cast.therapist):
        alone = {cast.ann: Role.DOSING, cast.ben: Role.ABSENT}
    booked(cast, number=1, starts_at=NOON + 6 * DAY, roles=alone)
    assert "BEGIN:VEVENT" not in read(address_for(cast, who))


def test_the_therapist_chooses_between_busy_and_initials(cast: Cast, noon: object) -> None:
    booked(cast, kind="prep", starts_at=NOON + 2 * DAY)
    assert "SUMMARY:Busy\r\n" in read(address_for(cast, "therapist", words="busy"))
    assert "SUMMARY:A. & B.\r\n" in read(address_for(cast, "staff", words="initials"))
    assert "BEGIN:VEVENT" not in read(address_for(cast, "other_therapist", words="busy"))


def test_a_ketamine_day_is_busy_until_the_room_is_free_again(cast: Cast, noon: object) -> None:
    ready_for_ketamine(cast)
    date = booked(cast, starts_at=NOON + 6 * DAY)
    assert f"DTEND;TZID=America/Los_Angeles:{date.busy_until.astimezone():%Y%m%d}" in read(
        address_for(cast, "therapist", words="busy")
    )
    assert date.busy_until > date.ends_at


def test_no_name_kind_or_word_of_the_work_is_in_any_file(cast: Cast, noon: object) -> None:
    ready_for_ketamine(cast)
    booked(cast, starts_at=NOON + 6 * DAY)
    for who, words in (("ann", {}), ("therapist", {"words": "initials"})):
        text = read(address_for(cast, who, **words)).casefold()
        for word in ("ketamine", "archer", "boyd", "ann", "kap", "therap", "session", "harbor relational", "grove"):
            assert word not in text.replace("x-wr-calname", ""), word


@pytest.mark.case("WA-16")
def test_wa_16_an_address_is_one_persons_and_ends_when_they_say_so(cast: Cast, noon: object) -> None:
    first = address_for(cast, "ann")
    second = address_for(cast, "ann")
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert signed_in_as(cast.ben.user).post(END).status_code == 302
    assert Client().get(second).status_code == 200
    signed_in_as(cast.ann.user).post(END)
    assert Client().get(second).status_code == 404
    assert Client().get("/calendar/guess.ics").status_code == 404


def test_whoever_may_not_come_in_any_more_gets_nothing(cast: Cast, noon: object) -> None:
    address = address_for(cast, "staff", words="busy")
    with as_actor(cast.therapist):
        close_account(person=cast.staff, by=cast.therapist, at=NOON)
    assert Client().get(address).status_code == 404


def test_only_a_digest_of_the_address_is_kept_and_it_is_shown_once(cast: Cast, noon: object) -> None:
    address = address_for(cast, "ann")
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    with as_actor(cast.ann.user):
        assert token not in str(Feed.objects.values_list().get())
    assert token not in signed_in_as(cast.ann.user).get(PAGE).content.decode()


def test_practice_people_have_to_choose_words(cast: Cast, noon: object) -> None:
    page = signed_in_as(cast.therapist).post(PAGE, {"words": "names"})
    assert page.status_code == 422
    assert "Choose one of the answers shown." in page.content.decode()


def test_both_of_a_couple_read_the_same_page(cast: Cast, noon: object) -> None:
    booked(cast, kind="intake", number=1, starts_at=NOON + 2 * DAY)
    pages = [signed_in_as(one.user).get(PAGE).content.decode() for one in (cast.ann, cast.ben)]
    once = re.compile(r"[A-Za-z0-9]{64}|nonce=\"[\w-]+\"")
    assert once.sub("", pages[0]).replace("Ann", "") == once.sub("", pages[1]).replace("Ben", "")


def test_a_file_takes_the_same_number_of_questions_however_many_dates(cast: Cast, noon: object) -> None:
    address = address_for(cast, "therapist", words="initials")
    counts = []
    for number in (1, 2):
        booked(cast, kind="prep", number=number, starts_at=NOON + (number + 1) * DAY)
        booked(cast, kind="integration", number=number, starts_at=NOON + (number + 5) * DAY)
        with CaptureQueriesContext(connection) as asked:
            read(address)
        counts.append(len(asked))
    assert len(set(counts)) == 1, counts
    assert Appointment.objects.count() == 4
