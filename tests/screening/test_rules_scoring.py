"""Every worked example of domain.md 2.2 and protocol.md 13, and the traps of protocol.md 14 that scoring can meet."""

from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import pytest

from screening.rules.changing import change
from screening.rules.instrument_files import read
from screening.rules.scoring import NotScored, Score, entered, refusals, rounded, score, spoken
from tests.screening.instruments import named, numbered

ONES, ZEROS = [1], [0]
PCL = [3, 2, 1, 3, 2, 2, 3, 0, 2, 1, 3, 2, 2, 1, 1, 0, 3, 2, 2, 3]
EDGE = [2, 1, 1, 2, 1, 2, 2, 0, 1, 2, 2, 1, 2, 1, 1, 0, 3, 3, 2, 3]
CLUSTER_ONLY = [2 if number in {1, 6, 8, 9, 15, 16} else 0 for number in range(1, 21)]
EXPOSED, NOT_EXPOSED = [1], [0]


class Example(NamedTuple):
    """One published example: the answers in their order, and all that the rules say of them."""

    name: str
    where: str
    values: list[int]
    total: int
    band: str
    met: str
    unmet: str


EXAMPLES = [
    ("phq-9", "protocol 13, 1", [3, 3, 2, 3, 1, 2, 2, 1, 0], 17, "moderately severe", "", ""),
    ("phq-9", "protocol 13, 2", [0, 1, 1, 1, 0, 0, 1, 0, 1], 5, "mild", "item-9", ""),
    ("phq-9", "domain 2.2, 1", [2, 2, 1, 2, 1, 1, 1, 0, 1], 11, "moderate", "item-9", ""),
    ("phq-9", "domain 2.2, 2", [*ZEROS * 8, 3], 3, "minimal", "item-9", ""),
    ("phq-9", "trap: 10 to 19 is not one band", [*[2] * 7, 1, 0], 15, "moderately severe", "", ""),
    ("gad-7", "protocol 13, 1", [2, 3, 3, 2, 1, 2, 2], 15, "severe", "", ""),
    ("gad-7", "domain 2.2", [1, 1, 2, 1, 1, 1, 1], 8, "mild", "", ""),
    ("gad-7", "own second example", [3, 2, 2, 3, 1, 2, 1], 14, "moderate", "", ""),
    ("pcl-5-month", "protocol 13, 1", PCL, 38, "", "pcl-5-33 pcl-5-31 pcl-5-cluster", ""),
    ("pcl-5-month", "protocol 13, cut edge", EDGE, 32, "", "pcl-5-31 pcl-5-cluster", "pcl-5-33"),
    ("pcl-5-month", "domain 2.2, 1", CLUSTER_ONLY, 12, "", "pcl-5-cluster", "pcl-5-33 pcl-5-31"),
    ("pcl-5-month", "domain 2.2, 2; trap 6", ONES * 20, 20, "", "", "pcl-5-33 pcl-5-31 pcl-5-cluster"),
    ("pcl-5-week", "the same rules", PCL, 38, "", "pcl-5-33 pcl-5-31 pcl-5-cluster", ""),
    ("pc-ptsd-5", "protocol 13, 1; trap 8", [*EXPOSED, 1, 1, 0, 1, 0], 3, "", "pc-ptsd-5-3", "pc-ptsd-5-4"),
    ("pc-ptsd-5", "own second example", [*EXPOSED, 1, 1, 1, 1, 0], 4, "", "pc-ptsd-5-3 pc-ptsd-5-4", ""),
    ("audit-c", "protocol 13, 1", [3, 1, 0], 4, "", "audit-c-3 audit-c-4", "audit-c-5"),
    ("audit-c", "protocol 13, 2", [2, 0, 1], 3, "", "audit-c-3", "audit-c-4 audit-c-5"),
    ("audit-c", "domain 2.2", [1, 1, 1], 3, "", "audit-c-3", "audit-c-4 audit-c-5"),
    ("audit-c", "trap 1: men from 4, not above 4", [4, 0, 0], 4, "", "audit-c-3 audit-c-4", "audit-c-5"),
    ("audit", "protocol 13, 1", [4, 3, 3, 2, 1, 1, 2, 1, 0, 2], 19, "zone III", "", ""),
    ("audit", "domain 2.2", [3, 2, 2, 1, 0, 0, 1, 0, 0, 2], 11, "zone II", "", ""),
    ("cage-aid", "protocol 13, 1", [0, 0, 1, 0], 1, "", "cage-aid-1", "cage-aid-2"),
    ("cage-aid", "protocol 13, 2", [1, 1, 0, 1], 3, "", "cage-aid-1 cage-aid-2", ""),
    ("dast-10", "protocol 13, 1", [1, 0, 1, 1, 1, 1, 1, 1, 0, 0], 6, "substantial", "", ""),
    ("dast-10", "protocol 13, 2", [1, *ZEROS * 9], 2, "low", "", ""),
    ("dast-10", "domain 2.2, 1", [1, 1, 1, 0, 1, *ZEROS * 5], 3, "moderate", "", ""),
    ("dast-10", "domain 2.2, 2: all no is 1", ZEROS * 10, 1, "low", "", ""),
    ("csi-4", "protocol 13, 1", [2, 3, 2, 2], 9, "", "csi-4-distress", ""),
    ("csi-4", "protocol 13, 2", [5, 4, 5, 4], 18, "", "", "csi-4-distress"),
    ("csi-4", "domain 2.2, 1", [4, 3, 4, 3], 14, "", "", "csi-4-distress"),
    ("csi-4", "domain 2.2, 2", [3, 3, 4, 3], 13, "", "csi-4-distress", ""),
    ("csi-16", "protocol 13, 1", [4, *[4] * 3, *[3] * 12], 52, "", "", "csi-16-distress"),
    ("csi-16", "protocol 13, 2", [3, *[4] * 3, *[3] * 12], 51, "", "csi-16-distress", ""),
    ("csi-16", "domain 2.2: all best", [6, *[5] * 15], 81, "", "", "csi-16-distress"),
    ("csi-32", "protocol 13, 1", [3, *[3] * 20, *[4] * 11], 107, "", "", "csi-32-distress"),
    ("csi-32", "trap 4: 0 to 161, one item to 6", [6, *[5] * 31], 161, "", "", "csi-32-distress"),
    (
        "rdas", "protocol 13, 1",
        [4, 3, 4, 3, 4, 3, 4, 3, 3, 4, 2, 3, 3, 4], 47, "", "rdas-47.31 rdas-48", "",
    ),
    ("rdas", "domain 2.2: best of all", [*[5] * 10, 4, *[5] * 3], 69, "", "", "rdas-47.31 rdas-48"),
    ("hark", "protocol 13, 1", [0, 0, 0, 0], 0, "", "", "hark-1"),
    ("hark", "protocol 13, 2", [0, 1, 0, 0], 1, "", "hark-1", ""),
    ("hark", "domain 2.2", [0, 0, 1, 0], 1, "", "hark-1", ""),
    ("hits", "protocol 13, 1; domain 2.2", [2, 2, 3, 3], 10, "", "hits-10", "hits-over-10 hits-11"),
    ("hits", "protocol 13, 2", [3, 3, 3, 2], 11, "", "hits-10 hits-over-10 hits-11", ""),
    ("e-hits", "protocol 13, 1", [1, 1, 2, 1, 1], 6, "", "", "e-hits-7"),
    ("e-hits", "protocol 13, 2", [2, 1, 2, 1, 1], 7, "", "e-hits-7", ""),
    ("e-hits", "domain 2.2", [1, 2, 1, 2, 1], 7, "", "e-hits-7", ""),
    ("mdq", "protocol 13, 1: a minor problem", [*ONES * 8, *ZEROS * 5, 1, 1], 8, "", "", "mdq-positive"),
    ("mdq", "protocol 13, 2", [*ONES * 7, *ZEROS * 6, 1, 2], 7, "", "mdq-positive", ""),
    ("mdq", "protocol 13, 2b: 6 and serious", [*ONES * 6, *ZEROS * 7, 1, 3], 6, "", "", "mdq-positive"),
    ("asrs-v1-1", "protocol 13, 1; trap 5: boxes, not 13", [2, 2, 3, 3, 1, 2], 4, "", "asrs-4", ""),
    ("asrs-v1-1", "protocol 13, 2", [1, 2, 2, 2, 3, 2], 3, "", "", "asrs-4"),
    ("des-ii", "protocol 13, 1", [*[0] * 10, *[10] * 8, *[20] * 6, *[40] * 4], 360, "", "", "des-ii-30"),
    ("des-ii", "protocol 13, 2", [*[20] * 8, *[30] * 10, *[40] * 6, *[60] * 4], 940, "", "des-ii-30", ""),
    ("des-b", "protocol 13, 1", [1, 0, 2, 1, 0, 1, 1, 0], 6, "", "", ""),
    ("edi", "protocol 13, 1", [10, 0, 25, 40, 5, 15, 30, 20], 145, "", "", ""),
    ("ebi", "protocol 13, 1", [50, 20, 70, 60, 30, 40], 270, "", "", ""),
    ("ebi", "protocol 13, 2", [100, 90, 80, 95, 85, 100], 550, "", "", ""),
    ("piq", "protocol 13, 1", [*[3] * 14, *[4] * 6, *[3] * 3], 75, "", "", ""),
    ("meq-30", "domain 2.2: all 3 is exactly 60 %", [3] * 30, 90, "", "meq-30-complete", ""),
    ("cadss-6", "protocol 13, 1", [1, 0, 2, 1, 0, 1], 5, "", "", ""),
    ("cadss-6", "protocol 13, 2", [3, 2, 4, 3, 2, 3], 17, "", "", ""),
    ("aldrete", "protocol 13, 1", [2, 2, 2, 1, 2], 9, "", "aldrete-9", ""),
    ("aldrete", "protocol 13, 2", [2, 2, 1, 1, 2], 8, "", "", "aldrete-9"),
    ("aldrete", "domain 2.2", [2, 2, 1, 2, 2], 9, "", "aldrete-9", ""),
    ("pulse", "own words, no norms", [4, 5, 3, 6, 7], 25, "", "", ""),
]  # fmt: skip


