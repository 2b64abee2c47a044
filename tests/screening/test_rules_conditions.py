"""What the condition and allergy answers mean: one row an answer."""

import pytest

from screening.rules.allergies import allergy_findings
from screening.rules.conditions import CONDITIONS, condition_findings
from screening.rules.conditions.mind import SUICIDE, in_danger
from screening.rules.findings import SOURCES, Finding, Weight, heaviest_first, worst
from screening.rules.questions import Question, answer_words

NONE, REVIEW, STOP = Weight.NONE, Weight.REVIEW, Weight.STOP
ALL_NO = {question.id: "no" for question in CONDITIONS}
BY_ID = {question.id: question for question in CONDITIONS}

YES = [
    ("blood_pressure", "controlled", REVIEW),
    ("blood_pressure", "uncontrolled", STOP),
    ("heart", "recent", STOP),
    ("heart", "past", REVIEW),
    ("vessels", "aneurysm", STOP),
    ("vessels", "tangle", STOP),
    ("vessels", "bleeding", STOP),
    ("stroke", "", STOP),
    ("brain_pressure", "pressure", STOP),
    ("brain_pressure", "growth", STOP),
    ("brain_pressure", "injury", STOP),
    ("eye_pressure", "treated", REVIEW),
    ("eye_pressure", "recent", REVIEW),
    ("eye_pressure", "uncontrolled", STOP),
    ("seizures", "recent", REVIEW),
    ("seizures", "past", REVIEW),
    ("seizures", "child", REVIEW),
    ("memory", "now", STOP),
    ("memory", "past", REVIEW),
    ("thyroid", "controlled", REVIEW),
    ("thyroid", "uncontrolled", STOP),
    ("liver", "severe", STOP),
    ("liver", "mild", REVIEW),
    ("bladder", "ketamine", STOP),
    ("bladder", "other", REVIEW),
    ("breathing", "mild", REVIEW),
    ("breathing", "severe", REVIEW),
    ("breathing", "apnea_treated", REVIEW),
    ("breathing", "apnea_untreated", REVIEW),
    ("porphyria", "", REVIEW),
    ("pregnancy", "pregnant", STOP),
    ("pregnancy", "possible", REVIEW),
    ("pregnancy", "trying", REVIEW),
    ("breastfeeding", "", STOP),
    ("psychosis", "lasting", STOP),
    ("psychosis", "past", REVIEW),
    ("family_psychosis", "", REVIEW),
    ("mania", "", STOP),
    ("bipolar", "", NONE),
    ("dissociation", "", REVIEW),
    ("personality", "steady", REVIEW),
    ("personality", "hard", REVIEW),
    ("suicide", "passing", REVIEW),
    ("suicide", "plan", STOP),
    ("substances", "uncontrolled", STOP),
    ("substances", "active", REVIEW),
    ("substances", "past", REVIEW),
    ("ketamine_use", "now", STOP),
    ("ketamine_use", "past", REVIEW),
]


@pytest.mark.parametrize(("question", "more", "weight"), YES)
def test_a_yes_weighs_what_its_row_says(question: str, more: str, weight: Weight) -> None:
    found = condition_findings(ALL_NO | {question: "yes", f"{question}_more": more})
    assert [(each.id, each.weight) for each in found] == [(question, weight)]
    assert found[0].reason


def test_the_table_above_covers_every_answer_there_is() -> None:
    asked = {
        (question.id, option)
        for question in CONDITIONS
        for option in ([each.value for each in question.follow_up.options] if question.follow_up else [""])
    }
    assert {(question, more) for question, more, _ in YES} == asked


@pytest.mark.parametrize("answer", ["unsure", "talk", "", "perhaps"])
@pytest.mark.parametrize("question", CONDITIONS, ids=lambda question: question.id)
def test_whatever_is_not_a_plain_answer_is_for_the_prescriber(question: Question, answer: str) -> None:
    found = condition_findings(ALL_NO | {question.id: answer})
    assert [(each.id, each.weight) for each in found] == [(question.id, REVIEW)]


@pytest.mark.parametrize("more", ["unsure", "talk", "", "perhaps"])
def test_a_yes_with_an_open_follow_up_is_for_the_prescriber(more: str) -> None:
    assert condition_findings(ALL_NO | {"heart": "yes", "heart_more": more})[0].weight == REVIEW


