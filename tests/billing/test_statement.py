"""What a superbill lacks, what an insurer may ask, and what the paper prints. No database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from billing.rules import papers
from billing.rules.statement import (
    Diagnosis,
    Line,
    Missing,
    Person,
    Practice,
    Provider,
    Statement,
    days_in_words,
    missing,
    warnings,
)

D = Decimal
FIRST, SECOND = date(2026, 11, 3), date(2026, 11, 17)
PRACTICE = Practice(
    "Harbor Relational Therapy",
    ("1200 Grove Street, Suite 4", "Oakland, CA 94612"),
    "+15105550100",
    "",
    "12-3456789",
    "",
)
PROVIDER = Provider(UUID(int=9), "Maya Okafor", "LMFT", "MFT 104233", "CA", "1234567893")
ANN = Person(UUID(int=1), "Annie", "Ann Archer", date(1988, 3, 4), ("4 Alder Lane", "Oakland, CA 94610"), "", "")
PTSD = Diagnosis("F43.10", "Post-traumatic stress disorder, unspecified", True, date(2026, 1, 1))
RELATIONSHIP = Diagnosis("Z63.0", "Problems in relationship with spouse or partner", True, date(2026, 1, 1))
DEPRESSION = Diagnosis("F33.1", "Major depressive disorder, recurrent, moderate", True, date(2026, 11, 10))


def line(day: date = FIRST, **changes: object) -> Line:
    facts = Line(UUID(int=day.day), day, "11", "90847", "", "Therapy session", 1, 50, D("210.00"), D("210.00"), D(0))
    return replace(facts, **changes)  # type: ignore[arg-type]  # a test's keywords


def statement(**changes: object) -> Statement:
    facts = Statement(PRACTICE, PROVIDER, ANN, [line(), line(SECOND, paid=D("0.00"))], [PTSD])
    return replace(facts, **changes)  # type: ignore[arg-type]  # a test's keywords


def test_a_whole_statement_lacks_nothing() -> None:
    assert missing(statement()) == ()
    assert warnings(statement()) == ()


LACKS = [
    ({"practice": replace(PRACTICE, ein="")}, "The practice's tax number (EIN).", "practice_details"),
    ({"practice": replace(PRACTICE, ein="00-0000000")}, "A tax number (EIN) that can be right.", "practice_details"),
    ({"practice": replace(PRACTICE, npi="1234567890")}, "A practice NPI that can be right.", "practice_details"),
    ({"practice": replace(PRACTICE, address=())}, "The practice's address.", "practice_details"),
    ({"practice": replace(PRACTICE, phone="")}, "The practice's phone number.", "practice_details"),
    ({"provider": replace(PROVIDER, npi="")}, "Maya Okafor's NPI.", "my_credentials"),
    ({"provider": replace(PROVIDER, npi="1234567890")}, "An NPI for Maya Okafor that can be right.", "my_credentials"),
    ({"provider": replace(PROVIDER, licence_number="")}, "Maya Okafor's license number.", "my_credentials"),
    ({"provider": replace(PROVIDER, licence_state="")}, "The state of Maya Okafor's license.", "my_credentials"),
    ({"provider": replace(PROVIDER, letters="")}, "Maya Okafor's credentials, like LMFT.", "my_credentials"),
    ({"person": replace(ANN, legal_name=" ")}, "Annie's legal name.", "edit_partner"),
    ({"person": replace(ANN, birth_date=None)}, "Annie's birth date.", "edit_partner"),
    ({"person": replace(ANN, address=())}, "Annie's address.", "edit_partner"),
    ({"diagnoses": []}, "A diagnosis for 3 November 2026 and 17 November 2026.", "diagnosis"),
    ({"diagnoses": [DEPRESSION]}, "A diagnosis for 3 November 2026.", "diagnosis"),
    ({"lines": [line(place="")]}, "The place of service on 3 November 2026.", "fees"),
    (
        {"lines": [line(code="9084")]},
        "A service code for 3 November 2026. A service code has five characters, like 90847 or G2212.",
        "fees",
    ),
    ({"lines": []}, "There is no session with a code to state for Annie.", "billing"),
]


@pytest.mark.parametrize(("changes", "what", "where"), LACKS, ids=[what for _, what, _ in LACKS])
def test_one_thing_missing_is_named_with_its_page(changes: dict[str, object], what: str, where: str) -> None:
    [found] = missing(statement(**changes))
    assert (found.what, found.where) == (what, where)


def test_all_that_is_missing_is_named_at_once() -> None:
    bare = statement(practice=replace(PRACTICE, ein=""), provider=replace(PROVIDER, npi=""), diagnoses=[])
    assert [one.where for one in missing(bare)] == ["practice_details", "my_credentials", "diagnosis"]


def test_a_thirteenth_diagnosis_has_no_room() -> None:
    many = [replace(PTSD, code=f"F43.{number}") for number in range(13)]
    assert missing(statement(diagnoses=many)) == (
        Missing("Fewer than 13 diagnoses: a superbill has room for 12.", "diagnosis", ANN.id),
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"diagnoses": [RELATIONSHIP]}, "Z63.0 is the only diagnosis on"),
        (
            {"diagnoses": [replace(DEPRESSION, code="F33", billable=False, since=FIRST)]},
            "F33 is the heading of several",
        ),
        ({"lines": [line(minutes=25)]}, "90847 stands for at least 26 minutes"),
    ],
)
def test_a_warning_keeps_nothing_from_being_issued(changes: dict[str, object], words: str) -> None:
    [found] = warnings(statement(**changes))
    assert words in found
    assert missing(statement(**changes)) == ()


def test_no_warning_suggests_a_diagnosis() -> None:
    assert "F4" not in " ".join(warnings(statement(diagnoses=[RELATIONSHIP])))


@pytest.mark.parametrize(
    ("day", "holds"),
    [(date(2026, 11, 9), False), (date(2026, 11, 10), True), (date(2026, 11, 19), True), (date(2026, 11, 20), False)],
)
def test_a_diagnosis_holds_from_its_first_day_until_the_day_before_its_end(day: date, holds: bool) -> None:
    assert replace(DEPRESSION, until=date(2026, 11, 20)).holds_on(day) is holds


def test_lines_point_to_the_diagnoses_of_their_own_day() -> None:
    found = statement(diagnoses=[PTSD, DEPRESSION])
    assert [found.pointers(one) for one in found.lines] == ["A", "A B"]


def test_a_line_points_to_four_diagnoses_at_most() -> None:
    many = [replace(PTSD, code=f"F43.{number}") for number in range(6)]
    assert statement(diagnoses=many).pointers(line()) == "A B C D"


def printed(**changes: object) -> dict[str, Any]:
    copy = papers.snapshot(
        statement(**changes), number="SB-2026-0001", issued_on=SECOND, issued_by="Sol Rivera", replaces=[]
    )
    return papers.printable(copy)


def test_the_paper_says_what_is_charged_paid_and_left() -> None:
    paper = printed()
    assert (paper["total"], paper["paid"], paper["balance"]) == ("$420.00", "$210.00", "$210.00")


def test_an_unpaid_line_says_zero_paid() -> None:
    assert [line["paid"] for line in printed()["lines"]] == ["$210.00", "$0.00"]


def test_the_paper_names_the_person_by_legal_name_alone() -> None:
    assert "Annie" not in str(printed())
    assert printed()["person"]["legal_name"] == "Ann Archer"


def test_money_of_another_party_is_named_without_a_name() -> None:
    assert printed(lines=[line(paid_by_others=D("100.00"))])["paid_by_others"] == "$100.00"
    assert printed()["paid_by_others"] == ""


def test_numbers_have_four_digits_and_more_when_needed() -> None:
    assert papers.number_in_words(2026, 7) == "SB-2026-0007"
    assert papers.number_in_words(2026, 12345) == "SB-2026-12345"


def test_many_days_are_counted() -> None:
    days = [date(2026, 11, day) for day in (1, 2, 3, 4)]
    assert days_in_words(days) == "1 November 2026 and 3 more dates"
    assert days_in_words(days[:3]) == "1 November 2026, 2 November 2026 and 3 November 2026"
