"""A date for a step of the plan, in the practice's own hours."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from crispy_forms.layout import Div, Layout
from django import forms

from accounts.forms import KapForm
from clients.models import Partner
from sessions.forms.calendar import one_of
from sessions.models import Appointment, PlanStep, Role, StepKind, TherapyRoom
from sessions.rules.times import moments_of

# How far ahead a date can stand: further is a slip of the pen.
MOST_YEARS = 3
PARTS = [(Role.DOSING, "Takes the medicine"), (Role.WITNESS, "Supports"), (Role.ABSENT, "Is not there")]


class SlotForm(KapForm):
    """Day, hour and room in an address: where a free hour of the calendar leads. What cannot be read is left open."""

    day = forms.DateField(required=False)
    hour = forms.TimeField(required=False)
    room = forms.UUIDField(required=False)

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        return day if day and 2000 <= day.year < 3000 else None

    def chosen(self) -> dict[str, date | time | UUID]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


class TimeForm(KapForm):
    """A day and an hour as the clocks of the practice show them; cleans to one moment in `starts_at`.

    `which` is asked where that hour comes twice on that day, `anyway` where something speaks against the time.
    """

    day = forms.DateField(label="Day", error_messages={"required": "Choose the day."})
    hour = forms.TimeField(label="Start", error_messages={"required": "Choose when it starts."})
    which = forms.ChoiceField(
        label="Which of the two?",
        choices=[("0", "The first"), ("1", "The second")],
        widget=forms.RadioSelect,
        required=False,
    )
    anyway = forms.BooleanField(label="Take this time all the same", required=False)

    def __init__(self, *args: Any, zone: ZoneInfo, zone_name: str, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.now = zone, now
        self.fields["hour"].label = f"Start ({zone_name} time)"
        self.helper.layout = Layout(Div("day", "hour", css_class="columns"))

    def offer(self, rooms: Sequence[TherapyRoom], *, first: TherapyRoom | None = None) -> None:
        """Ask for the room where there are several; with none chosen the first that is free is taken."""
        if len(rooms) > 1:
            self.add_field("room", one_of("Room", rooms, "Whichever is free"))
            self.initial.setdefault("room", str(first.pk) if first else "")
            self.helper.layout.append("room")

    def offered(self) -> datetime | None:
        """The moment that an unsent form proposes, if it does."""
        day, hour = self.initial.get("day"), self.initial.get("hour")
        return next(iter(moments_of(day, hour, self.zone)), None) if day and hour else None

    def room(self) -> TherapyRoom | None:
        found: TherapyRoom | None = self.cleaned_data.get("room")
        return found

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if abs(day.year - self.now.astimezone(self.zone).year) > MOST_YEARS:
            raise forms.ValidationError("Check the year of this day.")
        return day

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "day" in data and "hour" in data:
            moments = moments_of(data["day"], data["hour"].replace(tzinfo=None), self.zone)
            if not moments:
                self.add_error("hour", "The clocks go forward over this hour on that day. Choose another.")
            elif len(moments) == 1:
                data["starts_at"] = moments[0]
            else:
                self._ask_which(moments)
        return data

    def _ask_which(self, moments: Sequence[datetime]) -> None:
        """The clocks are put back over this hour: which of its two comings is meant."""
        self.helper.layout.insert(1, "which")
        names = ("The first", "The second")
        self.fields["which"].choices = [  # type: ignore[attr-defined]  # it is the field above
            (str(place), f"{name}, {moment.astimezone(self.zone):%H:%M %Z}")
            for place, (name, moment) in enumerate(zip(names, moments, strict=True))
        ]
        chosen = self.cleaned_data.get("which")
        if chosen:
            self.cleaned_data["starts_at"] = moments[int(chosen)]
        elif "which" not in self.errors:
            self.add_error("which", "The clocks go back on that day, so this hour comes twice. Choose one.")

    def went_past(self, sentences: Sequence[str]) -> bool:
        """Whether whoever books knows what speaks against this time; otherwise it is said beside a box to tick."""
        if not sentences:
            return True
        self.helper.layout.insert(1, "anyway")
        if not self.cleaned_data.get("anyway"):
            self.add_error(
                "anyway", f"{' '.join(sentences)} Tick this to take the time all the same, or choose another."
            )
        return "anyway" not in self.errors


class BookForm(TimeForm):
    """The date of a step; for a ketamine session also each person's part, for a talking one the place."""

    place = forms.ChoiceField(label="Where", choices=Appointment.Place.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, step: PlanStep, partners: list[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = {self._name(place): person for place, person in zip("ab", partners, strict=False)}
        shown: list[Any] = [Div("day", "hour", css_class="columns")]
        if step.kind == StepKind.KETAMINE:
            del self.fields["place"]
            for name, person in self.partners.items():
                self.fields[name] = forms.ChoiceField(
                    label=f"{person.called}'s part",
                    choices=PARTS,
                    widget=forms.RadioSelect,
                    error_messages={"required": f"Choose what {person.called} does in this session."},
                )
            shown.append(Div(*self.partners, css_class="columns"))
        else:
            self.fields["place"].initial = Appointment.Place.OFFICE
            self.fields["place"].error_messages["required"] = "Choose where it takes place."
            shown.append("place")
        self.helper.layout = Layout(*shown)

    @staticmethod
    def _name(place: str) -> str:
        return f"part_{place}"

    def roles(self) -> dict[Partner, Role] | None:
        """Each person's part as chosen so far; None for a talking step."""
        chosen = {person: self.cleaned_data.get(name) for name, person in self.partners.items() if name in self.fields}
        return {person: Role(role) for person, role in chosen.items() if role} or None


class PartsForm(KapForm):
    """Each person's part in a session that is booked."""

    def __init__(self, *args: Any, partners: list[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = {f"part_{place}": person for place, person in zip("ab", partners, strict=False)}
        for name, person in self.partners.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{person.called}'s part", choices=PARTS, widget=forms.RadioSelect
            )
        self.helper.layout = Layout(Div(*self.partners, css_class="columns"))

    def roles(self) -> dict[Partner, Role]:
        return {person: Role(self.cleaned_data[name]) for name, person in self.partners.items()}


class TalkingDayForm(KapForm):
    """Why a ketamine day becomes a talking day. The reason is the therapist's alone."""

    words = forms.CharField(
        label="Why",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Read by you alone. Everybody else sees a talking day, with no reason.",
        error_messages={"required": "Write why, in a few words. Only you read it."},
    )
