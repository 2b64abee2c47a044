"""Every row of domain.md 1.1 and 1.2 by what it does: what is answered, what is found, and how heavy it is.

The tables are written from the lists of the clinic's own document, in its order and its words, not from the code.
"""

from dataclasses import replace

import pytest

from screening.rules import private, scoring
from screening.rules.change import CHANGES, change_findings
from screening.rules.coverage import ELSEWHERE, age_findings, rows_of, where_met
from screening.rules.findings import Finding, Weight
from screening.rules.medicines import ASKED, medicine_findings
from screening.rules.pages import HEALTH_PAGES, PAGES
from screening.rules.questions import Question
from screening.rules.sendings import page_findings
from screening.rules.shipped import newest
from sessions.rules import gate
from sessions.rules.gate import Part
from tests.screening.test_rules_coverage import CONDITIONS, MEDICINES, ROWS
from tests.sessions.people import ANN, BEN, TODAY, check, ready
from tests.states import NO_TO_ALL, REASSURING

NONE, REVIEW, STOP = Weight.NONE, Weight.REVIEW, Weight.STOP

# row, what the list names, question, the answer to its follow-up, the class of the list
OF_CONDITIONS = [
    ("C01", "allergy to ketamine", "ketamine_allergy", "", STOP),
    ("C02", "uncontrolled hypertension", "blood_pressure", "uncontrolled", STOP),
    ("C02", "controlled", "blood_pressure", "controlled", REVIEW),
    ("C03", "aneurysm, AVM, intracerebral haemorrhage", "vessels", "", STOP),
    ("C04", "stroke", "stroke", "", STOP),
    ("C05", "recent MI, unstable angina", "heart", "recent", STOP),
    ("C05", "else", "heart", "past", REVIEW),
    ("C06", "uncontrolled hyperthyroidism", "thyroid", "uncontrolled", STOP),
    ("C06", "controlled", "thyroid", "controlled", REVIEW),
    ("C07", "raised intracranial pressure, mass, head injury", "brain_pressure", "", STOP),
    ("C08", "uncontrolled glaucoma", "eye_pressure", "uncontrolled", STOP),
    ("C08", "glaucoma", "eye_pressure", "treated", REVIEW),
    ("C08", "recent eye surgery or trauma", "eye_pressure", "recent", REVIEW),
    ("C09", "pregnancy", "pregnancy", "pregnant", STOP),
    ("C10", "breastfeeding", "breastfeeding", "", STOP),
    ("C11", "psychosis, primary psychotic disorder", "psychosis", "lasting", STOP),
    ("C12", "first-degree relative", "family_psychosis", "", REVIEW),
    ("C13", "mania or mixed state now", "mania", "", STOP),
    ("C13", "bipolar disorder itself is not", "bipolar", "", NONE),
    ("C14", "active intent or plan", "suicide", "plan", STOP),
    ("C14", "passive ideation", "suicide", "passing", REVIEW),
    ("C15", "active disorder", "substances", "active", REVIEW),
    ("C15", "uncontrolled", "substances", "uncontrolled", STOP),
    ("C27", "past disorder", "substances", "past", REVIEW),
    ("C16", "ketamine misuse now", "ketamine_use", "now", STOP),
    ("C16", "history", "ketamine_use", "past", REVIEW),
    ("C17", "ketamine-induced cystitis", "bladder", "ketamine", STOP),
    ("C17", "unexplained urinary symptoms", "bladder", "other", REVIEW),
    ("C18", "cirrhosis", "liver", "severe", STOP),
    ("C18", "mild or raised enzymes", "liver", "mild", REVIEW),
    ("C19", "severe respiratory disease", "breathing", "severe", REVIEW),
    ("C19", "untreated sleep apnea", "breathing", "apnea_untreated", REVIEW),
    ("C20", "seizure disorder", "seizures", "recent", REVIEW),
    ("C21", "dissociative disorder", "dissociation", "", REVIEW),
    ("C21", "severe personality disorder", "personality", "hard", REVIEW),
    ("C22", "porphyria", "porphyria", "", REVIEW),
    ("C23", "dementia, delirium", "memory", "now", STOP),
]
PAGE_OF = {question.id: page for page in HEALTH_PAGES for question in PAGES[page].questions}
QUESTIONS = [question for page in HEALTH_PAGES for question in PAGES[page].questions]