@pytest.mark.parametrize("question", ["vessels", "brain_pressure"])
@pytest.mark.parametrize("more", ["unsure", "talk", ""])
def test_where_every_yes_is_an_exclusion_an_open_follow_up_is_one_too(question: str, more: str) -> None:
    [found] = condition_findings(ALL_NO | {question: "yes", f"{question}_more": more})
    assert (found.weight, found.reason) == (STOP, BY_ID[question].reason)


def test_no_answers_at_all_leave_every_question_to_review() -> None:
    assert {each.weight for each in condition_findings({})} == {REVIEW}
    assert len(condition_findings({})) == len(CONDITIONS)


def test_all_no_leaves_no_finding() -> None:
    assert condition_findings(ALL_NO) == []


def test_a_follow_up_behind_a_no_says_nothing() -> None:
    assert condition_findings(ALL_NO | {"heart_more": "recent"}) == []


def test_bipolar_disorder_is_not_an_exclusion_but_mania_now_is() -> None:
    found = {each.id: each.weight for each in condition_findings(ALL_NO | {"bipolar": "yes", "mania": "yes"})}
    assert found == {"bipolar": NONE, "mania": STOP}


@pytest.mark.parametrize("question", CONDITIONS, ids=lambda question: question.id)
def test_every_source_is_one_that_can_be_looked_up(question: Question) -> None:
    assert question.source.split()
    assert set(question.source.split()) <= set(SOURCES)


def test_the_worst_of_several_counts_and_is_read_first() -> None:
    light, heavy = Finding("a", "A", NONE, "", ""), Finding("b", "B", STOP, "", "")
    assert worst([light, heavy, light]) == STOP
    assert heaviest_first([light, heavy]) == [heavy, light]
    assert worst([]) == NONE


def test_the_three_weights_are_worded_as_findings_never_as_a_person() -> None:
    assert [weight.words for weight in Weight] == ["no exclusion found", "prescriber must review", "do not proceed"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("recent", "Yes. In the last six months, or it still comes and goes"),
        ("talk", "Yes. I would rather talk about it"),
    ],
)
def test_an_answer_reads_with_its_follow_up(more: str, words: str) -> None:
    assert answer_words(BY_ID["heart"], {"heart": "yes", "heart_more": more}) == words


def test_an_answer_without_a_follow_up_reads_alone() -> None:
    assert answer_words(BY_ID["heart"], {"heart": "no", "heart_more": "recent"}) == "No"
    assert answer_words(BY_ID["heart"], {}) == "No answer"


NO_ALLERGIES = {"ketamine_allergy": "no", "medicine_allergy": "no", "latex_allergy": "no", "food_allergy": "no"}


@pytest.mark.parametrize(
    ("question", "weight"),
    [("ketamine_allergy", STOP), ("medicine_allergy", REVIEW), ("latex_allergy", NONE), ("food_allergy", REVIEW)],
)
def test_an_allergy_weighs_what_its_row_says(question: str, weight: Weight) -> None:
    assert [each.weight for each in allergy_findings(NO_ALLERGIES | {question: "yes"})] == [weight]


def test_words_about_allergies_are_always_for_the_prescriber() -> None:
    found = allergy_findings(NO_ALLERGIES | {"allergy_words": " penicillin:\n a rash "})
    assert [(each.weight, each.reason) for each in found] == [(REVIEW, "“penicillin: a rash”")]


def test_no_allergies_leave_no_finding() -> None:
    assert allergy_findings(NO_ALLERGIES) == []


@pytest.mark.parametrize(
    ("answers", "asks"),
    [
        ({SUICIDE: "no"}, False),
        ({SUICIDE: "yes", f"{SUICIDE}_more": "passing"}, True),
        ({SUICIDE: "yes", f"{SUICIDE}_more": "plan"}, True),
        ({SUICIDE: "yes"}, True),
        ({SUICIDE: "unsure"}, True),
        ({SUICIDE: "talk"}, True),
        ({SUICIDE: "perhaps"}, True),
        ({SUICIDE: ""}, False),
        ({"psychosis": "yes"}, False),
        ({}, False),
    ],
)
def test_any_answer_about_ending_ones_life_but_a_plain_no_asks_for_a_call(answers: dict[str, str], asks: bool) -> None:
    assert in_danger(answers) is asks
