"""A data file is taken in whole or refused in sentences that say what to mend."""

from pathlib import Path

import pytest

from screening.rules.instrument_files import LARGEST, Unreadable, read
from screening.rules.instruments import Instrument
from screening.rules.shipped import FOLDER, example, newest, shipped
from tests.screening.instruments import OWN_TEXT

FILES = sorted(FOLDER.glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_file_is_of_the_format_and_says_its_license_and_source(path: Path) -> None:
    found = read(path.read_text(encoding="utf-8"))
    assert path.stem == (found.id if found.version == "1" else f"{found.id}-{found.version}")
    assert found.licence
    assert found.source
    assert found.scoring.version


def test_the_example_to_begin_from_is_taken_in_once_it_has_an_id_of_its_own() -> None:
    assert read(example()) == newest()["gad-7"]
    assert read(example().replace('id = "gad-7"', 'id = "worry-7"', 1)).id == "worry-7"


def test_every_instrument_of_the_protocol_is_here() -> None:
    wanted = (
        "phq-9 gad-7 pcl-5-month pcl-5-week pc-ptsd-5 audit-c hark pulse audit dast-10 csi-4 csi-16 csi-32 rdas das-32"
        " das-7 hits e-hits wast edi meq-30 ebi piq cadss-6 c-ssrs mdq asrs-v1-1 asrs-5 des-ii des-b cage-aid aldrete"
    )
    assert set(newest()) == set(wanted.split())
    assert len(shipped()) == len(FILES)


@pytest.mark.parametrize("instrument", [one for one in newest().values() if one.is_asked], ids=lambda one: one.id)
def test_what_its_person_reads_names_no_condition(instrument: Instrument) -> None:
    words = f"{instrument.plain_title} {instrument.recall}".casefold()
    for named in ("phq", "gad", "ptsd", "audit", "hark", "depress", "anxi", "trauma", "violen", "disorder", "!"):
        assert named not in words


def test_only_hark_stops_sessions_and_only_item_9_tells_of_a_crisis() -> None:
    assert [one.id for one in newest().values() if one.scoring.stops] == ["hark"]
    assert [one.id for one in newest().values() if any(flag.effect for flag in one.scoring.flags)] == ["phq-9"]


def test_a_practices_own_file_is_read() -> None:
    found = read(OWN_TEXT, own=True)
    assert (found.id, found.version, len(found.items)) == ("csi-4", "own-1", 2)
    assert found.items[0].choices[6] == ("6", "g")
    assert found.items[0].said(6) == "g"


def test_an_answer_is_told_in_its_words_and_as_a_number_where_the_text_may_not_ship() -> None:
    assert newest()["phq-9"].items[8].said(1) == "Several days"
    assert newest()["audit"].items[8].said(4) == "4"


def test_what_is_asked_of_safety_and_of_closeness_is_read_by_the_therapist_alone() -> None:
    private = {one.id for one in newest().values() if one.is_private}
    assert private >= {"hark", "hits", "e-hits", "wast", "pulse"}
    assert not private & {"phq-9", "gad-7", "pc-ptsd-5", "pcl-5-month", "audit-c"}


def test_a_stretch_of_values_can_be_given_with_a_step() -> None:
    found = read((FOLDER / "des-ii.toml").read_text(encoding="utf-8"))
    assert found.items[0].values == (0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100)


def swapped(old: str, new: str) -> str:
    assert old in OWN_TEXT
    return OWN_TEXT.replace(old, new, 1)


SCORING = OWN_TEXT.index("[scoring]")
CUT = OWN_TEXT.index("[[scoring.cuts]]")


def cut_with(line: str) -> str:
    return swapped('when = [{ below = "6.5" }]', line)


VALUES = "[answers]\nvalues = [0, 1, 2, 3, 4, 5]"
SECOND = 'text = "A second question?"'
ENGLISH = 'language = "en-US"'
EXACT = 'must be a whole number, or a decimal in quotation marks, like "13.5".'
ONE_OF = "give one comparison: at_least, at_most, above, below, share or items_from."
FLAG = "[[scoring.flags]]\nwords = 'w'\nsource = 's'\nat_least = 1\n"
CHANGE = "[scoring.change]\nbetter = 'lower'\n[[scoring.change.rules]]\nid = 'a'\nwords = 'w'\nsource = 's'\n"
TROUBLES = [
    ("x = ", "This is not a data file that can be read: Invalid value (at end of document)."),
    ("#" * (LARGEST + 1), f"The file has {LARGEST + 1} characters; {LARGEST} is the most."),
    (swapped('title = "CSI-4, our copy"', ""), "The file: “title” is missing."),
    (swapped('title = "CSI-4, our copy"', "title = 4"), "The file: “title” must be words in quotation marks."),
    (swapped('title = "CSI-4, our copy"', 'title = " "'), "The file: “title” must be words in quotation marks."),
    (swapped('title = "CSI', f'title = "{"x" * 80}'), "The file: “title” has 92 characters; 80 is the most."),
    (
        swapped('id = "csi-4"', 'id = "CSI 4"'),
        'The file: “id” may hold small letters, digits and hyphens, like "csi-16".',
    ),
    (swapped('layer = "health"', 'layer = "all"'), "The file: “layer” can be health, private; it was “all”."),
    (swapped(ENGLISH, f'{ENGLISH}\ncolour = "red"'), "The file: “colour” is not a word of this format."),
    (swapped(ENGLISH, f'{ENGLISH}\nminutes = "two"'), "The file: “minutes” must be a whole number."),
    (swapped(ENGLISH, f"{ENGLISH}\nminutes = 0"), "The file: “minutes” can be 1 to 60; it was 0."),
    (swapped(ENGLISH, f"{ENGLISH}\nenters = []"), "The file: “enters” must be a list of words."),
    (
        swapped(ENGLISH, f'{ENGLISH}\nenters = ["half"]'),
        "“enters” names “half”, which is not there.",
    ),
    (
        swapped('entry = "items"', 'entry = "score"'),
        "A file of your own must have items: a total of any questionnaire can be entered without one.",
    ),
    (swapped(VALUES, "[answers]"), "Item 2: there are no values to choose from."),
    (swapped(VALUES, "[answers]\nvalues = 5"), "answers: “values” must be a list of whole numbers."),
    (
        swapped(VALUES, "[answers]\nrange = [5, 0, 1]"),
        "answers: “range” must be the lowest value, a higher one, and a step of 1 or more.",
    ),
    (swapped(VALUES, "[answers]\nvalues = [0, 1, 2, 3, 4, 4]"), "Item 2: a value stands twice."),
    (swapped('"Never", "Rarely", ', '"Never", '), "Item 2: 6 values need as many anchors, not 5."),
    (swapped(SECOND, ""), "Item 2: “text” is missing."),
    (swapped(SECOND, f"{SECOND}\nscores = [1, 0]"), "Item 2: 6 values need as many scores."),
    (
        swapped(SECOND, f"{SECOND}\noptional = true"),
        "Item 2: an item that counts cannot be optional, since a blank has no score.",
    ),
    (swapped(SECOND, f'{SECOND}\noptional = "yes"'), "Item 2: “optional” must be true or false."),
    (swapped('id = "2"\n', 'id = "1"\n'), "Two items are called 1."),
    (OWN_TEXT[:SCORING].split("[[items]]")[0] + OWN_TEXT[SCORING:], "There are no items."),
    (
        swapped("[[items]]\nid", "[items]\nid").split("[[items]]")[0] + OWN_TEXT[SCORING:],
        "The file: “items” must be a list of tables.",
    ),
    (OWN_TEXT[:SCORING].split("[answers]")[0] + "items = [1]\n" + OWN_TEXT[SCORING:], "Item 1 must be a table."),
    (
        OWN_TEXT[:SCORING] + "\n[[items]]\nid = 'x'\n" * 101 + OWN_TEXT[SCORING:],
        "There are 103 items; 100 is the most.",
    ),
    (OWN_TEXT[:SCORING] + "[gate]\nitem = '9'\n" + OWN_TEXT[SCORING:], "The gate names item 9, which is not there."),
    (swapped("range = [0, 11]", "range = [0, 12]"), "The items reach from 0 to 11, the range says 0 to 12."),
    (
        swapped('kind = "sum"\nrange = [0, 11]', 'kind = "mean"\nrange = [0, 5]'),
        "The items reach from 0 to 11, the range says 0 to 10.",
    ),
    (swapped("range = [0, 11]", ""), "Scoring: “range” must be the lowest and the highest score, like [0, 27]."),
    (swapped("range = [0, 11]", "range = [0]"), "scoring: “range” must be a list of 2 whole numbers."),
    (
        swapped("range = [0, 11]", 'range = [0, 11]\nstops = "low"'),
        "Scoring: “stops” is for files that come with the product. Yours is read by you, and stops nothing.",
    ),
    (cut_with('when = [{ of = "half", below = 3 }]'), "The rule low speaks of “half”, which is not there."),
    (cut_with("when = []"), "Rule 1: “when” is missing."),
    (cut_with("when = [{ below = 3, above = 2 }]"), "Rule 1, condition 1: " + ONE_OF),
    (cut_with("when = [{ below = 3.5 }]"), "Rule 1, condition 1: “below” " + EXACT),
    (cut_with('when = [{ below = "3/0" }]'), "Rule 1, condition 1: “below” " + EXACT),
    (cut_with('when = [{ below = "many" }]'), "Rule 1, condition 1: “below” " + EXACT),
    (OWN_TEXT + "[[scoring.parts]]\nid = 'a'\nname = 'A'\n", "Part 1: “items” is missing."),
    (OWN_TEXT + "[[scoring.parts]]\nid = 'a'\nname = 'A'\nitems = ['7']\n", "“A” names item 7, which is not there."),
    (OWN_TEXT + FLAG + "item = '7'\n", "A flag names item 7, which is not there."),
    (OWN_TEXT + FLAG + "item = '1'\neffect = 'crisis'\n", "Flag 1: “effect” is for files that come with the product."),
    (OWN_TEXT + CHANGE, "Change 1: give one comparison: by_share, by or now_below."),
]


@pytest.mark.parametrize(("text", "sentence"), TROUBLES, ids=[row[1][:60] for row in TROUBLES])
def test_what_is_wrong_is_said(text: str, sentence: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(text, own=True)
    assert sentence in refusal.value.reasons


BANDS = (
    "\n[[scoring.bands]]\nfrom = {}\nto = {}\nwords = 'low'\n\n[[scoring.bands]]\nfrom = {}\nto = {}\nwords = 'high'\n"
)


@pytest.mark.parametrize(
    ("edges", "sentence"),
    [
        ((0, 5, 7, 11), "Scoring: the band “high” should begin at 6; it is 7 to 11."),
        ((0, 5, 5, 11), "Scoring: the band “high” should begin at 6; it is 5 to 11."),
        ((0, 5, 6, 5), "Scoring: the band “high” should begin at 6; it is 6 to 5."),
        ((1, 5, 6, 11), "Scoring: the band “low” should begin at 0; it is 1 to 5."),
        ((0, 5, 6, 10), "Scoring: the bands end at 10, the range at 11."),
    ],
)
def test_every_score_has_one_band(edges: tuple[int, ...], sentence: str) -> None:
    text = swapped("range = [0, 11]", "range = [0, 11]\nbands_source = 'The author'") + BANDS.format(*edges)
    with pytest.raises(Unreadable) as refusal:
        read(text, own=True)
    assert refusal.value.reasons == [sentence]


def test_a_band_without_an_edge_is_told() -> None:
    text = swapped("range = [0, 11]", "range = [0, 11]\nbands_source = 'The author'") + BANDS.format(0, 5, 6, 11)
    with pytest.raises(Unreadable) as refusal:
        read(text.replace("from = 6", ""), own=True)
    assert "Band 2: “from” is missing." in refusal.value.reasons


def test_bands_that_meet_are_taken_in() -> None:
    text = swapped("range = [0, 11]", "range = [0, 11]\nbands_source = 'The author'") + BANDS.format(0, 5, 6, 11)
    assert [band.words for band in read(text, own=True).scoring.bands] == ["low", "high"]


SCORE_ONLY = """
id = "x"
version = "1"
entry = "{entry}"
title = "X"
language = "en-US"
layer = "health"
licence = "None"
source = "None"
[scoring]
version = "1"
kind = "none"
{more}
"""


@pytest.mark.parametrize(
    ("entry", "more", "sentence"),
    [
        ("result", "", "There are no levels to choose from."),
        ("score", "", "A score that is entered needs a range."),
        ("result", "stops = 'y'", "“stops” names the rule y, which is not there."),
    ],
)
def test_a_file_without_items_needs_something_to_enter(entry: str, more: str, sentence: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(SCORE_ONLY.format(entry=entry, more=more))
    assert sentence in refusal.value.reasons