def found(question: str, more: str, answer: str = "yes") -> list[Finding]:
    page = PAGE_OF[question]
    return page_findings(page, NO_TO_ALL[page] | {question: answer, f"{question}_more": more})


@pytest.mark.parametrize(
    ("row", "question", "more", "weight"),
    [(row, *rest) for row, _, *rest in OF_CONDITIONS],
    ids=[f"{row} {named}" for row, named, *_ in OF_CONDITIONS],
)
def test_a_condition_weighs_what_its_row_of_the_list_says(row: str, question: str, more: str, weight: Weight) -> None:
    assert [(row in each.rows, each.weight) for each in found(question, more)] == [(True, weight)]
    assert found(question, more)[0].reason
    assert found(question, "", "no") == []
    for open_answer in ("unsure", "talk", ""):
        assert [(row in each.rows, each.weight) for each in found(question, "", open_answer)] == [(True, REVIEW)]


# row, the class of the list, what it names by way of example. Every example counts alone.
OF_MEDICINES = [
    ("M01", STOP, "phenelzine, tranylcypromine, selegiline"),
    ("M02", STOP, "theophylline, aminophylline"),
    ("M03", REVIEW, "amphetamine, methylphenidate, modafinil, pseudoephedrine, vasopressin"),
    ("M04", REVIEW, "alprazolam, clonazepam, lorazepam, diazepam"),
    ("M05", REVIEW, "zolpidem, diphenhydramine, cyclobenzaprine, gabapentin, pregabalin, alcohol, cannabis"),
    ("M06", REVIEW, "oxycodone, tramadol"),
    ("M07", NONE, "lamotrigine"),
    ("M08", REVIEW, "clarithromycin, ketoconazole, itraconazole, ritonavir, nefazodone, grapefruit"),
    ("M08", REVIEW, "ticlopidine, clopidogrel"),
    ("M09", NONE, "rifampicin, carbamazepine, phenytoin, phenobarbital, St John's wort"),
    ("M10", REVIEW, "levothyroxine"),
    ("M11", REVIEW, "lisinopril, metoprolol, amlodipine"),
    ("M12", NONE, "sertraline, venlafaxine, bupropion, amoxicillin, vitamin D"),
    ("M13", NONE, "quetiapine, lithium, naltrexone, memantine"),
    ("M14", NONE, "psilocybin, LSD, MDMA"),
]  # fmt: skip
EXAMPLES = [(row, weight, name.strip()) for row, weight, names in OF_MEDICINES for name in names.split(",")]
NO_MEDICINE = {"any_medicine": "no"} | dict.fromkeys(ASKED, "no")


@pytest.mark.parametrize(("row", "weight", "name"), EXAMPLES, ids=[f"{row} {name}" for row, _, name in EXAMPLES])
def test_a_medicine_of_the_list_falls_into_its_row_wherever_it_is_written(row: str, weight: Weight, name: str) -> None:
    listed = {"any_medicine": "yes", "medicine_list": f"{name} 10 mg"}
    as_row = {"any_medicine": "yes", "medicine_1_name": name.upper(), "medicine_1_dose": "10 mg"}
    for given in (listed, as_row):
        assert [(each.rows, each.weight) for each in medicine_findings(NO_MEDICINE | given)] == [((row,), weight)]
    assert medicine_findings(NO_MEDICINE) == []


