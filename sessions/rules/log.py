"""The room's log: what one tap can say of somebody who takes the medicine, and of somebody who supports."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tap:
    """One button of the room: its kind in the log, its word, its picture."""

    kind: str
    label: str
    icon: str


WORDS = "words"  # a line that was typed
CALM, TALKING = Tap("calm", "Calm", "leaf"), Tap("talking", "Talking", "message-circle")
TEARFUL, WATER = Tap("tearful", "Tearful", "droplets"), Tap("water", "Water", "glass-water")
NAUSEA, DISTRESS = Tap("nausea", "Nausea", "activity"), Tap("distress", "Distress", "ear")
TOUCH = Tap("touch", "Touch", "hand")
BATHROOM, OUT = Tap("bathroom", "Bathroom", "door-open"), Tap("out", "Stepped out", "door-open")

DOSING_TAPS = (CALM, TALKING, TEARFUL, NAUSEA, DISTRESS, TOUCH, WATER, BATHROOM)
SUPPORT_TAPS = (CALM, TALKING, TEARFUL, OUT)
LABELS = {tap.kind: tap.label for tap in (*DOSING_TAPS, *SUPPORT_TAPS)}
KINDS = frozenset(LABELS) | {WORDS}
