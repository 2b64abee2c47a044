import pytest

from screening.rules.measuring import BASELINE_SET, POINTS, reasons_not_to_ask, suggestions
from screening.rules.scoring import score
from tests.screening.instruments import named, numbered


def test_everybody_is_asked_the_same_baseline_and_all_of_it_can_be_asked() -> None:
    assert BASELINE_SET == ("phq-9", "gad-7", "pc-ptsd-5", "audit-c", "hark")
    for name in BASELINE_SET:
        assert reasons_not_to_ask(named(name), "baseline", open_already=False) == []


def test_the_first_sitting_is_short() -> None:
    assert sum(named(name).minutes for name in BASELINE_SET) <= 10


@pytest.mark.parametrize("name", ["phq-9", "gad-7", "pcl-5-week", "audit-c", "pulse"])
def test_the_day_after_nobody_is_asked_about_weeks(name: str) -> None:
    """Trap 15: a next-day PHQ-9 would be an answer about the two weeks before the session."""
    reasons = reasons_not_to_ask(named(name), "next_day", open_already=False)
    assert len(reasons) == 1
    assert "So soon after a session" in reasons[0]
    assert reasons_not_to_ask(named(name), "now", open_already=False) == []


@pytest.mark.parametrize("point", POINTS)
def test_a_text_that_may_not_ship_cannot_be_asked(point: str) -> None:
    assert "AUDIT ships without its text. Enter its score or result instead." in reasons_not_to_ask(
        named("audit"), point, open_already=False
    )


def test_what_is_open_is_not_asked_twice() -> None:
    assert reasons_not_to_ask(named("phq-9"), "now", open_already=True) == [
        "PHQ-9 is asked already and not answered yet."
    ]


@pytest.mark.parametrize(("values", "names"), [([1, 1, 1, 1, 0, 0], ["pcl-5-month"]), ([1, 1, 1, 0, 0, 0], [])])
def test_the_short_screen_leads_to_the_long_one_from_three_on(values: list[int], names: list[str]) -> None:
    found = suggestions(score(named("pc-ptsd-5"), numbered(named("pc-ptsd-5"), values)))
    assert [one.instrument for one in found] == names


def test_no_other_score_leads_anywhere() -> None:
    assert suggestions(score(named("phq-9"), numbered(named("phq-9"), [3] * 9))) == []
