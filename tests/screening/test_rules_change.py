"""What changed, and how a later answer stands beside an earlier one."""

from datetime import timedelta

import pytest

from screening.rules.change import CHANGES, asking_for, change_findings, needs_words, nothing_changed
from screening.rules.findings import Weight
from screening.rules.medicine_classes import BY_ID
from screening.rules.reading import health_reading, health_sheet, medicines_by_class, said_in
from screening.rules.sendings import Sent, answers_to, health_findings
from tests.cast import NOON
from tests.states import NO_TO_ALL

NONE_CHANGED = {question.id: "no" for question in CHANGES}
DAY = timedelta(days=1)
LATER = NOON + 5 * DAY


def changed(**answers: str) -> Sent:
    return Sent("change", NONE_CHANGED | answers, LATER, addition=True)


def head(**answers: str) -> dict[str, str]:
    return NO_TO_ALL["head"] | answers


def test_every_question_answered_with_no_means_that_nothing_changed() -> None:
    assert nothing_changed(NONE_CHANGED)
    assert nothing_changed(NONE_CHANGED | {"change_pregnancy": "not_me"})
    assert change_findings(NONE_CHANGED) == []


@pytest.mark.parametrize("question", [question.id for question in CHANGES])
@pytest.mark.parametrize("answer", ["yes", "unsure", "talk"])
def test_any_other_answer_is_a_change_with_its_finding(question: str, answer: str) -> None:
    answers = NONE_CHANGED | {question: answer}
    assert not nothing_changed(answers)
    assert [each.id for each in change_findings(answers)] == [question]
    assert change_findings(answers)[0].weight >= Weight.REVIEW


def test_words_alone_are_a_change() -> None:
    assert not nothing_changed(NONE_CHANGED | {"change_words": "A fall"})
    assert [each.reason for each in change_findings(NONE_CHANGED | {"change_words": " A  fall "})] == ["“A fall”"]


@pytest.mark.parametrize(
    ("answers", "needed"),
    [
        ({"change_medicines": "yes"}, True),
        ({"change_medicines": "yes", "change_words": "Nardil"}, False),
        ({"change_pregnancy": "yes"}, False),
        ({"change_medicines": "unsure"}, False),
    ],
)
def test_words_are_needed_where_a_yes_does_not_say_what_it_is(answers: dict[str, str], needed: bool) -> None:
    assert needs_words(NONE_CHANGED | answers) == needed


def test_a_medicine_in_the_words_of_a_change_is_found_by_its_class() -> None:
    found = {
        each.id: each for each in health_findings([changed(change_medicines="yes", change_words="Nardil since May")])
    }
    assert found["maoi"].weight == Weight.STOP
    assert all(each.new for each in found.values())


@pytest.mark.parametrize(("days_before", "state"), [(8, "not yet"), (7, "not started"), (0, "not started")])
def test_it_is_asked_in_the_week_before_a_date(days_before: int, state: str) -> None:
    assert asking_for(NOON, []).state(NOON - days_before * DAY) == state


def test_an_answer_within_the_week_settles_it_and_an_older_one_does_not() -> None:
    at = NOON - DAY
    assert asking_for(NOON, [NOON - 2 * DAY]).state(at) == "done"
    assert asking_for(NOON, [NOON - 8 * DAY]).state(at) == "not started"


def test_a_later_no_takes_nothing_away_from_an_earlier_yes() -> None:
    sent = [
        Sent("heart", NO_TO_ALL["heart"] | {"heart": "yes", "heart_more": "recent"}, NOON),
        Sent("heart", NO_TO_ALL["heart"], LATER, addition=True),
    ]
    [found] = health_findings(sent)
    assert (found.weight, found.at, found.new) == (Weight.STOP, NOON, True)
    assert [(said.at, said.words) for said in found.beside] == [(LATER, "No")]


def test_a_later_yes_stands_with_the_earlier_no_beside_it() -> None:
    sent = [Sent("head", head(), NOON), Sent("head", head(memory="yes", memory_more="now"), LATER, addition=True)]
    [found] = health_findings(sent)
    assert (found.weight, found.at) == (Weight.STOP, LATER)
    assert [(said.at, said.words) for said in found.beside] == [(NOON, "No")]


def test_a_lighter_answer_that_comes_later_leaves_the_heavier_one_standing() -> None:
    sent = [
        Sent("mind", NO_TO_ALL["mind"] | {"psychosis": "yes", "psychosis_more": "lasting"}, NOON),
        Sent("mind", NO_TO_ALL["mind"] | {"psychosis": "yes", "psychosis_more": "past"}, LATER, addition=True),
    ]
    [found] = health_findings(sent)
    assert (found.weight, found.at, found.new) == (Weight.STOP, NOON, True)
    assert [(said.at, said.weight) for said in found.beside] == [(LATER, Weight.REVIEW)]


def test_the_same_answer_twice_is_not_news() -> None:
    sent = [Sent("head", head(memory="unsure"), NOON), Sent("head", head(memory="unsure"), LATER, addition=True)]
    [found] = health_findings(sent)
    assert (found.beside, found.new) == ((), False)


