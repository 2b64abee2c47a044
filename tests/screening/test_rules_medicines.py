"""How a list of medicines is read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.rules.findings import SOURCES, Weight, worst
from screening.rules.medicine_classes import CLASSES, MedicineClass, may_be
from screening.rules.medicine_rows import MOST_ROWS, Entry, entries, last_filled, rows_from_list
from screening.rules.medicines import ASKED, medicine_findings, recognize

NONE, REVIEW, STOP = Weight.NONE, Weight.REVIEW, Weight.STOP
NO_TO_ALL = {"any_medicine": "no"} | dict.fromkeys(ASKED, "no")


def listing(text: str) -> dict[str, str]:
    return NO_TO_ALL | {"any_medicine": "yes", "medicine_list": text}


@pytest.mark.parametrize(
    ("text", "class_", "weight"),
    [
        ("Nardil", "maoi", STOP),
        ("phenelzine 15 mg three times a day", "maoi", STOP),
        ("Theo-24", "theophylline", STOP),
        ("ADDERALL XR 20mg", "stimulants", REVIEW),
        ("sudafed as needed", "stimulants", REVIEW),
        ("Xanax", "benzodiazepines", REVIEW),
        ("clonazepam at bedtime", "benzodiazepines", REVIEW),
        ("Suboxone", "opioids", REVIEW),
        ("MS Contin", "opioids", REVIEW),
        ("gabapentin 300 mg", "sedatives", REVIEW),
        ("clarithromycin", "inhibitors", REVIEW),
        ("Armour Thyroid", "thyroid_hormone", REVIEW),
        ("lisinopril", "pressure", REVIEW),
        ("Lamictal", "lamotrigine", NONE),
        ("St. John\u2019s wort", "inducers", NONE),
        ("lithium", "mood", NONE),
        ("Zoloft 50 mg daily", "continued", NONE),
        ("Vitamin D3", "continued", NONE),
        ("amoxicillin 500 mg", "continued", NONE),
        ("psilocybin", "psychedelics", NONE),
        ("Xelstrym", "stimulants", REVIEW),
        ("amfetamine", "stimulants", REVIEW),
        ("linezolid", "maoi", STOP),
        ("rifabutin 150 mg", "inducers", NONE),
        ("Metoprolol succinate ER 50 mg", "pressure", REVIEW),
        ("sertraline HCl 50mg qd", "continued", NONE),
        ("hydroxyzine pamoate 25 mg qhs prn", "sedatives", REVIEW),
        ("Vitamin D3 50,000 IU", "continued", NONE),
        ("magic mushrooms", "psychedelics", NONE),
    ],
)
def test_a_brand_or_generic_name_falls_into_its_class(text: str, class_: str, weight: Weight) -> None:
    assert [(each.id, each.weight) for each in medicine_findings(listing(text))] == [(class_, weight)]


@pytest.mark.parametrize(
    "text",
    [
        "xyzumab",
        "a blue pill",
        "Zoloftt",
        "Zoloft and xyzumab",
        "薬",
        "💊",
        "no Xanax",
        "Xanax stopped",
        "?",
        "an antibiotic",
    ],
)
def test_what_is_not_recognized_is_for_the_prescriber_never_harmless(text: str) -> None:
    found = {each.id: each.weight for each in medicine_findings(listing(text))}
    assert found["unknown"] == REVIEW


@pytest.mark.parametrize("text", ["", "  \n ", "none", "None.", "n/a", "No"])
def test_a_list_of_nothing_after_a_no_has_no_finding(text: str) -> None:
    assert medicine_findings(NO_TO_ALL | {"medicine_list": text}) == []


def test_a_yes_without_any_name_is_for_the_prescriber() -> None:
    assert [(each.id, each.weight) for each in medicine_findings(listing(""))] == [("any_medicine", REVIEW)]


@pytest.mark.parametrize("answer", ["unsure", "talk", ""])
@pytest.mark.parametrize("question", ["any_medicine", *ASKED])
def test_an_open_answer_is_for_the_prescriber(question: str, answer: str) -> None:
    assert worst(medicine_findings(NO_TO_ALL | {question: answer})) == REVIEW


def test_a_class_that_was_asked_counts_without_a_name() -> None:
    found = medicine_findings(NO_TO_ALL | {"maoi": "yes"})
    assert [(each.id, each.weight) for each in found] == [("maoi", STOP)]


def test_a_name_in_the_list_counts_though_its_class_was_denied() -> None:
    assert worst(medicine_findings(listing("Parnate"))) == STOP


def test_two_names_of_one_class_are_one_finding_that_names_both() -> None:
    found = medicine_findings(listing("Xanax\nAtivan 1 mg"))
    assert [each.title for each in found] == ["Benzodiazepines: Xanax; Ativan 1 mg"]


def test_two_classes_in_one_line_are_both_found() -> None:
    assert {each.id for each in medicine_findings(listing("Xanax and oxycodone"))} == {"benzodiazepines", "opioids"}


def test_part_of_a_word_is_not_the_word() -> None:
    assert [line.classes for line in recognize("Somatropin")] == [()]


def test_no_name_stands_in_two_classes() -> None:
    names = [name for each in CLASSES for name in each.names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("class_", CLASSES, ids=lambda each: each.id)
def test_a_class_is_written_so_that_it_can_be_found(class_: MedicineClass) -> None:
    assert all(re.fullmatch(r"[a-z0-9]+( [a-z0-9]+)*", name) for name in class_.names)
    assert set(class_.source.split()) <= set(SOURCES)


@pytest.mark.parametrize("class_", CLASSES, ids=lambda each: each.id)
def test_no_reason_tells_anybody_to_stop_a_medicine(class_: MedicineClass) -> None:
    assert not re.search(r"\b(stop|hold|skip|avoid|interaction)\b", class_.reason, re.IGNORECASE)


@given(st.text(max_size=200))
def test_any_text_is_read_and_nothing_that_says_something_is_dropped(text: str) -> None:
    lines = recognize(text)
    assert all(line.classes or line.unknown for line in lines)
    kept = "".join(line.entry for line in lines)
    said = [part for part in re.split(r"[\n\r,;]+", text) if len(part.split()) > 2 and part.strip().isalpha()]
    assert all(part.strip() in kept for part in said)


def rows(*names: str) -> dict[str, str]:
    given = {f"medicine_{number}_name": name for number, name in enumerate(names, 1)}
    return NO_TO_ALL | {"any_medicine": "yes"} | given


def test_rows_are_read_by_class_with_all_that_was_said_of_them() -> None:
    beside = {"medicine_1_dose": "1 mg", "medicine_1_often": "at night", "medicine_1_last": "today"}
    [found] = medicine_findings(rows("Xanax") | beside | {"medicine_1_purpose": "sleep"})
    assert (found.id, found.weight, found.rows) == ("benzodiazepines", REVIEW, ("M04",))
    assert found.title == "Benzodiazepines: Xanax, 1 mg, at night, last taken: today, for sleep"


def test_rows_and_an_old_list_are_read_together() -> None:
    found = medicine_findings(rows("Xanax") | {"medicine_list": "Nardil"})
    assert {each.id for each in found} == {"maoi", "benzodiazepines"}


@pytest.mark.parametrize(
    ("typed", "offered"), [("sertaline", "sertraline"), ("lorazapam", "lorazepam"), ("nardill", "nardil")]
)
def test_a_near_spelling_is_offered_and_still_to_be_looked_up(typed: str, offered: str) -> None:
    [found] = medicine_findings(rows(f"{typed} 50 mg"))
    assert (found.id, found.weight) == ("unknown", REVIEW)
    assert f"By its spelling it may be {offered} (" in found.reason
    assert not recognize(typed)[0].classes


@pytest.mark.parametrize("word", ["soma", "abcd", "qqqqqqqq"])
def test_a_short_or_strange_word_comes_near_to_nothing(word: str) -> None:
    assert may_be(word) == []


def test_a_row_that_says_none_is_for_the_prescriber_after_a_yes() -> None:
    assert [each.id for each in medicine_findings(rows("none"))] == ["unknown"]


def test_rows_keep_their_order_and_empty_ones_are_left_out() -> None:
    answers = {"medicine_12_name": "B", "medicine_2_name": "A", "medicine_3_name": " ", "medicine_2_dose": " 1  mg "}
    assert entries(answers) == [Entry("A", "1 mg"), Entry("B")]
    assert (last_filled(answers), last_filled({})) == (12, 0)


def test_what_stands_beside_no_name_is_kept_all_the_same() -> None:
    assert [entry.words for entry in entries({"medicine_1_dose": "5 mg"})] == [", 5 mg"[2:]]


def test_a_list_begun_before_there_were_rows_becomes_rows_and_loses_nothing() -> None:
    text = "\n".join(f"medicine {number}" for number in range(1, MOST_ROWS + 4))
    made = rows_from_list("Zoloft 50\n\n  Xanax ")
    assert made == {"medicine_1_name": "Zoloft 50", "medicine_2_name": "Xanax"}
    long = rows_from_list(text)
    assert len(long) == MOST_ROWS
    assert long[f"medicine_{MOST_ROWS}_name"].endswith(f"medicine {MOST_ROWS + 3}")
