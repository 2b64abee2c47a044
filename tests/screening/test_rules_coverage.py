"""Every row of the lists of conditions and medicines is met somewhere: none missing, none invented."""

import pytest

from screening.rules.coverage import ELSEWHERE, age_findings, where_met
from screening.rules.findings import Weight
from screening.rules.medicine_classes import CLASSES
from tests.states import NO_TO_ALL

# domain.md 1.1 and 1.2, as the rows stand there.
CONDITIONS = """
C01 C02 C03 C04 C05 C06 C07 C08 C09 C10 C11 C12 C13 C14 C15 C16 C17 C18 C19 C20 C21 C22 C23 C24 C25 C26 C27
"""
MEDICINES = "M01 M02 M03 M04 M05 M06 M07 M08 M09 M10 M11 M12 M13 M14"
ROWS = [*CONDITIONS.split(), *MEDICINES.split()]


@pytest.mark.parametrize("row", ROWS)
def test_a_row_of_the_list_is_met(row: str) -> None:
    assert where_met().get(row)


def test_no_row_is_named_that_the_list_does_not_have() -> None:
    assert set(where_met()) == set(ROWS)


def test_each_class_of_medicines_is_one_row() -> None:
    assert sorted(each.row for each in CLASSES) == sorted(MEDICINES.split())


def test_what_nobody_is_asked_about_their_health_says_where_it_is_met() -> None:
    assert {one.row for one in ELSEWHERE} == {"C24", "C25", "C26"}
    assert all(one.where for one in ELSEWHERE)


@pytest.mark.parametrize(("age", "found"), [(17, [Weight.STOP]), (18, []), (40, [])])
def test_ketamine_is_for_adults(age: int, found: list[Weight]) -> None:
    assert [each.weight for each in age_findings(age)] == found


def test_a_question_that_cannot_concern_somebody_has_an_answer_for_that() -> None:
    from screening.rules.sendings import page_findings  # noqa: PLC0415 - this test only

    own = NO_TO_ALL["family"] | {"pregnancy": "not_me", "breastfeeding": "not_me"}
    assert page_findings("family", own) == []
    assert page_findings("heart", NO_TO_ALL["heart"] | {"heart": "not_me"})[0].weight == Weight.REVIEW
