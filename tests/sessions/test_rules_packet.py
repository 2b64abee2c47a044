"""The blank clearance of a referral packet: every limit has a line to fill in by hand."""

import pytest

from screening.rules.clearing_words import TABLE
from screening.rules.medicine_classes import BY_ID
from sessions.rules.packet import blank_form


def line(label: str, *classes: str) -> dict[str, object]:
    [found] = [line for part in blank_form(list(classes)) for line in part["form"] if line["label"] == label]
    return dict(found)


def test_the_blank_form_asks_for_every_limit_and_the_medicines_of_this_person() -> None:
    form = blank_form(["maoi"])
    labels = {line["label"] for part in form for line in part["form"]}
    assert {"Sessions", "Looks again after", "Call above this upper pressure", "NPI", "MAO inhibitors"} <= labels


def test_the_paper_has_a_line_for_every_limit_that_the_page_asks_for() -> None:
    labels = [line["label"] for part in blank_form([]) for line in part["form"]]
    assert [label for label in labels if label in {row[2] for row in TABLE}] == [row[2] for row in TABLE]


def test_the_groups_stand_in_the_order_of_the_page_with_medicines_and_the_signature_last() -> None:
    titles = [part["title"] for part in blank_form([])]
    assert titles[:-2] == list(dict.fromkeys(row[1] for row in TABLE))
    assert titles[-2:] == ["Medicines of this person", "Signature"]


@pytest.mark.parametrize(
    ("label", "unit", "boxes", "long"),
    [
        ("Route", "", ["Lozenge", "Intramuscular injection"], False),
        ("First dose, at most", "mg", [], False),
        ("Pulse, at least", "a minute", [], False),
        ("Oxygen saturation, at least", "%", [], False),
        ("Sessions", "", [], False),
        ("MAO inhibitors", "", ["Take as usual", "Ask me before the session", "As I told this person"], False),
        ("Other medicines", "", [], True),
        ("NPI", "", [], False),
        ("Signature", "", [], True),
    ],
)
def test_a_line_has_its_unit_its_boxes_or_room_to_write(label: str, unit: str, boxes: list[str], long: bool) -> None:
    assert line(label, "maoi") == {"label": label, "unit": unit, "boxes": boxes, "long": long}


def test_no_box_beside_any_medicine_says_to_stop_it() -> None:
    boxes = [words for part in blank_form(list(BY_ID)) for line in part["form"] for words in line["boxes"]]
    assert not any("stop" in words.lower() for words in boxes)