def scored(name: str, values: list[int]) -> Score:
    return score(named(name), numbered(named(name), values))


@pytest.mark.parametrize("example", [Example(*row) for row in EXAMPLES], ids=lambda row: f"{row.name}: {row.where}")
def test_every_published_example_scores_as_it_says(example: Example) -> None:
    found = scored(example.name, example.values)
    assert found.whole
    assert found.whole.total == example.total
    assert (found.band.words if found.band else "") == example.band
    holds = {each.cut.id for each in found.outcomes if each.met} | {f"item-{flag.item}" for flag in found.flags}
    assert holds == set(example.met.split())
    assert {each.cut.id for each in found.outcomes if each.met is False} == set(example.unmet.split())


PARTS = [
    ("pcl-5-month", PCL, {"B": "11", "C": "5", "D": "11", "E": "11"}),
    ("pcl-5-month", EDGE, {"B": "7", "C": "4", "D": "9", "E": "12"}),
    ("audit", [3, 2, 2, 1, 0, 0, 1, 0, 0, 2], {"audit-c": "7"}),
    ("audit", [4, 3, 3, 2, 1, 1, 2, 1, 0, 2], {"audit-c": "10"}),
    ("rdas", [4, 3, 4, 3, 4, 3, 4, 3, 3, 4, 2, 3, 3, 4], {"consensus": "21", "satisfaction": "14", "cohesion": "12"}),
    ("rdas", [*[5] * 10, 4, *[5] * 3], {"consensus": "30", "satisfaction": "20", "cohesion": "19"}),
]


