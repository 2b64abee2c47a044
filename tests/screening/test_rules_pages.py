"""The registry of pages: addresses that stay, and what an older page still counts for."""

import pytest

from screening.rules import pages
from screening.rules.conditions import CONDITIONS
from screening.rules.findings import Weight
from screening.rules.pages import (
    NEEDED_HEALTH,
    NEEDED_PAGES,
    PAGES,
    RETIRED,
    Page,
    answered_pages,
    keys_of,
    layer_of,
    name_of,
    outstanding,
)
from screening.rules.questions import answer_words
from screening.rules.sendings import Sent, health_findings
from tests.cast import NOON
from tests.states import NO_TO_ALL

NUMBERS = {
    "heart": 1, "medicines": 2, "allergies": 3, "private": 4, "issues": 5,
    "head": 6, "body": 7, "family": 8, "mind": 9, "use": 10,
}  # fmt: skip
# As the one page of conditions was answered, before it was parted by topic.
OLD_IDS = [
    *("blood_pressure", "heart", "stroke", "brain_pressure", "eye_pressure", "seizures", "thyroid", "liver", "bladder"),
    *("breathing", "pregnancy", "breastfeeding", "psychosis", "family_psychosis", "mania", "bipolar"),
    *("substances", "ketamine_use"),
]
OLD_NO = dict.fromkeys(OLD_IDS, "no")
ASKED_SINCE = {"memory", "porphyria", "dissociation", "personality", "suicide"}


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.key)
def test_no_two_questions_of_a_page_are_asked_in_the_same_words(page: Page) -> None:
    asked = [one.ask for one in page.questions]
    asked += [one.follow_up.ask for one in page.questions if one.follow_up]
    assert len(asked) == len(set(asked))


def test_a_number_once_given_never_moves() -> None:
    assert {key: page.number for key, page in PAGES.items()}.items() >= NUMBERS.items()


def test_no_two_pages_have_one_address_and_each_says_why_it_asks() -> None:
    assert len({page.number for page in PAGES.values()}) == len(PAGES)
    assert len({page.why for page in PAGES.values()}) == len(PAGES)
    assert all(page.why and page.readers and page.minutes for page in PAGES.values())


def test_what_the_first_sitting_asks_takes_twenty_minutes_at_most() -> None:
    assert sum(page.minutes for page in PAGES.values() if page.sitting == 1) <= 20


def test_every_question_has_an_id_of_its_own() -> None:
    asked = [question.id for page in PAGES.values() for question in page.questions]
    assert len(asked) == len(set(asked))
    assert set(OLD_IDS) <= set(asked)


def test_the_old_page_of_conditions_counts_for_every_page_that_took_it_over() -> None:
    topics = RETIRED["conditions"].taken_over_by
    assert answered_pages({"conditions", "allergies"}) == {*topics, "allergies"}
    assert {keys_of(page) for page in topics} == {(page, "conditions") for page in topics}
    assert keys_of("allergies") == ("allergies",)
    assert outstanding({"conditions", "medicines", "allergies"}, NEEDED_HEALTH) == []
    assert (name_of("conditions"), layer_of("conditions"), layer_of("private")) == ("Health", "health", "private")


def test_all_old_answers_are_read_as_they_were_and_what_was_not_asked_then_is_to_ask() -> None:
    found = health_findings([Sent("conditions", OLD_NO, NOON)])
    assert {each.id for each in found} == ASKED_SINCE
    assert {each.weight for each in found} == {Weight.REVIEW}


def test_an_old_yes_to_any_stroke_stands_for_a_stroke_and_for_a_bleeding() -> None:
    found = health_findings([Sent("conditions", OLD_NO | {"stroke": "yes"}, NOON)])
    assert {each.id: each.weight for each in found if each.weight == Weight.STOP} == {
        "vessels": Weight.STOP,
        "stroke": Weight.STOP,
    }
    [vessels] = [question for question in CONDITIONS if question.id == "vessels"]
    assert "in other words then" in answer_words(vessels, {"stroke": "yes"})


def test_its_own_answer_counts_before_an_older_one() -> None:
    found = health_findings([Sent("heart", NO_TO_ALL["heart"] | {"stroke": "yes"}, NOON)])
    assert [each.id for each in found] == ["stroke"]


def test_a_word_added_to_the_old_page_is_found_once() -> None:
    [found] = health_findings([Sent("conditions", {"words": "A fall"}, NOON, addition=True)])
    assert (found.id, found.title) == ("added_conditions", "Added to health")


def test_private_pages_have_no_findings() -> None:
    assert health_findings([Sent("private", {}, NOON), Sent("private", {"words": "x"}, NOON, addition=True)]) == []


def test_a_decision_waits_for_the_health_pages_the_private_one_and_the_issues() -> None:
    assert {*NEEDED_HEALTH, "private", "issues"} <= set(NEEDED_PAGES)


def test_a_page_says_where_it_stands_under_its_heading() -> None:
    for heading in pages.Group:
        own = [page for page in PAGES.values() if page.group == heading]
        assert [page.eyebrow for page in own] == [f"{heading}, {at} of {len(own)}" for at in range(1, len(own) + 1)]


def test_a_page_alone_under_its_heading_says_the_heading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGES", {"private": PAGES["private"]})
    assert PAGES["private"].eyebrow == "Private"


def test_places_count_from_one_in_the_order_of_the_list() -> None:
    assert [page.place for page in PAGES.values()] == list(range(1, len(PAGES) + 1))


@pytest.mark.parametrize(
    ("page", "words"), [("heart", False), ("medicines", False), ("history", True), ("hopes", True), ("private", False)]
)
def test_a_page_with_room_for_words_says_so(page: str, words: bool) -> None:
    assert PAGES[page].has_words is words


@pytest.mark.parametrize(
    ("key", "name", "layer"),
    [
        ("change", "What has changed", "health"),
        ("unchanged", "Anything changed?", "health"),
        ("readings", "Readings", "health"),
        ("papers", "Papers", "health"),
        ("closeness", PAGES["closeness"].name, "private"),
    ],
)
def test_what_stands_on_no_list_has_a_name_and_its_readers_too(key: str, name: str, layer: str) -> None:
    assert (name_of(key), layer_of(key)) == (name, layer)
