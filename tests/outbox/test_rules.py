from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.hours import Week
from outbox import rules
from outbox.rules import Failure


@pytest.mark.parametrize(
    "text",
    [
        "Your ketamine date",
        "KETAMINE",
        "Ｋｅｔａｍｉｎｅ in full-width letters",
        "keta\u200bmine with a hidden break",
        "Couples session on Tuesday",
        "Your psychotherapist waits",
        "https://couples-therapy.example/my/",
        "KAP on Tuesday",
        "kap-practice",
        "Your partner booked",
        "Your superbill is ready",
        "intake at 10:00",
    ],
)
def test_a_word_about_the_work_is_found(text: str) -> None:
    assert rules.forbidden(text)


@pytest.mark.parametrize(
    "text",
    [
        "Appointment: Tuesday 3 March, 11:00 Pacific. Harbor, +1 510 555 0100",
        "Kapoor Street 4",
        "Kaplan and Overdosen are names",
        "Somebody wrote to you. Sign in to read it.",
        "",
    ],
)
def test_neutral_words_pass(text: str) -> None:
    assert rules.forbidden(text) == ()


def test_the_other_persons_name_is_found_as_a_whole_word() -> None:
    assert rules.forbidden("With Ben at 11:00", ["Ben", "Boyd"]) == ("Ben",)
    assert rules.forbidden("A bench by the door", ["Ben", " "]) == ()


@pytest.mark.parametrize(
    ("attempts", "wait"),
    [
        (1, timedelta(minutes=1)),
        (2, timedelta(minutes=5)),
        (3, timedelta(minutes=30)),
        (4, timedelta(hours=2)),
        (5, None),
    ],
)
def test_waits_grow_until_the_fifth_attempt(attempts: int, wait: timedelta | None) -> None:
    assert rules.wait_after(attempts, Failure("The mail server did not answer.")) == wait


def test_a_refused_address_is_not_tried_again() -> None:
    assert rules.wait_after(1, Failure("The mail server refused the address.", final=True)) is None


def test_the_log_shows_no_link() -> None:
    assert rules.for_the_log("Open https://x.example/i/secret now") == "Open [a link for this person] now"


PACIFIC = ZoneInfo("America/Los_Angeles")
MORNINGS: Week = ((time(9), time(11)),) * 7
NOON = datetime(2026, 11, 17, 20, tzinfo=UTC)
NINE = datetime(2026, 11, 18, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("writing", "not_after", "verdict"),
    [
        (rules.AS_EVERYBODY, None, rules.SEND),
        (rules.Writing(frozenset()), None, rules.Verdict(withheld=rules.NO_MAIL)),
        (rules.Writing(frozenset({"email"}), MORNINGS), None, rules.Verdict(wait_until=NINE)),
        (rules.Writing(frozenset({"email"}), MORNINGS), NINE, rules.Verdict(wait_until=NINE)),
        (rules.Writing(frozenset({"email"}), MORNINGS), NOON, rules.Verdict(withheld=rules.NO_HOUR)),
        (rules.Writing(frozenset({"email"}), (None,) * 7), None, rules.Verdict(withheld=rules.NO_HOUR)),
    ],
)
def test_a_message_goes_by_what_its_person_allows(
    writing: rules.Writing, not_after: datetime | None, verdict: rules.Verdict
) -> None:
    asked = {"channel": "email", "not_after": not_after, "at": NOON, "zone": PACIFIC}
    assert rules.may_send(writing, address="ann@example.org", **asked) == verdict  # type: ignore[arg-type]  # a table
    assert rules.may_send(writing, address="", **asked) == rules.Verdict(withheld=rules.NO_ADDRESS)  # type: ignore[arg-type]  # the same
