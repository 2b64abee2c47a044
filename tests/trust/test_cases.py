from tests.trust.cases import CASES, ELSEWHERE, LATER, TIMED, missing_tests, untried


def test_every_case_of_the_catalogue_is_tried_or_says_where_it_will_be() -> None:
    assert untried() == []


def test_tests_that_are_named_are_there() -> None:
    assert missing_tests() == []


def test_only_cases_of_the_catalogue_are_named() -> None:
    assert {*ELSEWHERE, *LATER, *TIMED} <= set(CASES)
