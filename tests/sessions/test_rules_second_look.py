"""What of a clearance is over or ends soon, by date and by sessions."""

from datetime import date, timedelta
from typing import Any

import pytest

from sessions.rules.second_look import endings
from tests.sessions.people import TODAY, clearance

FAR = TODAY + timedelta(days=60)


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


@pytest.mark.parametrize(
    ("changes", "used", "words", "over"),
    [
        ({"valid_until": FAR, "sessions": 6}, 0, "", False),
        ({"valid_until": days(22), "sessions": 6}, 0, "", False),
        ({"valid_until": days(21), "sessions": 6}, 0, "Ends in 21 days", False),
        ({"valid_until": days(1), "sessions": 6}, 0, "Ends tomorrow", False),
        ({"valid_until": days(0), "sessions": 6}, 0, "Ends today", False),
        ({"valid_until": days(-1), "sessions": 6}, 0, "Ran out by date", True),
        ({"valid_until": FAR, "sessions": 2}, 1, "1 session left", False),
        ({"valid_until": FAR, "sessions": 2}, 2, "All sessions used", True),
        ({"valid_until": FAR, "sessions": 8, "re_evaluate_after": 2}, 0, "", False),
        ({"valid_until": FAR, "sessions": 8, "re_evaluate_after": 2}, 1, "after 1 more session", False),
        ({"valid_until": FAR, "sessions": 8, "re_evaluate_after": 2}, 2, "the sessions until then are used", True),
        ({"valid_until": FAR, "sessions": 8, "re_evaluate_on": days(22)}, 0, "", False),
        ({"valid_until": FAR, "sessions": 8, "re_evaluate_on": days(1)}, 0, "To look at again tomorrow", False),
        ({"valid_until": FAR, "sessions": 8, "re_evaluate_on": days(0)}, 0, "To look at again today", False),
        ({"valid_until": FAR, "sessions": 8, "re_evaluate_on": days(-1)}, 0, "the day has passed", True),
        ({"valid_until": days(3), "sessions": 8, "re_evaluate_on": days(-1)}, 0, "the day has passed", True),
    ],
)
def test_what_is_over_or_ends_soon_by_date_and_by_sessions(
    changes: dict[str, Any], used: int, words: str, over: bool
) -> None:
    found = endings(clearance(**changes), used, TODAY)
    assert bool(found) is bool(words)
    if found:
        assert words in found[0].words
        assert found[0].is_over is over


@pytest.mark.parametrize(
    ("used", "words"),
    [
        (1, ["Ends in 14 days", "1 session left", "To look at again in 7 days"]),
        (2, ["All sessions used", "Ends in 14 days", "To look at again in 7 days"]),
        (3, ["All sessions used", "Ends in 14 days", "To look at again in 7 days"]),
    ],
)
def test_every_end_that_comes_near_is_told_and_what_is_over_stands_first(used: int, words: list[str]) -> None:
    near = clearance(valid_until=days(14), sessions=2, re_evaluate_on=days(7), re_evaluate_after=9)
    assert [one.words for one in endings(near, used, TODAY)] == words


def test_a_second_look_by_date_and_by_sessions_is_told_of_both() -> None:
    both = clearance(valid_until=FAR, sessions=8, re_evaluate_after=3, re_evaluate_on=days(-1))
    assert [(one.words, one.is_over) for one in endings(both, 2, TODAY)] == [
        ("To look at again: the day has passed", True),
        ("To look at again after 1 more session", False),
    ]