@pytest.mark.parametrize(("name", "values", "parts"), PARTS)
def test_every_subscale_of_the_examples(name: str, values: list[int], parts: dict[str, str]) -> None:
    assert {part.id: spoken(part.total) for part in scored(name, values).parts} == parts


MEANS = [
    ("des-ii", [*[0] * 10, *[10] * 8, *[20] * 6, *[40] * 4], "12.86"),
    ("des-ii", [*[20] * 8, *[30] * 10, *[40] * 6, *[60] * 4], "33.57"),
    ("des-b", [1, 0, 2, 1, 0, 1, 1, 0], "0.75"),
    ("ebi", [50, 20, 70, 60, 30, 40], "45"),
    ("ebi", [100, 90, 80, 95, 85, 100], "91.67"),
    ("pulse", [4, 5, 3, 6, 7], "5"),
]


@pytest.mark.parametrize(("name", "values", "mean"), MEANS)
def test_a_mean_is_exact_and_said_to_two_places(name: str, values: list[int], mean: str) -> None:
    """DES-II, trap 3: the mean, never the sum that one instruction makes of it."""
    found = scored(name, values)
    assert found.number is not None
    assert spoken(found.number) == mean


def test_the_edi_example_is_a_mean_of_18_1() -> None:
    found = scored("edi", [10, 0, 25, 40, 5, 15, 30, 20]).number
    assert found == Fraction(145, 8)
    assert rounded(found, 1) == "18.1"


