"""What somebody is shown, and from when."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.layout import Div, Layout
from django import forms

from accounts.forms import KapForm
from clients.models import Partner
from sessions.models import Published
from sessions.rules.publishing import LINES
from sessions.rules.times import NoSuchTime, at_wall_clock

REVIEW, NOW, THEN = "review", "now", "then"
BOTH, NO_LINE = "both", "none"


class MomentForm(KapForm):
    """The moment from which something is shown: the next review, now, or a chosen one; cleans to `since`."""

    when = forms.ChoiceField(
        label="From when", widget=forms.RadioSelect, error_messages={"required": "Choose from when it is shown."}
    )
    day = forms.DateField(label="Day", required=False)
    hour = forms.TimeField(label="Hour", required=False)
    confirmed = forms.BooleanField(label="Show it then all the same", required=False)
    asked: tuple[str, ...] = ()

    def __init__(
        self, *args: Any, now: datetime, review_at: datetime, review_words: str, zone: ZoneInfo, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.review_at, self.zone = now, review_at, zone
        self.fields["when"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (REVIEW, f"At the next review, {review_words}"),
            (NOW, "Now"),
            (THEN, "At another time"),
        ]
        self.helper.hide_optional = True
        self.helper.layout = self._shown()

    def _shown(self, *more: str) -> Layout:
        return Layout(*self.asked, "when", Div("day", "hour", css_class="columns"), *more)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        when = data.get("when")
        if when in {REVIEW, NOW}:
            data["since"] = self.review_at if when == REVIEW else self.now
        elif when == THEN and not self.errors:
            self._then(data)
        return data

    def _then(self, data: dict[str, Any]) -> None:
        if not (data.get("day") and data.get("hour")):
            self.add_error("day", "Choose the day and the hour.")
            return
        try:
            data["since"] = at_wall_clock(data["day"], data["hour"].replace(tzinfo=None), self.zone)
        except NoSuchTime:
            self.add_error("hour", "The clocks go forward over this hour on that day. Choose another.")
            return
        if data["since"] < self.now:
            self.add_error("day", "Choose a time that is still to come.")

    def warn(self, sentence: str) -> None:
        """Ask for a confirmation, and say why."""
        self.add_error("confirmed", sentence)
        self.helper.layout = self._shown("confirmed")


class PublishDateForm(MomentForm):
    """What both are shown of one date."""

    kind = forms.ChoiceField(
        label="What they see", widget=forms.RadioSelect, error_messages={"required": "Choose what they see."}
    )
    asked = ("kind",)

    def __init__(self, *args: Any, words: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(words.items())  # type: ignore[attr-defined]  # a ChoiceField

    def kind_chosen(self) -> Published.Kind:
        return Published.Kind(self.cleaned_data["kind"])


class PlanLineForm(MomentForm):
    """A neutral sentence for one of the two, or for both."""

    people = forms.ChoiceField(
        label="For whom", widget=forms.RadioSelect, error_messages={"required": "Choose for whom it is."}
    )
    line = forms.ChoiceField(
        label="Sentence",
        widget=forms.RadioSelect,
        choices=[(one.key, one.words) for one in LINES.values()] + [(NO_LINE, "No sentence any more")],
        error_messages={"required": "Choose a sentence."},
    )
    agreed_on = forms.DateField(
        label="Agreed with the person on",
        required=False,
        help_text="Needed when one of the two is told alone. Leave it empty for both.",
    )
    asked = ("people", "line", "agreed_on")

    def __init__(self, *args: Any, partners: list[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = dict(zip("ab", partners, strict=False))
        names = [(place, f"{person.called} alone") for place, person in self.partners.items()]
        self.fields["people"].choices = [(BOTH, "Both"), *names]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_agreed_on(self) -> date | None:
        agreed: date | None = self.cleaned_data["agreed_on"]
        if agreed and agreed > self.now.astimezone(self.zone).date():
            raise forms.ValidationError("This day has not come yet.")
        return agreed

    def people_chosen(self) -> list[Partner]:
        chosen = self.cleaned_data["people"]
        return list(self.partners.values()) if chosen == BOTH else [self.partners[chosen]]

    def line_chosen(self) -> str:
        line: str = self.cleaned_data["line"]
        return "" if line == NO_LINE else line
