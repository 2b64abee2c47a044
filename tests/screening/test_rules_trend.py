"""Scores over time as tables: what each line says, what a change counts from, and where a point of the picture lies."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.rules.scoring import entered, score
from screening.rules.trend import EDGE, HEIGHT, WIDTH, Series, Taken, in_sentences, series
from tests.screening.instruments import named, numbered

FIRST = date(2026, 11, 17)
PHQ = named("phq-9")


def taken(total: int | None, day: int = 0, words: str = "") -> Taken:
    """A PHQ-9 of this total; None for answers that have no score."""
    on = FIRST + timedelta(days=day)
    if total is None:
        return Taken(PHQ, on, None, ("Item 4 has no answer, so there is no score.",), words=words)
    values = [3] * (total // 3) + [total % 3]
    return Taken(PHQ, on, score(PHQ, numbered(PHQ, (values + [0] * 9)[:9])), words=words)


def told(found: Series) -> list[tuple[str, str]]:
    return [(row.number, row.change.words if row.change else "") for row in found.rows]


@pytest.mark.parametrize(
    ("totals", "lines"),
    [
        ([], []),
        ([17], [("17", "")]),
        ([17, 8], [("17", ""), ("8", "drop of 9, 52.9 %: response, meaningful")]),
        ([17, 20, 17], [("17", ""), ("20", "rise of 3, 17.6 %"), ("17", "no change")]),
        ([None, 12, 7], [("", ""), ("12", ""), ("7", "drop of 5, 41.7 %: meaningful")]),
        ([12, None, 12], [("12", ""), ("", ""), ("12", "no change")]),
        ([None, None], [("", ""), ("", "")]),
        ([0, 3], [("0", ""), ("3", "rise of 3")]),
    ],
    ids=[
        "nothing yet",
        "one",
        "a drop",
        "always from the first, not from the one before",
        "from the first that has a score",
        "over one without a score",
        "no score at all",
        "a first score of 0 is a score",
    ],
)
def test_a_change_is_counted_from_the_first_score(totals: list[int | None], lines: list[tuple[str, str]]) -> None:
    assert told(series(PHQ, [taken(total, day) for day, total in enumerate(totals)])) == lines


def test_the_day_decides_the_order_whenever_it_was_entered() -> None:
    found = series(PHQ, [taken(8, day=7), taken(17), taken(12, day=3)])
    assert [row.number for row in found.rows] == ["17", "12", "8"]
    assert [row.number for row in found.newest_first] == ["8", "12", "17"]
    assert found.latest.number == "8"


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (taken(17), "moderately severe"),
        (taken(17, words="as it came out"), "moderately severe"),
        (taken(None, words="as it came out"), "as it came out"),
        (taken(None), ""),
        (Taken(named("gad-7"), FIRST, entered(named("gad-7"), {"total": "15"})), "severe"),
        (Taken(named("csi-16"), FIRST, entered(named("csi-16"), {"total": "51"})), ""),
    ],
    ids=["its band", "its band before other words", "how it came out", "nothing", "an entered total", "without bands"],
)
def test_a_line_says_its_band_else_how_it_came_out(one: Taken, words: str) -> None:
    assert series(one.instrument, [one]).latest.words == words


def test_a_result_without_a_number_has_a_line_and_no_point() -> None:
    wast = named("wast")
    results = [Taken(wast, FIRST + timedelta(days=day), score(wast, {}), words="Positive") for day in (0, 7)]
    found = series(wast, results)
    assert [(row.number, row.words, row.change) for row in found.rows] == [("", "Positive", None)] * 2
    assert found.line == ""


@pytest.mark.parametrize(
    ("found", "line"),
    [
        ([], ""),
        ([taken(17)], ""),
        ([taken(17), taken(None, day=3)], ""),
        ([taken(27), taken(0, day=10)], "8.0,8.0 312.0,88.0"),
        ([taken(0), taken(27, day=10)], "8.0,88.0 312.0,8.0"),
        ([taken(9), taken(18, day=5), taken(9, day=20)], "8.0,61.3 84.0,34.7 312.0,61.3"),
        ([taken(9), taken(18)], "8.0,61.3 8.0,34.7"),
    ],
    ids=[
        "nothing",
        "one point is no line",
        "one score beside one without",
        "from the worst to the best",
        "from the best to the worst",
        "as far apart as their days",
        "two of one day",
    ],
)
def test_points_lie_by_their_days_and_within_the_whole_range(found: list[Taken], line: str) -> None:
    assert series(PHQ, found).line == line


@pytest.mark.parametrize(
    ("name", "low", "high"), [("hits", "4", "20"), ("des-ii", "0", "100")], ids=["from 4 up", "a mean"]
)
def test_the_range_is_the_instruments_own(name: str, low: str, high: str) -> None:
    own = named(name)
    totals = [
        Taken(own, FIRST + timedelta(days=day), entered(own, {"total": one})) for day, one in ((0, low), (1, high))
    ]
    assert series(own, totals).line == "8.0,88.0 312.0,8.0"


@given(st.lists(st.tuples(st.integers(0, 27), st.integers(0, 400)), min_size=2, max_size=12))
def test_no_point_leaves_the_picture_and_none_turns_back(scores: list[tuple[int, int]]) -> None:
    points = [(float(x), float(y)) for x, y in series(PHQ, [taken(total, day) for total, day in scores]).dots]
    assert len(points) == len(scores)
    assert all(EDGE <= x <= WIDTH - EDGE and EDGE <= y <= HEIGHT - EDGE for x, y in points)
    assert all(earlier[0] <= later[0] for earlier, later in pairwise(points))


@pytest.mark.parametrize(
    ("one", "lines"),
    [
        (
            Taken(PHQ, FIRST, score(PHQ, numbered(PHQ, [0, 1, 1, 1, 0, 0, 1, 0, 1]))),
            ["5 of 27, mild", PHQ.scoring.flags[0].words],
        ),
        (taken(None), ["Item 4 has no answer, so there is no score."]),
        (Taken(PHQ, FIRST, None, words="Would rather talk about it"), ["Would rather talk about it"]),
        (
            Taken(named("gad-7"), FIRST, entered(named("gad-7"), {"total": "15"}), entered_by="Maya"),
            ["15 of 21, severe", "Entered by Maya"],
        ),
    ],
    ids=["score, band and flag", "why there is none", "how it came out", "who entered it"],
)
def test_a_line_on_paper_says_the_score_in_sentences(one: Taken, lines: list[str]) -> None:
    assert in_sentences(series(one.instrument, [one]).latest) == lines


def test_a_line_on_paper_says_what_changed_and_which_rule_of_those_in_use_is_met() -> None:
    last = series(PHQ, [taken(17), taken(8, day=7)]).latest
    assert in_sentences(last)[-1] == "Since the first: drop of 9, 52.9 %: response, meaningful"
    pcl = named("pcl-5-month")
    found = series(pcl, [Taken(pcl, FIRST, score(pcl, numbered(pcl, [2] * 20)))]).latest
    used = [each.cut.words for each in found.taken.score.used] if found.taken.score else []
    assert used
    assert in_sentences(found)[1:] == [f"Met: {words}" for words in used]
