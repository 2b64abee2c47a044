"""The blank clearance of a referral packet: every limit as a line to fill in by hand, in the order of the form."""

from collections.abc import Mapping
from typing import Any

from screening.rules.clearing import HOLD_WORDS, PREGNANCY_TEST
from screening.rules.clearing_words import EVALUATED, ROUTES, TABLE
from screening.rules.medicine_classes import BY_ID

# Lines that are ticked instead of written.
BOXES: Mapping[str, tuple[str, ...]] = {
    "routes": tuple(ROUTES.values()),
    "medical_present": ("Yes",),
    "pregnancy_test": tuple(words for word, words in PREGNANCY_TEST.items() if word),
    "evaluated_how": tuple(EVALUATED.values()),
}
UNITS: Mapping[str, str] = {
    "max_dose_mg": "mg",
    "max_booster_mg": "mg, 0 for none",
    **dict.fromkeys(("booster_from", "booster_until"), "minutes after the first dose"),
    **dict.fromkeys(("max_systolic", "max_diastolic", "call_systolic", "call_diastolic"), "mmHg"),
    **dict.fromkeys(("max_pulse", "min_pulse"), "a minute"),
    "min_saturation": "%",
    **dict.fromkeys(("readings_lozenge", "readings_im"), "minutes after the dose, like 40, 90"),
    "stay_minutes": "minutes",
    **dict.fromkeys(("food_hours", "liquid_hours"), "hours"),
}
LONG = frozenset({"labs", "instructions"})
SIGNATURE = ("Name of the prescriber", "NPI", "License number and state", "Signed on", "Signature")


def blank_form(medicine_classes: list[str]) -> list[dict[str, Any]]:
    """The groups of the form as plain data: each line with its label, its unit, its boxes, or more room to write."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for name, group, label, _ in TABLE:
        line = {"label": label, "unit": UNITS.get(name, ""), "boxes": list(BOXES.get(name, ())), "long": name in LONG}
        groups.setdefault(group, []).append(line)
    medicines = [
        {"label": BY_ID[one].title, "unit": "", "boxes": list(HOLD_WORDS.values()), "long": False}
        for one in medicine_classes
    ]
    medicines.append({"label": "Other medicines", "unit": "", "boxes": [], "long": True})
    signature = [{"label": label, "unit": "", "boxes": [], "long": label == "Signature"} for label in SIGNATURE]
    return [
        *({"title": title, "form": lines} for title, lines in groups.items()),
        {"title": "Medicines of this person", "form": medicines},
        {"title": "Signature", "form": signature},
    ]
