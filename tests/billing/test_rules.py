"""Money, codes, fees and payments as tables. No database."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.rules import codes, fees, money, payments
from billing.rules.fees import Fee
from billing.rules.payments import OpenLine

D = Decimal
DAY = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("given_amount", "cents"),
    [("1.005", "1.01"), ("1.004", "1.00"), ("-1.005", "-1.01"), (7, "7.00"), ("0.1", "0.10")],
)
def test_halves_round_away_from_zero(given_amount: str | int, cents: str) -> None:
    assert str(money.cents(given_amount)) == cents


@pytest.mark.parametrize(
    ("amount", "words"),
    [("1234.5", "$1,234.50"), ("0", "$0.00"), ("-20", "\u2212$20.00"), ("1000000", "$1,000,000.00")],
)
def test_dollars_are_written_in_full(amount: str, words: str) -> None:
    assert money.dollars(D(amount)) == words


@pytest.mark.parametrize("code", ["90847", "0820T", "G2212", "J3490", "99417"])
def test_a_service_code_in_a_payers_shape_passes(code: str) -> None:
    assert codes.code_trouble(code, DAY) == ""


@pytest.mark.parametrize("code", ["", "9084", "908470", "9084A7", "Z2212", "ABCDE", "9084\u0667"])
def test_a_service_code_in_another_shape_is_named(code: str) -> None:
    assert "five characters" in codes.code_trouble(code, DAY)


def test_a_deleted_code_is_refused_from_its_last_day_on() -> None:
    assert codes.code_trouble("99354", date(2022, 12, 31)) == ""
    assert "deleted on 1 January 2023" in codes.code_trouble("99354", date(2023, 1, 1))


@pytest.mark.parametrize(("typed", "kept"), [("95", "95"), ("gt, 95", "GT 95"), ("  ", ""), ("95;gt", "95 GT")])
def test_modifiers_are_kept_in_one_form(typed: str, kept: str) -> None:
    assert codes.as_modifiers(typed) == kept


@pytest.mark.parametrize(
    ("kept", "fine"), [("", True), ("95", True), ("95 GT HO U1", True), ("9", False), ("95 GT HO U1 U2", False)]
)
def test_a_line_has_room_for_four_modifiers_of_two_characters(kept: str, fine: bool) -> None:
    assert (codes.modifiers_trouble(kept) == "") is fine


@pytest.mark.parametrize(
    ("code", "own", "place", "printed"),
    [("90847", "", "10", "95"), ("90847", "", "11", ""), ("90847", "93", "10", "93"), ("", "", "10", "")],
)
def test_a_coded_service_by_video_carries_95(code: str, own: str, place: str, printed: str) -> None:
    assert codes.modifiers_for(code, own, place) == printed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("F4310", "F43.10"), ("f43.10", "F43.10"), (" z63.0 ", "Z63.0"), ("F32", "F32"), ("S72001A", "S72.001A")],
)
def test_a_diagnosis_is_kept_with_its_dot(typed: str, kept: str) -> None:
    assert codes.as_diagnosis(typed) == kept


@pytest.mark.parametrize("code", ["F32.1", "Z63.0", "F43.10", "Z69.11", "M1A.0", "C4A.0", "S72.001A", "U07.1", "F32"])
def test_an_icd_10_cm_code_passes(code: str) -> None:
    assert codes.diagnosis_trouble(code) == ""


@pytest.mark.parametrize("code", ["f32.1", "F32.", "", "F", "F3", "F32.12345", "3F2.1", "F32.1\u0000", "FF2.1"])
def test_what_is_no_icd_10_cm_code_is_named(code: str) -> None:
    assert codes.diagnosis_trouble(code)


@pytest.mark.parametrize(
    ("code", "minutes", "warns"),
    [
        ("90847", 25, True),
        ("90847", 26, False),
        ("90847", 180, False),
        ("90834", 37, True),
        ("90834", 38, False),
        ("90834", 53, True),
        ("90837", 52, True),
        ("90837", 53, False),
        ("90791", 5, False),
    ],
)
def test_minutes_that_do_not_fit_a_code_are_a_warning(code: str, minutes: int, warns: bool) -> None:
    assert bool(codes.minutes_warning(code, minutes)) is warns


KETAMINE = [
    Fee("ketamine", 1, "Therapy session", D("210.00"), date(2026, 1, 1), "90847", minutes=50),
    Fee("ketamine", 2, "Extended time", D("210.00"), date(2026, 1, 1)),
    Fee("ketamine", 2, "Extended time", D("230.00"), date(2026, 12, 1)),
]


def lines(schedule: list[Fee], kind: str = "ketamine", on: date = DAY, place: str = "11") -> list[fees.Line]:
    return fees.lines_for(schedule, kind, on, place=place, minutes=180)


def test_a_ketamine_session_has_a_coded_and_an_uncoded_line() -> None:
    first, second = lines(KETAMINE)
    assert (first.code, first.minutes, first.amount) == ("90847", 50, D("210.00"))
    assert (second.code, second.minutes, second.amount) == ("", 130, D("210.00"))


def test_a_fee_counts_from_its_own_day() -> None:
    assert lines(KETAMINE, on=date(2026, 12, 1))[1].amount == D("230.00")
    assert lines(KETAMINE, on=date(2025, 12, 31)) == []


def test_a_fee_of_zero_ends_a_line() -> None:
    ended = [*KETAMINE, Fee("ketamine", 2, "Extended time", D(0), date(2026, 11, 1))]
    assert [line.label for line in lines(ended)] == ["Therapy session"]


def test_the_starting_fee_of_a_ketamine_session_is_in_the_practices_range() -> None:
    total = sum(D(amount) for kind, _, _, _, _, amount in fees.STARTING_FEES if kind == "ketamine")
    assert 380 <= total <= 460


@pytest.mark.parametrize(
    ("step", "dosed", "kind"),
    [
        ("ketamine", True, "ketamine"),
        ("ketamine", False, "integration"),
        ("prep", False, "prep"),
        ("integration", False, "integration"),
    ],
)
def test_a_ketamine_date_without_a_dose_has_the_talking_fee(step: str, dosed: bool, kind: str) -> None:
    assert fees.fee_kind(step, dosed=dosed) == kind


ANN, BEN = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("step_person", "attended", "insured", "account"),
    [
        (None, [ANN, BEN], BEN, BEN),
        (None, [ANN, BEN], None, ANN),
        (BEN, [BEN], ANN, BEN),
        (None, [BEN], ANN, BEN),
        (None, [], None, ANN),
    ],
)
def test_an_appointment_goes_on_the_right_account(
    step_person: UUID | None, attended: list[UUID], insured: UUID | None, account: UUID
) -> None:
    found = fees.account_for(step_person=step_person, attended=attended, insured=insured, first=ANN)
    assert found == account


OPEN = [
    OpenLine(UUID(int=3), date(2026, 11, 10), 1, D("210.00")),
    OpenLine(UUID(int=1), date(2026, 11, 3), 2, D("100.00")),
    OpenLine(UUID(int=2), date(2026, 11, 3), 1, D("210.00")),
]


def test_a_payment_meets_the_oldest_lines_first() -> None:
    assert payments.allocate(D("350.00"), OPEN) == [
        (UUID(int=2), D("210.00")),
        (UUID(int=1), D("100.00")),
        (UUID(int=3), D("40.00")),
    ]


def test_more_than_is_owed_is_refused_with_the_amount() -> None:
    assert payments.payment_trouble(D("520.01"), OPEN, "Ann") == "Ann owes $520.00. Enter that or less."
    assert payments.payment_trouble(D("520.00"), OPEN, "Ann") == ""
    assert payments.payment_trouble(D("1.00"), [], "Ann").startswith("Ann owes nothing.")


amounts = st.decimals(min_value=D("0.01"), max_value=D("9999.99"), places=2)


@given(st.lists(amounts, max_size=8), amounts)
def test_an_allocation_spends_no_cent_twice(owed: list[Decimal], amount: Decimal) -> None:
    open_lines = [OpenLine(UUID(int=i), DAY, i, one) for i, one in enumerate(owed)]
    parts = payments.allocate(amount, open_lines)
    assert sum(part for _, part in parts) == min(amount, payments.owed(open_lines))
    assert all(0 < part <= owed[line.int] for line, part in parts)


def test_a_service_code_is_kept_without_spaces_and_in_capitals() -> None:
    assert codes.as_code(" g 2212 ") == "G2212"
