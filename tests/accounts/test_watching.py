"""What stands under every page of the portal about who reads and answers: from the clock and the settings alone."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from accounts.hours import ANY_HOUR, Week
from accounts.watching import CoverFacts, watch_lines

PACIFIC = ZoneInfo("America/Los_Angeles")
OFFICE: Week = (*((time(9), time(17)),) * 5, None, None)
TUESDAY = date(2026, 11, 17)
ON_CALL = CoverFacts("Dr Lee", "+15105550177", TUESDAY, TUESDAY)
STANDS_IN = CoverFacts("Otto Brandt", "+15105550188", TUESDAY, date(2026, 11, 20), away="Maya Okafor")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PACIFIC).astimezone(UTC)


def said(at: str, *covers: CoverFacts, week: Week = OFFICE, **more: object) -> list[str]:
    lines = watch_lines(week, covers, local(at), PACIFIC, **more)  # type: ignore[arg-type]  # keywords of the rule
    return [f"{line.text} {line.phone}".strip() for line in lines]


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-17 09:00", "What you send is read until 17:00 today."),
        ("2026-11-17 08:00", "Nobody reads this right now. What you send is read from 09:00 today."),
        ("2026-11-17 17:00", "Nobody reads this tonight. What you send is read from 09:00 tomorrow."),
        ("2026-11-18 03:00", "Nobody reads this tonight. What you send is read from 09:00 today."),
        ("2026-11-20 18:00", "Nobody reads this tonight. What you send is read from 09:00 on Monday."),
    ],
)
def test_until_when_somebody_reads(at: str, words: str) -> None:
    assert said(at) == [words]


def test_one_day_a_week_is_named_as_the_next_one() -> None:
    week: Week = ((time(9), time(12)), *(None,) * 6)
    assert said("2026-11-16 12:00", week=week) == [
        "Nobody reads this right now. What you send is read from 09:00 next Monday."
    ]


def test_nothing_is_promised_while_no_hours_are_set() -> None:
    assert said("2026-11-17 12:00", ON_CALL, week=ANY_HOUR, after_hours="+15105550109") == []


def test_after_hours_the_one_on_call_is_named_and_else_the_number() -> None:
    evening = "2026-11-17 20:00"
    assert said(evening, ON_CALL, after_hours="+15105550109")[1] == (
        "Dr Lee answers calls until the office opens: +15105550177"
    )
    assert said("2026-11-18 20:00", ON_CALL, after_hours="+15105550109")[1] == (
        "Until the office opens, call: +15105550109"
    )
    assert len(said(evening)) == 1
    assert len(said("2026-11-17 12:00", ON_CALL, after_hours="+15105550109")) == 1


def test_while_the_therapist_is_away_the_one_who_stands_in_answers_and_nobody_is_said_to_read() -> None:
    away = "Maya Okafor is away until 20 November and reads what you send after that."
    assert said("2026-11-18 12:00", STANDS_IN) == [f"{away} Otto Brandt answers meanwhile: +15105550188"]
    assert said("2026-11-21 12:00", STANDS_IN)[0].startswith("Nobody reads this right now.")


def test_a_second_therapist_who_is_there_reads_on() -> None:
    assert said("2026-11-18 12:00", STANDS_IN, therapists=2)[0] == "What you send is read until 17:00 today."
