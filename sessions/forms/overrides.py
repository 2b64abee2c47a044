"""Going past a stop of the day: which one, why, and the call to the prescriber that it stands on."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.layout import HTML, Div, Layout
from django import forms

from accounts.forms import OnceForm
from sessions.rules.blockers import Authority, Blocker, Reader
from sessions.rules.overrides import PrescriberCall
from sessions.rules.times import NoSuchTime, at_wall_clock

CALL = ("call_with", "called", "call_words")


class OverrideForm(OnceForm):
    """One of the stops that leave room for it. The call is asked for where the table wants the prescriber's word."""

    ids = "past"

    kind = forms.ChoiceField(
        label="Go past", widget=forms.RadioSelect, error_messages={"required": "Choose what you go past."}
    )
    reason = forms.CharField(
        label="Why",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write why, in a few words."},
    )
    call_with = forms.CharField(
        label="Which prescriber did you speak with?",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    called = forms.TimeField(label="When, today?", required=False)
    call_words = forms.CharField(
        label="What they said", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, stops: Sequence[Blocker], day: date, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day, self.zone = day, zone
        choices = [(one.kind.key, one.words_for(Reader.THERAPIST)) for one in stops]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.fields["kind"].initial = choices[0][0] if len(choices) == 1 else None
        self.by_phone = {one.kind.key for one in stops if one.kind.override is Authority.PRESCRIBER}
        if not self.by_phone:
            for name in CALL:
                del self.fields[name]
        call = (HTML("<h2>The call</h2>"), Div(*CALL[:2], css_class="columns"), CALL[2]) if self.by_phone else ()
        self.helper.layout = Layout("key", "kind", "reason", *call)

    def clean_called(self) -> datetime | None:
        hour = self.cleaned_data["called"]
        if hour is None:
            return None
        try:
            return at_wall_clock(self.day, hour.replace(tzinfo=None), self.zone)
        except NoSuchTime:
            raise forms.ValidationError("The clocks go forward over this hour today.") from None

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("kind") in self.by_phone:
            for name, sentence in (
                ("call_with", "Call the prescriber first. Write whom you spoke with."),
                ("called", "Give the time of the call."),
                ("call_words", "Write what they said."),
            ):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return given

    def call(self) -> PrescriberCall | None:
        """The call, where it is whole and asked for."""
        given = self.cleaned_data
        if given["kind"] not in self.by_phone:
            return None
        return PrescriberCall(given["call_with"], given["called"], given["call_words"])
