"""Height and weight, in feet and pounds or in centimeters and kilograms."""

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from screening.forms.closed import QuestionsForm, closed
from screening.rules import size
from screening.rules.findings import ANSWER_WORDS, OPEN_ANSWERS, Answer

FEET, INCHES, CM = "height_ft", "height_in", "height_metric"
POUNDS, KG, SURE = "weight_lb", "weight_metric", "size_sure"


class SizeForm(QuestionsForm):
    """One way of each is enough. An unusual size is asked about once, an impossible one is refused in words."""

    template = "portal/size.html"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.measures: dict[str, size.Measure] = {}
        if cleaned.get(size.KNOWN) != Answer.YES:
            for name in OWN_FIELDS:
                if name != size.KNOWN:
                    self.errors.pop(name, None)
            return cleaned
        self._take_height(cleaned)
        self._take_weight(cleaned)
        return cleaned

    def _take_height(self, cleaned: dict[str, Any]) -> None:
        feet, inches, cm = cleaned.get(FEET), cleaned.get(INCHES), cleaned.get(CM)
        if self._broken(FEET, INCHES, CM):
            return
        if cm is not None and (feet is not None or inches is not None):
            self.add_error(CM, "Give your height once: in feet and inches, or in centimeters.")
        elif cm is None and feet is None:
            self.add_error(FEET, "Give your height in feet and inches, or in centimeters.")
        else:
            self._keep("height", size.height(feet=feet, inches=inches, cm=cm), CM if cm is not None else FEET)

    def _take_weight(self, cleaned: dict[str, Any]) -> None:
        pounds, kg = cleaned.get(POUNDS), cleaned.get(KG)
        if self._broken(POUNDS, KG):
            return
        if kg is not None and pounds is not None:
            self.add_error(KG, "Give your weight once: in pounds, or in kilograms.")
        elif kg is None and pounds is None:
            self.add_error(POUNDS, "Give your weight in pounds, or in kilograms.")
        else:
            self._keep("weight", size.weight(pounds=pounds, kg=kg), KG if kg is not None else POUNDS)

    def _broken(self, *names: str) -> bool:
        return any(name in self.errors for name in names)

    def _keep(self, what: str, measure: size.Measure, field: str) -> None:
        limits = size.HEIGHT_RANGE if what == "height" else size.WEIGHT_RANGE
        doubt = size.doubt(measure.value, limits)
        if doubt == size.IMPOSSIBLE:
            self.add_error(field, f"{measure.typed} cannot be a {what}. Check it and type it again.")
        elif doubt == size.ODD and not self.cleaned_data.get(SURE):
            self.add_error(field, f"{measure.typed} is unusual. If it is your {what}, tick “This is right” below.")
        self.measures[what] = measure

    def answers(self) -> dict[str, str]:
        """The sizes in centimeters and kilograms, and as they were typed."""
        found = {size.KNOWN: str(self.cleaned_data[size.KNOWN])}
        names = {"height": (size.HEIGHT_CM, size.HEIGHT_TYPED), "weight": (size.WEIGHT_KG, size.WEIGHT_TYPED)}
        for what, measure in self.measures.items():
            value, typed = names[what]
            found |= {value: str(measure.value), typed: measure.typed}
        return found

    def known(self) -> BoundField:
        return self[size.KNOWN]

    def groups(self) -> list[tuple[str, list[BoundField], list[BoundField]]]:
        """Height and weight, each with its two ways to say it."""
        return [
            ("Height", [self[FEET], self[INCHES]], [self[CM]]),
            ("Weight", [self[POUNDS]], [self[KG]]),
        ]

    def sure(self) -> BoundField | None:
        """The tick beside an unusual size, once one was typed."""
        asked = any("This is right" in str(messages) for messages in self.errors.values())
        return self[SURE] if asked or (self.is_bound and SURE in self.data) else None


def _number(label: str, *, decimals: int = 1) -> forms.Field:
    """A number beside which its unit stands; its range is judged once it is in centimeters or kilograms."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "short"})
    if decimals:
        return forms.DecimalField(
            label=label, required=False, min_value=Decimal(0), max_digits=6, decimal_places=decimals, widget=widget
        )
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=20, widget=widget)


OWN_FIELDS: dict[str, forms.Field] = {
    size.KNOWN: closed(
        "Do you know your height and weight?",
        [(Answer.YES, ANSWER_WORDS[Answer.YES]), *((answer, ANSWER_WORDS[answer]) for answer in OPEN_ANSWERS)],
        hint="About is good enough.",
    ),
    FEET: _number("Feet", decimals=0),
    INCHES: _number("Inches"),
    CM: _number("or cm"),
    POUNDS: _number("Pounds"),
    KG: _number("or kg"),
    SURE: forms.BooleanField(label="This is right", required=False),
}
