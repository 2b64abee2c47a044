"""When and where the practice sees people."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from accounts.forms import KapForm
from accounts.models import User
from accounts.week_form import WeekForm, initial_of
from sessions.forms.calendar import one_of
from sessions.rules.hours import Hours


class OpeningForm(WeekForm):
    """The opening hours of a week. Left empty throughout, every hour is open."""

    def __init__(self, *args: Any, hours: Hours, **kwargs: Any) -> None:
        week = tuple(hours.week.get(number) for number in range(7))
        super().__init__(*args, initial=initial_of(week), **kwargs)


class RoomForm(KapForm):
    """One more room."""

    name = forms.CharField(
        label="Name of the room",
        max_length=40,
        help_text="As you call it among yourselves, like Garden room.",
        error_messages={"required": "Give the room a name."},
    )


class ClosedDaysForm(KapForm):
    """Whole days on which nobody is seen, or one therapist is away."""

    words = forms.CharField(
        label="What for",
        max_length=60,
        required=False,
        help_text="A word for the calendar, like Thanksgiving or training. The office reads it too.",
    )
    starts_on = forms.DateField(label="First day", error_messages={"required": "Give the first day."})
    ends_on = forms.DateField(label="Last day, included", error_messages={"required": "Give the last day."})

    def __init__(self, *args: Any, therapists: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_field("therapist", one_of("Who is away?", therapists, "Nobody: the practice is closed"))
        self.helper.layout = Layout("therapist", Div("starts_on", "ends_on", css_class="columns"), "words")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("starts_on") and found.get("ends_on") and found["ends_on"] < found["starts_on"]:
            self.add_error("ends_on", "The last day is before the first. Change one of them.")
        return found