@pytest.mark.parametrize(
    ("amp", "gap", "means"),
    [
        ([3] * 14, [4] * 6 + [3] * 3, ("3.00", "3.67", "3.26")),
        ([2] * 4 + [1] * 10, [2] * 9, ("1.29", "2.00", "1.57")),
    ],
)
def test_both_piq_examples(amp: list[int], gap: list[int], means: tuple[str, str, str]) -> None:
    found = scored("piq", amp + gap)
    assert found.whole
    assert tuple(rounded(one.mean, 2) for one in (*found.parts, found.whole)) == means


@pytest.mark.parametrize(
    ("totals", "total", "complete"),
    [
        ((60, 24, 12, 15), 111, False),
        ((45, 18, 18, 9), 90, True),
        ((44, 18, 18, 9), 89, False),
    ],
    ids=["protocol 13, 1: 74 % and not complete", "exactly 60 % on all four", "58.7 % on the first"],
)
def test_a_complete_experience_needs_sixty_percent_of_each(totals: tuple[int, ...], total: int, complete: bool) -> None:
    values = dict(zip(("mystical", "mood", "time", "ineffable"), totals, strict=True))
    found = entered(named("meq-30"), values)
    assert found.whole
    assert found.whole.total == total
    assert found.met("meq-30-complete") is complete


ASRS_5 = """
id = "asrs-5-seen"
version = "1"
entry = "score"
title = "ASRS-5, the weights that were seen"
language = "en-US"
layer = "health"
licence = "Rights not seen"
source = "protocol.md 13"
[scoring]
version = "1"
kind = "sum"
range = [0, 20]
[[scoring.cuts]]
id = "from-14"
words = "14 or more"
source = "protocol.md 13"
when = [{ at_least = 14 }]
""" + "".join(
    f'\n[[items]]\nid = "{place}"\nvalues = [0, 2, 3]\nscores = [0, {sometimes}, {often}]\n'
    for place, (sometimes, often) in enumerate([(2, 4), (2, 4), (2, 4), (1, 2), (2, 3), (1, 3)], start=1)
)


@pytest.mark.parametrize(
    ("values", "total", "positive"), [([3, 2, 3, 2, 3, 2], 15, True), ([2] * 6, 10, False)], ids=["often", "sometimes"]
)
def test_both_asrs_5_examples_are_sums_of_weights(values: list[int], total: int, positive: bool) -> None:
    """The product keeps no ASRS-5 weights: only those of the two examples were seen. The arithmetic is the same."""
    instrument = read(ASRS_5)
    found = score(instrument, numbered(instrument, values))
    assert found.whole
    assert found.whole.total == total
    assert found.met("from-14") is positive


@pytest.mark.parametrize(
    ("name", "answers", "sentence"),
    [
        ("phq-9", {"4": None}, "Item 4 has no answer, so there is no score."),
        ("phq-9", {"4": ""}, "Item 4 has no answer, so there is no score."),
        ("phq-9", {"4": "2"}, "Item 4 must be a whole number."),
        ("phq-9", {"4": 2.0}, "Item 4 must be a whole number."),
        ("phq-9", {"4": True}, "Item 4 must be a whole number."),
        ("phq-9", {"4": 4}, "Item 4 can be 0 to 3; it was 4."),
        ("phq-9", {"4": -1}, "Item 4 can be 0 to 3; it was -1."),
        ("phq-9", {"10": 1}, "There is no item 10."),
        ("phq-9", {"function": 7}, "Item function can be 0 to 3; it was 7."),
        ("audit", {"9": 1}, "Item 9 can be 0, 2 or 4; it was 1."),
        ("audit", {"10": 3}, "Item 10 can be 0, 2 or 4; it was 3."),
        ("hark", {"1": 2}, "Item 1 can be 0 or 1; it was 2."),
        ("csi-4", {"1": 7}, "Item 1 can be 0 to 6; it was 7."),
        ("csi-4", {"2": 6}, "Item 2 can be 0 to 5; it was 6."),
        ("hits", {"1": 0}, "Item 1 can be 1 to 5; it was 0."),
        ("des-ii", {"1": 15}, "Item 1 can be 0 to 100 in steps of 10; it was 15."),
        ("edi", {"3": None}, "Item 3 has no answer, so there is no score."),
        ("ebi", {"3": 101}, "Item 3 can be 0 to 100; it was 101."),
        ("mdq", {"problem": None}, "Item problem has no answer, so there is no score."),
    ],
)
def test_what_cannot_be_an_answer_is_refused_in_words_and_nothing_is_filled_in(
    name: str, answers: dict[str, object], sentence: str
) -> None:
    instrument = named(name)
    whole = {item.id: item.values[0] for item in instrument.items if not item.optional} | answers
    assert refusals(instrument, whole) == [sentence]
    with pytest.raises(NotScored) as refusal:
        score(instrument, whole)
    assert refusal.value.reasons == [sentence]


