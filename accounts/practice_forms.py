"""Forms about the practice and the people who work there."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from accounts import rules
from accounts.fields import (
    AddressField,
    EinField,
    LeaveUrlField,
    NpiField,
    PhoneField,
    PostalCodeField,
    ShortNameField,
    StateField,
)
from accounts.forms import KapForm
from accounts.models import Practice, User
from accounts.roles import Role
from accounts.week_form import WeekForm, initial_of


class PracticeForm(KapForm):
    """What the practice prints on statements, and how it can be reached."""

    name = forms.CharField(
        label="Name of the practice",
        max_length=120,
        help_text="As it stands on statements for insurers.",
        error_messages={"required": "Enter the name that stands on statements."},
    )
    short_name = ShortNameField(
        label="Short, neutral name",
        help_text="Stands in mails, calendars and page titles. It tells nothing of the work.",
        error_messages={"required": "Enter a short name that tells nothing of the work, like Harbor."},
    )
    address_line_1 = forms.CharField(label="Street address", max_length=120)
    address_line_2 = forms.CharField(label="Suite or floor", max_length=120, required=False)
    city = forms.CharField(label="City", max_length=80)
    state = StateField(label="State")
    postal_code = PostalCodeField(label="ZIP code")
    phone = PhoneField(label="Phone")
    email = AddressField(label="E-mail for the public", required=False)
    ein = EinField(label="Tax id (EIN)", required=False, help_text="Nine digits, like 12-3456789.")
    npi = NpiField(label="Group NPI", required=False, help_text="Only if the practice has one of its own. Ten digits.")
    zone = forms.ChoiceField(
        label="Time zone",
        choices=list(rules.ZONES.items()),
        help_text="Every appointment in person is told in this zone.",
    )
    layout = Layout(
        "name",
        "short_name",
        Div(
            Div("address_line_1", css_class="wide"),
            "address_line_2",
            "city",
            "state",
            "postal_code",
            css_class="columns",
        ),
        Div("phone", "email", "ein", "npi", css_class="columns"),
        "zone",
    )


class PracticeDetailsForm(PracticeForm):
    """The same and the review days, which a new practice is given."""

    review_days = forms.TypedMultipleChoiceField(
        label="Review days",
        coerce=int,
        choices=list(enumerate(rules.WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
        help_text="Each couple's ketamine dates are shown to both on these days, at least a day after they were set.",
        error_messages={"required": "Choose at least one day."},
    )
    review_hour = forms.TimeField(
        label="Hour of the review", help_text="What is shown, is shown at this hour.", widget=forms.TimeInput
    )
    layout = Layout(*PracticeForm.layout, "review_days", "review_hour")


class WatchForm(WeekForm):
    """When somebody reads and answers, whom to call at other hours, and where “Leave this page” leads."""

    after_hours_phone = PhoneField(
        label="Phone after hours",
        required=False,
        help_text="Shown whenever the office is closed and nobody is on call.",
    )
    leave_url = LeaveUrlField(
        label="Where “Leave this page” leads",
        max_length=200,
        help_text="An ordinary page that tells nothing. It stays in the history of the device.",
    )

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        known = initial_of(practice.week)
        known |= {"after_hours_phone": practice.after_hours_phone, "leave_url": practice.leave_url}  # type: ignore[dict-item]  # times and texts
        super().__init__(*args, initial=known, **kwargs)


class CoverForm(KapForm):
    """Who answers between two days."""

    away = forms.ModelChoiceField(
        label="Who is away?",
        queryset=User.objects.none(),
        required=False,
        empty_label="Nobody: this person is on call after hours",
    )
    name = forms.CharField(
        label="Who answers", max_length=120, error_messages={"required": "Enter the name of who answers."}
    )
    phone = PhoneField(label="Their phone", error_messages={"required": "Enter the number that partners can call."})
    user = forms.ModelChoiceField(
        label="Signs in here as",
        queryset=User.objects.none(),
        required=False,
        empty_label="Does not sign in here",
        help_text="For who is on call: told when nobody takes up an answer that cannot wait.",
    )
    starts_on = forms.DateField(label="From", error_messages={"required": "Give the first day."})
    ends_on = forms.DateField(label="Until, that day included", error_messages={"required": "Give the last day."})
    layout = Layout(
        "away", Div("name", "phone", css_class="columns"), "user", Div("starts_on", "ends_on", css_class="columns")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clinicians = User.objects.filter(role=Role.THERAPIST, is_active=True).order_by("name")
        self.fields["away"].queryset = clinicians  # type: ignore[attr-defined]  # it is the field above
        told = User.objects.filter(role__in=[Role.THERAPIST, Role.PRESCRIBER], is_active=True).order_by("name")
        self.fields["user"].queryset = told  # type: ignore[attr-defined]  # the same

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("starts_on") and found.get("ends_on") and found["ends_on"] < found["starts_on"]:
            self.add_error("ends_on", "The last day is before the first. Change one of them.")
        if found.get("user") and found.get("away"):
            self.add_error("user", "Only who is on call is told. Choose nobody here, or nobody under “Who is away?”.")
        return found


class CredentialForm(KapForm):
    """What a clinician prints beside the name."""

    letters = forms.CharField(label="Letters after your name", max_length=60, help_text="Like LMFT, CST.")
    licence_number = forms.CharField(label="License number", max_length=40)
    licence_state = StateField(label="State of the license")
    npi = NpiField(label="Your NPI", help_text="Ten digits. Insurers ask for it on every statement.")
    phone = PhoneField(label="Your phone at work", required=False)
    layout = Layout(
        "letters", Div("licence_number", "licence_state", css_class="columns"), Div("npi", "phone", css_class="columns")
    )


class ColleagueForm(KapForm):
    """Somebody new at the practice."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter their name."})
    email = AddressField(label="E-mail address", error_messages={"required": "Enter the address for the invitation."})

    def __init__(self, *args: Any, roles: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if roles is not None:
            self.fields["role"] = forms.ChoiceField(
                label="What will they do?",
                choices=roles,
                widget=forms.RadioSelect,
                error_messages={"required": "Choose what they will do."},
            )


class SetPasswordForm(KapForm):
    """The password that practice people choose on their way in."""

    password = forms.CharField(
        label="Choose a password",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. A few words in a row are easy to keep.",
        error_messages={"required": "Choose a password."},
    )
    again = forms.CharField(
        label="The same password again",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Type the password a second time."},
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("password") and found.get("again") and found["password"] != found["again"]:
            self.add_error("again", "The two passwords differ. Type them again.")
        return found


class JoinAsPrescriberForm(SetPasswordForm):
    """The password, and what stands on a clearance: letters, license and number of the prescriber."""

    letters = forms.CharField(label="Letters after your name", max_length=60, help_text="Like MD or PMHNP.")
    licence_number = forms.CharField(label="License number", max_length=40)
    licence_state = StateField(label="State of the license")
    npi = NpiField(label="Your NPI", help_text="Ten digits.")
    phone = PhoneField(label="Phone for calls from a session", required=False)
    layout = Layout(
        "letters",
        Div("licence_number", "licence_state", "npi", "phone", css_class="columns"),
        "password",
        "again",
    )

    def credential(self) -> dict[str, str]:
        """What is kept of it."""
        names = ("letters", "licence_number", "licence_state", "npi", "phone")
        return {name: self.cleaned_data[name] for name in names}


class SignInChoiceForm(KapForm):
    """Which of one's sign-ins to end; none chosen means all others."""

    sign_in = forms.UUIDField(required=False)