def test_a_change_stands_beside_the_older_answer_to_the_same_question() -> None:
    sent = [Sent("body", NO_TO_ALL["body"], NOON), changed(change_bladder="yes")]
    page = next(page for page in health_reading(sent).pages if page.name == "Body")
    [line] = page.lines
    assert line.title == "Bladder"
    assert line.words.startswith("Yes, to “Is there pain")
    assert [(said.at, said.words) for said in line.before] == [(NOON, "No")]
    assert page.flagged


def test_a_change_that_says_no_leaves_the_older_answer_as_it_is() -> None:
    sent = [Sent("body", NO_TO_ALL["body"], NOON), changed(change_bladder="no", change_illness="yes")]
    page = next(page for page in health_reading(sent).pages if page.name == "Body")
    assert "Bladder" in page.said_no


def test_each_asking_is_listed_the_latest_first() -> None:
    sent = [Sent("unchanged", NONE_CHANGED, NOON, addition=True), changed(change_illness="yes", change_words="Flu")]
    asked = health_reading(sent).asked
    assert [(one.at, one.changed) for one in asked] == [(LATER, True), (NOON, False)]
    assert [line.words for line in asked[0].lines] == ["Yes", "Flu"]


def test_what_weighs_stands_apart_from_what_is_noted() -> None:
    read = health_reading([Sent("mind", NO_TO_ALL["mind"] | {"bipolar": "yes"}, NOON)], age=17)
    assert [finding.id for finding in read.flagged] == ["age"]
    assert [finding.id for finding in read.noted] == ["bipolar"]
    assert not read.has_new


def test_a_copy_of_the_record_has_every_answer_as_it_was_given() -> None:
    row = {"medicine_1_name": "Zoloft", "medicine_1_dose": "50 mg"}
    medicines = Sent("medicines", NO_TO_ALL["medicines"] | {"any_medicine": "yes"} | row, NOON)
    assert ("Zoloft", "50 mg") in list(said_in(medicines))
    assert list(said_in(Sent("unchanged", {}, NOON, addition=True))) == [("Anything changed?", "Nothing has changed")]
    assert list(said_in(Sent("heart", {"words": "x"}, NOON, addition=True))) == [("Added later", "x")]
    assert ("What has changed", "Flu") in list(said_in(changed(change_words="Flu")))


def test_one_page_has_medicines_and_allergies_of_every_sending_and_addition() -> None:
    row = {"any_medicine": "yes", "medicine_1_name": "Zoloft", "medicine_1_dose": "50 mg"}
    sent = [
        Sent("medicines", NO_TO_ALL["medicines"] | row, NOON),
        Sent("medicines", {"words": "And iron."}, LATER, addition=True),
        Sent("allergies", NO_TO_ALL["allergies"] | {"latex_allergy": "yes"}, NOON),
        Sent("allergies", {"words": "Kiwi too."}, LATER, addition=True),
        Sent("heart", NO_TO_ALL["heart"], NOON),
        Sent("heart", {"words": "A fall."}, LATER, addition=True),
        Sent("size", NO_TO_ALL["size"], NOON),
        changed(change_medicines="yes", change_words="Sudafed"),
        changed(change_bladder="yes"),
    ]
    sheet = health_sheet(sent)
    assert sheet.medicines == [("Zoloft", "50 mg"), ("Said later", "And iron."), ("Said later", "Sudafed")]
    assert [name for name, _ in sheet.allergies] == ["Latex", "Said later"]
    assert [name for name, _ in sheet.size] == ["Height", "Weight"]


def test_each_medicine_stands_with_its_classes_whenever_it_was_told() -> None:
    listed = {"any_medicine": "yes", "medicine_1_name": "Xanax", "medicine_1_dose": "1 mg", "medicine_2_name": "Foo"}
    sent = [
        Sent("medicines", listed, NOON),
        Sent("medicines", listed | {"medicine_1_name": "Zoloftt"}, NOON + DAY, addition=True),
        Sent("medicines", {"words": "And Sudafed, and rest."}, LATER, addition=True),
        Sent("heart", NO_TO_ALL["heart"], LATER),
        changed(change_medicines="yes", change_words="Nardil"),
        changed(change_bladder="yes"),
    ]
    continued = BY_ID["continued"].title
    assert medicines_by_class(sent) == [
        ("Xanax, 1 mg", BY_ID["benzodiazepines"].title),
        ("Foo", "Not recognized"),
        ("Zoloftt, 1 mg", f"Not recognized, by its spelling it may be zoloft ({continued})"),
        ("And Sudafed", BY_ID["stimulants"].title),
        ("Nardil", BY_ID["maoi"].title),
    ]


def test_that_none_was_named_is_said_only_of_somebody_who_was_asked() -> None:
    nobody_asked = health_sheet([Sent("allergies", {"words": "Kiwi."}, NOON, addition=True)])
    assert (nobody_asked.no_medicines, nobody_asked.no_allergies) == ("Not answered yet: ask.",) * 2
    asked = health_sheet([Sent(page, NO_TO_ALL[page], NOON) for page in ("medicines", "allergies")])
    assert (asked.no_medicines, asked.no_allergies) == ("None named.",) * 2


def test_words_added_are_no_answer_to_any_question() -> None:
    from screening.rules.pages import PAGES  # noqa: PLC0415 - this test only

    [question, *_] = PAGES["heart"].questions
    assert answers_to(question, [Sent("heart", {"words": "x"}, NOON, addition=True)]) == []
