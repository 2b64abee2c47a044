from datetime import timedelta

import pytest

from screening.rules.issues import ISSUES, ranking, twice
from screening.rules.pages import HEALTH_PAGES, NEEDED_HEALTH, outstanding
from screening.rules.private import PRIVATE, PrivateQuestion, of_concern, private_answers
from screening.rules.reading import health_reading, latest_ranking, private_sittings
from screening.rules.sendings import Sent, health_findings
from tests.cast import NOON
from tests.states import ANSWERS, NO_HEART, NO_MEDICINES, REASSURING


def test_plainly_reassuring_answers_are_of_no_concern() -> None:
    assert not of_concern(REASSURING)


@pytest.mark.parametrize("question", PRIVATE, ids=lambda question: question.id)
@pytest.mark.parametrize("answer", ["yes", "no", "unsure", "talk", ""])
def test_every_other_answer_is_a_concern(question: PrivateQuestion, answer: str) -> None:
    if answer != question.reassuring:
        assert of_concern(REASSURING | {question.id: answer})


def test_a_skipped_page_stops_like_a_concern_so_that_a_stop_says_nothing() -> None:
    assert of_concern({"skipped": "yes"})
    assert private_answers({"skipped": "yes"}) == []


def test_the_therapist_reads_what_is_of_concern_first() -> None:
    read = private_answers(REASSURING | {"safe_home": "no"})
    assert [(each.title, each.words, each.concern) for each in read[:2]] == [
        ("Safe at home", "No", True),
        ("Wants this", "Yes", False),
    ]


def test_a_ranking_keeps_its_order_and_closes_up_empty_places() -> None:
    assert ranking({"first": "grief", "third": "spark"}) == ["Grief", "Loss of spark"]


def test_a_ranking_may_stay_open() -> None:
    assert ranking({"first": "talk"}) == ["I would rather talk about it"]


def test_nine_issues_can_be_ranked() -> None:
    assert len({issue.id for issue in ISSUES}) == 9


@pytest.mark.parametrize(
    ("answers", "place"),
    [
        ({"first": "grief", "second": "grief"}, "second"),
        ({"first": "grief", "second": "", "third": ""}, ""),
        ({"first": "grief", "second": "spark", "fifth": "spark"}, "fifth"),
    ],
)
def test_the_same_issue_twice_is_pointed_at(answers: dict[str, str], place: str) -> None:
    assert twice(answers) == place


def test_a_page_that_was_not_sent_is_outstanding_and_not_harmless() -> None:
    read = health_reading([Sent(page, ANSWERS[page], NOON) for page in NEEDED_HEALTH[:-2]])
    assert read.missing == ["Medicines", "Allergies"]
    assert outstanding(set(), HEALTH_PAGES)[:2] == ["Heart and blood pressure", "Head, eyes and memory"]


def test_an_addition_is_to_be_read_and_its_medicines_are_found() -> None:
    added = Sent("heart", {"words": "I now take Nardil, and I moved house"}, NOON, addition=True)
    found = {each.id: each.weight.words for each in health_findings([added])}
    assert found == {"added_heart": "prescriber must review", "maoi": "do not proceed"}


def test_the_flagged_answers_of_a_page_come_first_and_additions_keep_their_dates() -> None:
    answers = NO_HEART | {"heart": "yes", "heart_more": "past", "stroke": "yes"}
    later = NOON + timedelta(days=2)
    page = health_reading(
        [Sent("heart", answers, NOON), Sent("heart", {"words": "Wrong."}, later, addition=True)]
    ).pages[0]
    assert [line.title for line in page.lines] == ["Stroke", "Heart disease"]
    assert "Blood pressure" in page.said_no
    assert page.additions == [(later, "Wrong.")]
    assert page.flagged


def test_a_list_is_read_in_the_persons_own_words() -> None:
    answers = NO_MEDICINES | {"any_medicine": "yes", "medicine_list": "Zoloft 50"}
    page = health_reading([Sent("medicines", answers, NOON)]).pages[HEALTH_PAGES.index("medicines")]
    assert ("The list", "Zoloft 50") in [(line.title, line.words) for line in page.lines]
    assert not page.flagged


def test_the_last_private_sitting_and_the_last_ranking_stand_first() -> None:
    later = NOON + timedelta(days=1)
    sent = [
        Sent("private", REASSURING, NOON),
        Sent("private", {"skipped": "yes"}, later, addition=True),
        Sent("issues", {"first": "grief"}, NOON),
        Sent("issues", {"first": "spark"}, later, addition=True),
    ]
    assert [(each.at, each.skipped) for each in private_sittings(sent)] == [(later, True), (NOON, False)]
    assert latest_ranking(sent) == (later, ["Loss of spark"])
    assert latest_ranking([]) is None
