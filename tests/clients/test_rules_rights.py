from datetime import date, timedelta

import pytest

from clients.rules import rights

TERMS = rights.CopyTerms(inspect_working_days=5, copy_days=15, federal_copy_days=30)
DAY = date(2026, 11, 17)
YES, NO, NOTHING = rights.Said("Ann", agrees=True), rights.Said("Ben", agrees=False), rights.Said("Ben", agrees=None)


@pytest.mark.parametrize(
    ("way", "asked_on", "due"),
    [
        ("copy", DAY, date(2026, 12, 2)),
        ("inspect", DAY, date(2026, 11, 24)),  # a Tuesday; a holiday would count as a working day
        ("inspect", date(2026, 11, 20), date(2026, 11, 27)),  # a Friday
        ("inspect", date(2026, 11, 21), date(2026, 11, 27)),  # a Saturday
    ],
)
def test_the_law_gives_so_many_days(way: str, asked_on: date, due: date) -> None:
    assert rights.due_on(way, asked_on, TERMS) == due


def test_the_stricter_of_two_laws_counts() -> None:
    elsewhere = rights.CopyTerms(inspect_working_days=5, copy_days=45, federal_copy_days=30)
    assert rights.due_on("copy", DAY, elsewhere) == DAY + timedelta(days=30)


@pytest.mark.parametrize(
    ("said", "since", "until", "standing", "reasons"),
    [
        ([YES], DAY, DAY, rights.Standing.HOLDS, []),
        ([YES, NOTHING], DAY, DAY, rights.Standing.WAITING, ["Ben has not agreed yet."]),
        ([YES, NO], DAY, DAY, rights.Standing.ENDED, ["Ben does not agree."]),
        ([YES], DAY + timedelta(1), DAY + timedelta(9), rights.Standing.EARLY, ["It begins only on November 18."]),
        ([YES], DAY - timedelta(9), DAY - timedelta(1), rights.Standing.OVER, ["It ended on November 16, 2026."]),
    ],
)
def test_a_release_says_why_it_does_not_hold(
    said: list[rights.Said], since: date, until: date, standing: rights.Standing, reasons: list[str]
) -> None:
    assert rights.standing(said, since, until, DAY) == standing
    assert rights.release_blockers(said, since, until, DAY) == reasons


def test_days_of_a_release_make_sense() -> None:
    assert rights.release_dates_trouble(DAY, DAY) == ""
    assert "before it begins" in rights.release_dates_trouble(DAY, DAY - timedelta(1))
    assert "within a year" in rights.release_dates_trouble(DAY, DAY + timedelta(400))


def test_what_is_signed_says_who_is_told_what_and_until_when() -> None:
    text = rights.release_text(
        joint=False, recipient="Dr. Park", what="Dates.", purpose="Care.", since=DAY, until=date(2026, 12, 31)
    )
    assert text == (
        "My therapist may tell Dr. Park this of my record: Dates. It is for this: Care. "
        "This holds from November 17, 2026 until December 31, 2026. I can take this back at any time."
    )
    assert rights.sentence("Dates") == "Dates." == rights.sentence("Dates.")