@pytest.mark.parametrize("question", [*QUESTIONS, *CHANGES], ids=lambda question: question.id)
def test_no_question_claims_a_row_that_its_answers_do_not_lead_to(question: Question) -> None:
    """Where a row is said to be met (`where_met`), a yes there is found under that row, and under no other."""
    options = [option.value for option in question.follow_up.options] if question.follow_up else [""]
    led_to: set[str] = set()
    for more in options:
        answers = {question.id: "yes", f"{question.id}_more": more}
        got = change_findings(answers) if question in CHANGES else found(question.id, more)
        led_to |= {row for each in got if each.id == question.id for row in each.rows}
    assert led_to == set(rows_of(question))


# C25: violence, coercion, a reluctant partner: absolute for joint work, with a private route. domain.md 1.1, 2.3.
C25_ANSWERS = [
    ("does not want this", {"willing": "no"}),
    ("is pressed", {"pressed": "yes"}),
    ("not safe with the partner", {"safe_partner": "no"}),
    ("not safe at home", {"safe_home": "no"}),
    ("unsure", {"safe_home": "unsure"}),
    ("left out", {"skipped": "yes"}),
]


@pytest.mark.parametrize("answers", [row[1] for row in C25_ANSWERS], ids=[f"C25 {row[0]}" for row in C25_ANSWERS])
def test_coercion_is_of_concern_whichever_answer_tells_of_it(answers: dict[str, str]) -> None:
    assert private.of_concern(REASSURING | answers)
    assert not private.of_concern(REASSURING)


@pytest.mark.parametrize("item", range(4), ids=lambda item: f"C25 HARK {item + 1}")
def test_each_yes_of_hark_stops_sessions_of_both(item: int) -> None:
    hark = newest()["hark"]
    answers = {each.id: int(place == item) for place, each in enumerate(hark.items)}
    assert scoring.score(hark, answers).met(hark.scoring.stops)
    assert not scoring.score(hark, dict.fromkeys(answers, 0)).met(hark.scoring.stops)


@pytest.mark.parametrize("part", [Part.DOSING, Part.WITNESS, Part.PRESENT], ids=lambda part: f"C25 {part}")
def test_its_hold_closes_what_is_done_together_and_leaves_the_private_route(part: Part) -> None:
    held = ready(ANN, safety_hold=True)
    together = gate.blockers_to_book([held, ready(BEN, part)], TODAY)
    assert [one.kind.key for one in together] == ["safety_hold"]
    assert gate.blockers_to_book([held, ready(BEN, Part.ABSENT)], TODAY) == []


@pytest.mark.parametrize(
    ("answer", "key"),
    [("well", "not_well"), ("sober", "not_sober")],
    ids=["C26 illness, fever, vomiting", "C26 intoxicated"],
)
def test_somebody_ill_or_intoxicated_is_not_started_that_day(answer: str, key: str) -> None:
    today = replace(ready(ANN), day_check=check(**{answer: False}))
    assert [one.kind.key for one in gate.blockers_to_start(ANN, [today, ready(BEN)], TODAY)] == [key]
    assert gate.blockers_to_book([today, ready(BEN)], TODAY) == []


@pytest.mark.parametrize(("age", "weights"), [(17, [STOP]), (18, [])], ids=["C24 below 18", "C24 at 18"])
def test_somebody_below_the_age_is_stopped(age: int, weights: list[Weight]) -> None:
    assert [(each.weight, each.rows) for each in age_findings(age)] == [(weight, ("C24",)) for weight in weights]


def test_the_tables_here_leave_out_no_row_of_the_list() -> None:
    elsewhere = {"C24", "C25", "C26"}
    assert {one.row for one in ELSEWHERE} == elsewhere
    assert {row for row, *_ in OF_CONDITIONS} | elsewhere == set(CONDITIONS.split())
    assert {row for row, *_ in OF_MEDICINES} == set(MEDICINES.split())
    assert set(where_met()) == set(ROWS)
