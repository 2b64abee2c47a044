"""What is worth knowing beside the stops, each at its last quiet value and one beyond."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sessions.rules.blockers import Reader
from sessions.rules.gate import Attendee, Part
from sessions.rules.readings import ReadingFacts
from sessions.rules.warnings import KINDS, NO_HELPER, Warned, old_reading, warnings_to_book, worded
from tests.sessions.people import ANN, BEN, NOW, TODAY, clearance, ready

DAY = timedelta(days=1)
WEEK = TODAY + 7 * DAY


def on(person: Attendee, day: object = TODAY, ahead: int = 0) -> list[tuple[str, str]]:
    found = warnings_to_book([person], day, TODAY, {ANN: ahead}, answers_days=30)  # type: ignore[arg-type]  # a day
    return [(one.kind.key, one.detail) for one in found]


# From when on "has anything changed?" is asked before a date, and when it was answered: decisions.md, section 2.
CHANGE = [
    ("not asked yet", None, None, []),
    ("never answered", NOW, None, [("change_unanswered", "17 November 2026")]),
    ("answered before it was asked", NOW, NOW - timedelta(minutes=1), [("change_unanswered", "17 November 2026")]),
    ("answered as it was asked", NOW, NOW, []),
    ("answered since", NOW, NOW + DAY, []),
]


@pytest.mark.parametrize(("since", "told", "expected"), [row[1:] for row in CHANGE], ids=[row[0] for row in CHANGE])
def test_an_open_question_whether_anything_changed_is_told(
    since: datetime | None, told: datetime | None, expected: list[tuple[str, str]]
) -> None:
    for part, found in ((Part.DOSING, expected), (Part.WITNESS, [])):
        person = ready(ANN, part, told_change_at=told)
        warned = warnings_to_book([person], TODAY, TODAY, {}, answers_days=30, asked_since=since)
        assert [(one.kind.key, one.detail) for one in warned] == found


MEDICAL = [
    # routes, the clearance asks for one, what is told; domain.md 1.0
    ({"lozenge"}, False, []),
    ({"lozenge"}, True, [("medical_needed", "the clearance asks for one")]),
    ({"im"}, False, [("medical_needed", "for an injection")]),
    ({"im", "lozenge"}, False, [("medical_needed", "for an injection")]),
    ({"im", "lozenge"}, True, [("medical_needed", "the clearance asks for one")]),
]


@pytest.mark.parametrize(("routes", "asks", "expected"), MEDICAL)
def test_a_medical_person_to_arrange_is_told_ahead(
    routes: set[str], asks: bool, expected: list[tuple[str, str]]
) -> None:
    cleared = clearance(routes=frozenset(routes), medical_present=asks)
    for part, found in ((Part.DOSING, expected), (Part.WITNESS, [])):
        person = ready(ANN, part, clearance=cleared)
        warned = warnings_to_book([person], TODAY, TODAY, {}, answers_days=30)
        assert [(one.kind.key, one.detail) for one in warned] == found


LATER = clearance(valid_until=WEEK)
ROWS = [
    ("nothing to say", ready(ANN), TODAY, 0, []),
    ("dates booked leave one", ready(ANN), TODAY, 1, []),
    ("dates booked use it up", ready(ANN), TODAY, 2, [("uses_up", "2 sessions")]),
    ("used up already is a stop", replace(ready(ANN), sessions_used=2), TODAY, 5, []),
    ("on the clearance's last day", ready(ANN, clearance=LATER), WEEK, 0, []),
    ("a day later", ready(ANN, clearance=LATER), WEEK + DAY, 0, [("ends_before", "24 November 2026")]),
    ("past already is a stop", ready(ANN, clearance=clearance(valid_until=TODAY - DAY)), TODAY, 0, []),
    ("no clearance is a stop", ready(ANN, clearance=None), WEEK, 9, []),
    (
        "another look by a day between",
        ready(ANN, clearance=clearance(valid_until=WEEK, re_evaluate_on=TODAY + DAY)),
        WEEK,
        0,
        [("look_before", "by 18 November 2026")],
    ),
    ("on the day of the look", ready(ANN, clearance=clearance(re_evaluate_on=TODAY)), TODAY, 0, []),
    ("a look that is due is a stop", ready(ANN, clearance=clearance(re_evaluate_on=TODAY - DAY)), TODAY, 0, []),
    (
        "another look after the dates booked",
        ready(ANN, clearance=clearance(re_evaluate_after=1)),
        TODAY,
        1,
        [("look_before", "after 1 session")],
    ),
    (
        "both",
        ready(ANN, clearance=clearance(re_evaluate_after=1, re_evaluate_on=WEEK)),
        TODAY,
        1,
        [("look_before", "after 1 session or by 24 November 2026")],
    ),
    (
        "a dose and no integration",
        replace(ready(ANN), last_dose_at=NOW),
        TODAY,
        0,
        [("no_integration", "17 November 2026")],
    ),
    ("integration after it", replace(ready(ANN), last_dose_at=NOW, integrated_at=NOW + DAY), TODAY, 0, []),
    (
        "integration before it",
        replace(ready(ANN), last_dose_at=NOW, integrated_at=NOW - DAY),
        TODAY,
        0,
        [("no_integration", "17 November 2026")],
    ),
    ("answers of thirty days", ready(ANN, answered_at=NOW - 30 * DAY), TODAY, 0, []),
    ("answers of a day more", ready(ANN, answered_at=NOW - 31 * DAY), TODAY, 0, [("answers_old", "31")]),
    ("somebody who supports", replace(ready(ANN, Part.WITNESS), last_dose_at=NOW), WEEK, 9, []),
]


@pytest.mark.parametrize(
    ("person", "day", "ahead", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_a_date_says_what_is_worth_knowing(
    person: Attendee, day: object, ahead: int, expected: list[tuple[str, str]]
) -> None:
    assert on(person, day, ahead) == expected


@pytest.mark.parametrize(("minutes", "said"), [(30, ""), (31, "31"), (95, "95")])
def test_a_reading_that_grew_old_is_said(minutes: int, said: str) -> None:
    person = replace(ready(ANN), baseline=ReadingFacts(118, 76, 68, 98, NOW))
    found = old_reading(person, NOW + timedelta(minutes=minutes), timedelta(minutes=30))
    assert (found.detail if found else "") == said


def test_no_reading_is_a_stop_and_no_warning() -> None:
    assert old_reading(replace(ready(BEN), baseline=None), NOW, timedelta()) is None
    assert old_reading(ready(BEN), NOW, timedelta()) is None


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_warning_is_a_sentence_and_the_room_shows_none(kind: object) -> None:
    warned = Warned(kind, "Ann", "3")  # type: ignore[arg-type]  # a row of the table
    assert warned.words_for(Reader.THERAPIST).endswith(".")
    assert {warned.words_for(one) for one in (Reader.ROOM, Reader.PARTNER, Reader.PRESCRIBER)} == {""}


OF_ALL = ("answers_old", "reading_old", "change_unanswered", "medical_needed", "no_integration", "uses_up")


def test_the_office_learns_nothing_of_answers_or_numbers() -> None:
    found = [Warned(KINDS[key], "Ann", "31") for key in OF_ALL]
    words = worded(found, Reader.STAFF)
    assert words == [
        "Ann: no integration session since the last ketamine date.",
        "Ann: dates already booked use up the clearance.",
    ]


def test_a_sentence_stands_once() -> None:
    assert len(worded([Warned(NO_HELPER), Warned(NO_HELPER)], Reader.THERAPIST)) == 1
