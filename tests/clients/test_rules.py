from datetime import date

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