@pytest.mark.parametrize("name", ["phq-9", "gad-7", "pcl-5-month", "pcl-5-week", "audit-c", "hark", "pulse"])
def test_every_single_blank_and_every_value_beside_the_range_is_refused(name: str) -> None:
    instrument = named(name)
    whole: dict[str, object] = {item.id: item.values[0] for item in instrument.items if not item.optional}
    assert not refusals(instrument, whole)
    for item in instrument.scored:
        for wrong in (None, "", "1", 1.0, False, item.values[0] - 1, item.values[-1] + 1, [1]):
            assert len(refusals(instrument, whole | {item.id: wrong})) == 1


def test_an_unscored_question_changes_no_score_and_may_stay_open() -> None:
    answers = numbered(named("phq-9"), [1] * 9)
    assert score(named("phq-9"), answers).number == score(named("phq-9"), answers | {"function": 3}).number == 9


def test_no_event_means_nothing_more_is_asked_and_a_score_of_0() -> None:
    found = score(named("pc-ptsd-5"), {"exposure": 0})
    assert found.number == 0
    assert found.met("pc-ptsd-5-3") is False
    assert refusals(named("pc-ptsd-5"), {"exposure": 0, "2": 1}) == ["Item 2 has an answer although it was not asked."]


def test_an_event_opens_the_other_five() -> None:
    assert len(refusals(named("pc-ptsd-5"), {"exposure": 1})) == 5
    assert len(refusals(named("pc-ptsd-5"), {})) == 6


def test_the_text_is_that_of_the_source() -> None:
    """Trap 7: a common reprint says “Not at all sure”."""
    assert named("gad-7").items[0].anchors[0] == "Not at all"
    assert named("audit-c").items[2].anchors == (
        "Never",
        "Less than monthly",
        "Monthly",
        "Weekly",
        "Daily or almost daily",
    )
    assert all(item.anchors[0] != "Not at all sure" for item in named("phq-9").items)


@pytest.mark.parametrize(
    "name", ["audit", "dast-10", "csi-4", "csi-16", "csi-32", "rdas", "des-ii", "edi", "meq-30", "hits"]
)
def test_a_text_that_may_not_ship_is_not_here(name: str) -> None:
    assert not any(item.text or item.anchors for item in named(name).items)


CHANGES = [
    (17, 8, "drop of 9, 52.9 %: response, meaningful"),
    (14, 10, "drop of 4, 28.6 %"),
    (18, 9, "drop of 9, 50.0 %: response, meaningful"),
    (10, 4, "drop of 6, 60.0 %: response, remission, meaningful"),
    (9, 2, "drop of 7, 77.8 %"),
    (12, 12, "no change"),
    (12, 15, "rise of 3, 25.0 %"),
    (0, 3, "rise of 3"),
]


@pytest.mark.parametrize(("first", "now", "words"), CHANGES)
def test_a_change_is_named_only_by_the_files_rules_and_only_from_ten_on(first: int, now: int, words: str) -> None:
    assert change(named("phq-9"), Fraction(first), Fraction(now)).words == words


