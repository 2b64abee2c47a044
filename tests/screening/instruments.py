"""Data files for tests."""

from screening.rules.instruments import Instrument
from screening.rules.shipped import newest

OWN_TEXT = """
id = "csi-4"
version = "own-1"
entry = "items"
title = "CSI-4, our copy"
plain_title = "The two of you"
language = "en-US"
layer = "health"
licence = "Used with the author's leave of 3 March 2026."
source = "The author's form"
stem = "Please answer for the last two weeks."

[answers]
values = [0, 1, 2, 3, 4, 5]
anchors = ["Never", "Rarely", "Sometimes", "Often", "Mostly", "Always"]

[[items]]
id = "1"
text = "A question of our own?"
values = [0, 1, 2, 3, 4, 5, 6]
anchors = ["a", "b", "c", "d", "e", "f", "g"]

[[items]]
id = "2"
text = "A second question?"

[scoring]
version = "own-sum-1"
kind = "sum"
range = [0, 11]

[[scoring.cuts]]
id = "low"
words = "Below 6.5"
source = "The author"
used = true
when = [{ below = "6.5" }]
"""


def named(name: str) -> Instrument:
    return newest()[name]


def numbered(instrument: Instrument, values: list[int]) -> dict[str, object]:
    """Answers in the order of the items that are not optional, or of those that count where the values are fewer."""
    asked = [item for item in instrument.items if not item.optional]
    asked = asked if len(values) == len(asked) else instrument.scored
    return {item.id: value for item, value in zip(asked, values, strict=True)}
