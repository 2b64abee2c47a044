"""What is told ahead of an end, each at its last quiet value and one beyond."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sessions.rules.ahead import OWNERS, Coming, Course, Limits, Task, tasks_ahead
from sessions.rules.blockers import Owner
from tests.sessions.people import ANN, NOW, TODAY, clearance, ready

DAY = timedelta(days=1)
LIMITS = Limits(days=21, sessions=1, answers_days=30)
LONG = clearance(valid_until=TODAY + 90 * DAY, sessions=8)


def told(course: Course) -> list[tuple[str, str]]:
    return [(one.what.value, one.detail) for one in tasks_ahead(course, TODAY, LIMITS)]


def on_the_way(
    used: int = 0, dates: tuple[int, ...] = (), facts: dict[str, object] | None = None, **changes: object
) -> Course:
    person = ready(ANN, clearance=replace(LONG, **changes), **(facts or {}))  # type: ignore[arg-type]  # a test's keywords
    return Course(person.facts, used, tuple(TODAY + days * DAY for days in dates))


ROWS = [
    ("nothing ends", on_the_way(), []),
    ("three weeks and a day", on_the_way(valid_until=TODAY + 22 * DAY), []),
    ("three weeks", on_the_way(valid_until=TODAY + 21 * DAY), [("clearance_ends", "8 December 2026")]),
    ("past", on_the_way(valid_until=TODAY - DAY), [("clearance_ends", "16 November 2026")]),
    ("a date on its last day", on_the_way(dates=(90,)), []),
    ("a date beyond it", on_the_way(dates=(91,)), [("clearance_ends", "15 February 2027")]),
    ("two left", on_the_way(used=5, dates=(7,)), []),
    ("one left after the dates", on_the_way(used=5, dates=(7, 14)), [("clearance_used", "1")]),
    ("none left", on_the_way(used=8), [("clearance_used", "none")]),
    ("more dates than sessions", on_the_way(used=7, dates=(7, 14)), [("clearance_used", "1 too few")]),
    ("a look in three weeks and a day", on_the_way(re_evaluate_on=TODAY + 22 * DAY), []),
    ("a look in three weeks", on_the_way(re_evaluate_on=TODAY + 21 * DAY), [("look", "by 8 December 2026")]),
    (
        "a date beyond a look",
        on_the_way(dates=(31,), re_evaluate_on=TODAY + 30 * DAY),
        [("look", "by 17 December 2026")],
    ),
    ("a look after one date more", on_the_way(used=0, dates=(7,), re_evaluate_after=2), []),
    (
        "a look after the dates booked",
        on_the_way(used=1, dates=(7,), re_evaluate_after=2),
        [("look", "after 2 sessions")],
    ),
    ("consent to sign anew", on_the_way(facts={"consent_signed": False}), [("consent", "")]),
    ("before a date", on_the_way(dates=(7,), facts={"consent_signed": False}), [("consent", "24 November 2026")]),
    ("answers good on the date", on_the_way(dates=(7,), facts={"answered_at": NOW - 23 * DAY}), []),
    ("old by then", on_the_way(dates=(7,), facts={"answered_at": NOW - 24 * DAY}), [("answers", "24 November 2026")]),
    ("old, and no date", on_the_way(facts={"answered_at": NOW - 99 * DAY}), []),
    ("suspended", on_the_way(used=8, suspended=True), []),
    ("never cleared", Course(ready(ANN, clearance=None, consent_signed=False).facts, 0), []),
]


@pytest.mark.parametrize(("course", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_an_end_is_told_ahead(course: Course, expected: list[tuple[str, str]]) -> None:
    assert told(course) == expected


def test_every_task_has_an_owner() -> None:
    assert set(OWNERS) == set(Coming)
    assert Task(Coming.LOOK, "").owner is Owner.PRESCRIBER
    assert Task(Coming.CONSENT, "").owner is Owner.PARTNER
