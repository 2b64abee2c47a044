"""The rhythm of several dates, and the list of them to adjust before it is saved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.layout import Div, Layout
from django import forms
from django.forms.boundfield import BoundField

from accounts.forms import KapForm
from clients.models import Partner
from sessions.forms.booking import MOST_YEARS, PARTS
from sessions.models import PlanStep, Role, StepKind
from sessions.rules.series import Proposed, Rhythm
from sessions.rules.times import moments_of

MOST_WEEKS = 8


class RhythmForm(KapForm):
    """From when on, how often, and at which hours."""

    first = forms.DateField(label="First ketamine session", error_messages={"required": "Choose the first day."})
    weeks = forms.IntegerField(
        label="Weeks from one to the next",
        min_value=1,
        max_value=MOST_WEEKS,
        initial=2,
        error_messages={"required": "Say how many weeks lie between two ketamine sessions."},
    )
    ketamine_at = forms.TimeField(label="Ketamine begins", error_messages={"required": "Choose an hour."})
    talking_at = forms.TimeField(label="Integration begins", error_messages={"required": "Choose an hour."})
    layout = Layout(Div("first", "weeks", "ketamine_at", "talking_at", css_class="many"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_first(self) -> date:
        first: date = self.cleaned_data["first"]
        if first <= self.today:
            raise forms.ValidationError("Choose a day that is still to come.")
        if first.year - self.today.year > MOST_YEARS:
            raise forms.ValidationError("Check the year of this day.")
        return first

    def rhythm(self) -> Rhythm:
        """What a valid form says."""
        found = self.cleaned_data
        hours = (found[name].replace(tzinfo=None) for name in ("ketamine_at", "talking_at"))
        return Rhythm(found["first"], found["weeks"], *hours)


@dataclass(frozen=True)
class DateRow:
    """One step with its fields."""

    step: PlanStep
    take: BoundField
    day: BoundField
    hour: BoundField


class DatesForm(KapForm):
    """A day and an hour for each step, whether it is booked now, and each person's part in the ketamine sessions."""

    anyway = forms.BooleanField(label="Take these times all the same", required=False)

    def __init__(
        self,
        *args: Any,
        steps: Sequence[PlanStep],
        partners: Sequence[Partner],
        zone: ZoneInfo,
        now: datetime,
        offered: Mapping[PlanStep, Proposed] | None = None,
        left_out: frozenset[PlanStep] = frozenset(),
        **kwargs: Any,
    ) -> None:
        dosing = any(one.kind == StepKind.KETAMINE for one in steps)
        self.partners = {
            f"part_{place}": person for place, person in zip("ab", partners if dosing else (), strict=False)
        }
        super().__init__(*args, **kwargs)
        self.steps, self.zone, self.now = steps, zone, now
        self.asks_anyway = False
        for step in steps:
            self._add(step, (offered or {}).get(step), booked=step not in left_out)
        for name, person in self.partners.items():
            part = forms.ChoiceField(
                label=f"{person.called}'s part",
                choices=PARTS,
                initial=Role.DOSING,
                widget=forms.RadioSelect,
                error_messages={"required": f"Choose what {person.called} does in these sessions."},
            )
            self.add_field(name, part)

    def _add(self, step: PlanStep, offered: Proposed | None, *, booked: bool) -> None:
        day, hour = (offered.day, offered.at) if offered else (None, None)
        take, on, at = self._names(step)
        self.add_field(
            take,
            forms.BooleanField(
                label=f"Book {step}",
                required=False,
                initial=booked,
                widget=forms.CheckboxInput({"class": "form-check-input"}),
            ),
        )
        self.add_field(on, forms.DateField(label=f"Day of {step}", required=False, initial=day))
        self.add_field(at, forms.TimeField(label=f"Start of {step}", required=False, initial=hour))

    @staticmethod
    def _names(step: PlanStep) -> tuple[str, str, str]:
        return f"take_{step.position}", f"day_{step.position}", f"hour_{step.position}"

    def rows(self) -> Iterator[DateRow]:
        for step in self.steps:
            yield DateRow(step, *(self[name] for name in self._names(step)))

    def parts(self) -> list[BoundField]:
        return [self[name] for name in self.partners]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        self.dates: dict[PlanStep, datetime] = {}
        for step in self.steps:
            take, day, hour = self._names(step)
            if found.get(take) and not {day, hour} & set(self.errors):
                self._date(step, found[day], found[hour])
        if not self.errors and not self.dates:
            self.add_error(None, "Tick at least one session to book.")
        return found

    def _date(self, step: PlanStep, day: date | None, hour: time | None) -> None:
        _, day_name, hour_name = self._names(step)
        if day is None:
            self.add_error(day_name, "Choose the day, or take the tick away.")
        elif abs(day.year - self.now.astimezone(self.zone).year) > MOST_YEARS:
            self.add_error(day_name, "Check the year of this day.")
        elif hour is None:
            self.add_error(hour_name, "Choose when it starts, or take the tick away.")
        else:
            moments = moments_of(day, hour.replace(tzinfo=None), self.zone)
            if len(moments) == 1:
                self.dates[step] = moments[0]
            elif moments:
                self.add_error(hour_name, "The clocks go back on that day, so this hour comes twice. Choose another.")
            else:
                self.add_error(hour_name, "The clocks go forward over this hour on that day. Choose another.")

    def roles(self) -> dict[Partner, Role]:
        return {person: Role(self.cleaned_data[name]) for name, person in self.partners.items()}

    def refuse(self, step: PlanStep, sentence: str) -> None:
        """Say beside a step why it cannot be booked like this."""
        self.add_error(self._names(step)[1], sentence)

    def went_past(self, against: Mapping[PlanStep, str]) -> bool:
        """Whether whoever books knows what speaks against these times; otherwise it is said beside each."""
        self.asks_anyway = bool(against)
        if against and not self.cleaned_data.get("anyway"):
            for step, sentence in against.items():
                self.refuse(step, sentence)
            self.add_error("anyway", "Choose other times, or tick this to take them all the same.")
        return not self.errors
