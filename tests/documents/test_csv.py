"""CV-01, CV-02: no cell is a formula, however it is dressed, and a number stays a number."""

import csv as reader
import io
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import csv

FORMULAS = [
    "=1+1",
    "@SUM(A1)",
    "-2+3",
    "+cmd|' /C calc'!A0",
    '=HYPERLINK("http://x")',
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    " =1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff@x",
    "\u202e=1",
    "＋1+1",
    "－2-1",
    "＠SUM(1)",
    "﹦1",
    "₊1",
    "\x00=1",
    "\u2028=1",
    "-5 -5",
    "--5",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    made = csv.cell(text)
    assert isinstance(made, str)
    assert made.startswith("'")


@pytest.mark.parametrize("text", ["-5", "-5.25", "12", "0", "380.00"])
def test_a_number_stays_a_number(text: str) -> None:
    assert csv.cell(text) == text


@pytest.mark.parametrize("text", ["Ann", "O'Hara", "a=b", "Renée", "510-555-0100", "F43.10", "", "小林"])
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert csv.cell(text) == text


def test_numbers_dates_and_nothing_are_written_as_such() -> None:
    zone = ZoneInfo("America/Los_Angeles")
    noon = datetime(2026, 11, 17, 20, tzinfo=UTC)
    assert [csv.cell(-5), csv.cell(Decimal("-5.00")), csv.cell(None)] == [-5, Decimal("-5.00"), ""]
    assert csv.cell(date(2026, 11, 17)) == "2026-11-17"
    assert csv.local(noon, zone) == "2026-11-17 12:00"
    assert csv.local(None, zone) == ""


def test_a_file_opens_as_utf_8_and_keeps_its_rows() -> None:
    text = csv.write(["Name", "Sum"], [["Ann; =1\r\n=2", Decimal("5.00")], ['"quoted", =3', -5]])
    assert text.startswith("\ufeff")
    rows = list(reader.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows == [["Name", "Sum"], ["Ann; =1 =2", "5.00"], ['"quoted", =3', "-5"]]


@given(st.text())
def test_whatever_somebody_types_is_one_cell_of_one_line_that_computes_nothing(text: str) -> None:
    file = csv.write(["a"], [[text]])
    file.encode()
    rows = list(reader.reader(io.StringIO(file.removeprefix("\ufeff"), newline="")))
    assert len(rows) == 2
    assert len(rows[1]) <= 1
    shown = rows[1][0] if rows[1] else ""
    folded = unicodedata.normalize("NFKC", shown).lstrip()
    assert not set(shown) & set("\t\r\n\x00")
    if folded[:1] in {"=", "+", "-", "@"}:
        assert csv.NUMBER.fullmatch(shown)