@pytest.mark.parametrize(
    ("name", "first", "now", "words"),
    [
        ("pcl-5-month", 38, 33, "drop of 5: reliable"),
        ("pcl-5-month", 38, 28, "drop of 10: reliable, meaningful"),
        ("pcl-5-month", 38, 34, "drop of 4"),
        ("csi-16", 40, 55, "rise of 15"),
        ("rdas", 40, 52, "rise of 12: reliable"),
        ("rdas", 40, 51, "rise of 11"),
        ("pulse", 5, 4, "drop of 1"),
    ],
)
def test_other_changes(name: str, first: int, now: int, words: str) -> None:
    assert change(named(name), Fraction(first), Fraction(now)).words == words


@pytest.mark.parametrize(
    ("name", "values", "sentence"),
    [
        ("audit", {"total": ""}, "Total is empty, so there is no score."),
        ("audit", {}, "Total is empty, so there is no score."),
        ("audit", {"total": "many"}, "Total must be a number."),
        ("audit", {"total": "1/0"}, "Total must be a number."),
        ("audit", {"total": 11.0}, "Total must be a number."),
        ("audit", {"total": True}, "Total must be a number."),
        ("audit", {"total": "11.5"}, "Total must be a whole number."),
        ("audit", {"total": 41}, "Total can be 0 to 40; it was 41."),
        ("hits", {"total": 3}, "Total can be 4 to 20; it was 3."),
        ("des-ii", {"total": "100.5"}, "Mean can be 0 to 100; it was 100.5."),
        (
            "meq-30",
            {"mystical": 76, "mood": 1, "time": 1, "ineffable": 1},
            "Mystical, of 75 can be 0 to 75; it was 76.",
        ),
        ("audit", {"total": 3, "audit-c": 1}, "“audit-c” is not entered for AUDIT."),
    ],
)
def test_a_score_that_cannot_be_is_refused_in_words(name: str, values: dict[str, object], sentence: str) -> None:
    with pytest.raises(NotScored) as refusal:
        entered(named(name), values)
    assert refusal.value.reasons == [sentence]


def test_an_entered_total_is_read_by_the_same_rules() -> None:
    """DES-B, trap 2: there is no cut of 30 of 32. A score entered without items leaves rules about items open."""
    assert [row.met for row in entered(named("csi-16"), {"total": 51}).outcomes] == [True]
    assert entered(named("csi-16"), {"total": "52"}).met("csi-16-distress") is False
    assert entered(named("des-ii"), {"total": "33.57"}).met("des-ii-30") is True
    assert entered(named("des-b"), {"total": "3.75"}).outcomes == ()
    assert entered(named("pcl-5-month"), {"total": 40}).met("pcl-5-cluster") is None
    assert entered(named("das-32"), {"total": 100}).number == 100
    band = entered(named("audit"), {"total": 20}).band
    assert band
    assert band.words == "zone IV"


def test_a_rule_about_a_part_that_was_not_entered_stays_open_unless_another_part_decides() -> None:
    only_count = replace(named("mdq"), enters=("total",))
    assert entered(only_count, {"total": 9}).met("mdq-positive") is None
    assert entered(only_count, {"total": 6}).met("mdq-positive") is False


@pytest.mark.parametrize(
    ("name", "values", "used", "others"),
    [
        ("pcl-5-month", PCL, ["pcl-5-33", "pcl-5-cluster"], ["pcl-5-31"]),
        ("hits", [2, 2, 3, 3], ["hits-10"], ["hits-over-10", "hits-11"]),
        ("gad-7", [1] * 7, [], []),
    ],
)
def test_the_rule_in_use_stands_apart_from_those_of_others(
    name: str, values: list[int], used: list[str], others: list[str]
) -> None:
    found = scored(name, values)
    assert ([each.cut.id for each in found.used], [each.cut.id for each in found.others]) == (used, others)


def test_a_result_alone_has_no_number() -> None:
    found = score(named("wast"), {})
    assert found.number is None
    assert found.used == []


@pytest.mark.parametrize(
    ("number", "places", "words"),
    [
        (Fraction(1, 2), 0, "1"),
        (Fraction(-1, 3), 1, "-0.3"),
        (Fraction(-1, 300), 1, "0.0"),
        (Fraction(145, 8), 2, "18.13"),
        (Fraction(7), 0, "7"),
    ],
)
def test_halves_are_rounded_up_by_whole_numbers(number: Fraction, places: int, words: str) -> None:
    assert rounded(number, places) == words
