from datetime import date
from uuid import UUID

import pytest

from clients import rules

TODAY = date(2026, 11, 17)


@pytest.mark.parametrize("born", [date(2008, 11, 17), date(1988, 3, 4), date(1906, 11, 18)])
def test_adult_alive_today_has_no_trouble(born: date) -> None:
    assert rules.birth_date_trouble(born, TODAY) == ""


@pytest.mark.parametrize(
    ("born", "says"),
    [
        (date(2026, 11, 18), "in the future"),
        (date(2008, 11, 18), "18 or over"),
        (date(2026, 11, 17), "18 or over"),
        (date(1905, 11, 17), "too long ago"),
        (date(1, 1, 1), "too long ago"),
    ],
)
def test_other_birth_dates_say_why(born: date, says: str) -> None:
    assert says in rules.birth_date_trouble(born, TODAY)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(1990, 6, 1), date(2026, 6, 1), 36),
    ],
)
def test_age_grows_on_the_birthday(born: date, day: date, age: int) -> None:
    assert rules.age_on(born, day) == age


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("ann@example.org", "ann@example.org", True),
        ("ann@example.org", " ANN@Example.org", True),
        ("ann@example.org", "ann+ben@example.org", True),
        ("ann@example.org", "ben@example.org", False),
        ("", "", False),
    ],
)
def test_one_inbox_is_one_address(first: str, second: str, same: bool) -> None:
    assert rules.same_address(first, second) is same


@pytest.mark.parametrize("typed", ["Ann Archer", " ann   ARCHER ", "Annie Archer", "Ánn Archer"])
def test_legal_and_preferred_name_sign(typed: str) -> None:
    assert rules.typed_name_trouble(typed, "Ann Archer", "Annie Archer") == ""


@pytest.mark.parametrize(
    ("typed", "says"),
    [("Ben Boyd", "as we know it: Annie Archer"), ("Ann", "as we know it"), ("   ", "Type your full name")],
)
def test_other_names_do_not_sign(typed: str, says: str) -> None:
    assert says in rules.typed_name_trouble(typed, "Ann Archer", "Annie Archer")


def test_text_is_laid_out_in_sections_paragraphs_and_points() -> None:
    body = "Read this\nfirst.\n\n# Risks\nSome:\n\n- one\n- two\n  more\n\n# End\n\nDone."
    assert rules.sections(body) == [
        rules.Section("", (("Read this first.",),)),
        rules.Section("Risks", (("Some:",), ("- one", "- two more"))),
        rules.Section("End", (("Done.",),)),
    ]


def test_digest_tells_any_change_of_the_text() -> None:
    assert rules.text_digest("I agree.") != rules.text_digest("I agree")


ANN, BEN, CAT = UUID(int=1), UUID(int=2), UUID(int=3)
TOGETHER, ALONE, WITH_CAT = UUID(int=11), UUID(int=12), UUID(int=13)


def unit(key: UUID, *members: UUID, ended: date | None = None) -> rules.Unit:
    return rules.Unit(key, members, ended)


def test_the_clock_begins_when_the_last_unit_of_care_has_ended() -> None:
    couple = unit(TOGETHER, ANN, BEN, ended=date(2026, 11, 17))
    assert rules.care_ended([couple]) == date(2026, 11, 17)
    assert rules.care_ended([couple, unit(ALONE, ANN)]) is None
    assert rules.care_ended([couple, unit(ALONE, ANN, ended=date(2028, 2, 29))]) == date(2028, 2, 29)
    assert rules.care_ended([]) is None


@pytest.mark.parametrize(
    ("ended", "until"),
    [(date(2026, 11, 17), date(2033, 11, 17)), (date(2028, 2, 29), date(2035, 2, 28)), (None, None)],
)
def test_a_record_is_kept_seven_years_to_the_day(ended: date | None, until: date | None) -> None:
    assert rules.kept_until(ended, 7) == until


def test_a_joint_record_ends_with_the_later_of_the_two() -> None:
    units = [
        unit(TOGETHER, ANN, BEN, ended=date(2026, 11, 17)),
        unit(ALONE, ANN, ended=date(2028, 5, 1)),
        unit(WITH_CAT, BEN, CAT, ended=date(2027, 1, 1)),
    ]
    kept = rules.keeping(BEN, units, years=7)
    assert kept.record_until == date(2034, 1, 1)
    assert kept.joint_until == {TOGETHER: date(2035, 5, 1), WITH_CAT: date(2034, 1, 1)}


def test_a_joint_record_has_no_end_while_one_of_the_two_is_in_care() -> None:
    units = [unit(TOGETHER, ANN, BEN, ended=date(2026, 11, 17)), unit(ALONE, ANN)]
    kept = rules.keeping(BEN, units, years=7)
    assert (kept.record_until, kept.joint_until) == (date(2033, 11, 17), {TOGETHER: None})


@pytest.mark.parametrize(
    ("until", "held", "says"),
    [
        (date(2026, 11, 16), False, []),
        (date(2026, 11, 17), False, ["The record is kept through 17 November 2026."]),
        (date(2020, 1, 1), True, ["A legal hold stands. It is released first, with a reason."]),
        (None, False, ["Care goes on, so the time of keeping has not begun."]),
    ],
)
def test_a_purge_waits_for_the_date_and_for_every_hold(until: date | None, held: bool, says: list[str]) -> None:
    assert rules.reasons_not_to_purge(until, TODAY, held=held) == says
