"""Who somebody is and how to reach them, never an answer."""

from dataclasses import fields as fields_of
from datetime import date
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms

from accounts.fields import AddressField, PhoneField, PostalCodeField, StateField
from accounts.forms import KapForm
from accounts.models import User
from accounts.week_form import WeekForm, initial_of
from clients import rules
from clients.actions import PartnerDetails
from clients.gather import HowToReach
from clients.models import Partner
from outbox.rules import Writing

ROWS = ("legal_first_name", "legal_last_name", "preferred_name", "pronouns", "birth_date", "phone")
WIDE_ROWS = ("email", "address_line_1")
MORE_ROWS = ("address_line_2", "city", "state", "postal_code", "insurer", "member_id")


def fields_about(whose: str) -> dict[str, forms.Field]:
    """The fields about one person. `whose` makes each error say whom it is about: "the first partner's"."""
    return {
        "legal_first_name": _line("Legal first name", 60, required=f"Enter {whose} legal first name."),
        "legal_last_name": _line("Legal last name", 60, required=f"Enter {whose} legal last name."),
        "preferred_name": _line("Goes by", 60, hint="If not the legal first name."),
        "pronouns": _line("Pronouns", 40, hint="Like she/her or they/them."),
        "birth_date": forms.DateField(
            label="Birth date",
            error_messages={
                "required": f"Enter {whose} birth date.",
                "invalid": f"Enter {whose} birth date, like 3/27/1988.",
            },
        ),
        "email": AddressField(
            label="E-mail address",
            required=False,
            help_text="Their own, which nobody else reads. Without one they answer on the practice's tablet.",
            error_messages={
                "invalid": f"Enter {whose} e-mail address, like name@example.com.",
            },
        ),
        "phone": PhoneField(label="Phone", required=False),
        "address_line_1": _line("Street address", 120),
        "address_line_2": _line("Apartment", 120),
        "city": _line("City", 80),
        "state": StateField(label="State", required=False),
        "postal_code": PostalCodeField(label="ZIP code", required=False),
        "insurer": _line("Insurer", 120, hint="If there is one."),
        "member_id": _line("Member id", 60, hint="As on the card."),
    }


def _line(label: str, longest: int, *, required: str = "", hint: str = "") -> forms.CharField:
    messages = {"required": required} if required else {}
    return forms.CharField(
        label=label, max_length=longest, required=bool(required), help_text=hint, error_messages=messages
    )


def details_in(cleaned: dict[str, Any], prefix: str = "") -> PartnerDetails:
    """What a valid form says about one person."""
    return PartnerDetails(**{one.name: cleaned[prefix + one.name] for one in fields_of(PartnerDetails)})


def _rows(prefix: str = "") -> list[Any]:
    def named(names: tuple[str, ...]) -> list[str]:
        return [prefix + name for name in names]

    wide = [Div(name, css_class="wide") for name in named(WIDE_ROWS)]
    return [Div(*named(ROWS), *wide, *named(MORE_ROWS), css_class="columns")]


class CoupleForm(KapForm):
    """Two people side by side, one form, so that everything to mend is told at once."""

    invite = forms.BooleanField(label="Invite by e-mail now", required=False, initial=True)
    layout = Layout(
        Div(
            Fieldset("First partner", *_rows("a_"), css_class="card partner is-a"),
            Fieldset("Second partner", *_rows("b_"), css_class="card partner is-b"),
            css_class="halves",
        ),
        "invite",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for prefix in ("a_", "b_"):
            check_birth_date(self, f"{prefix}birth_date", self.today)
        if rules.same_address(found.get("a_email", ""), found.get("b_email", "")):
            self.add_error("b_email", rules.SAME_ADDRESS)
        return found


for _prefix, _whose in (("a_", "the first partner's"), ("b_", "the second partner's")):
    for _name, _field in fields_about(_whose).items():
        CoupleForm.base_fields[_prefix + _name] = _field


class PartnerForm(KapForm):
    """One person's details, to correct. The address is closed once they sign in with it."""

    layout = Layout(*_rows())

    def __init__(self, *args: Any, partner: Partner, today: date, **kwargs: Any) -> None:
        known = {one.name: getattr(partner, one.name, "") for one in fields_of(PartnerDetails)}
        super().__init__(*args, initial=known | {"email": partner.user.address}, **kwargs)
        self.today = today
        if partner.user.is_active:
            self.fields["email"].disabled = True
            self.fields["email"].help_text = f"{partner.called} signs in with this. It changes under “Sign-in and PIN”."

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        check_birth_date(self, "birth_date", self.today)
        return found


PartnerForm.base_fields |= fields_about("their")


def check_birth_date(form: forms.Form, name: str, today: date) -> None:
    """Say in the form what the rule finds."""
    born = form.cleaned_data.get(name)
    if born and (sentence := rules.birth_date_trouble(born, today)):
        form.add_error(name, sentence)


class SafeContactForm(WeekForm):
    """How one person can be reached without harm. As it opens, it says what holds for everybody."""

    writing = forms.ChoiceField(
        label="How may we write?",
        choices=[
            ("email", "By e-mail"),
            ("both", "By e-mail, and by text once we offer it"),
            ("none", "Not at all: no mail and no text"),
        ],
        initial="email",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how we may write."},
    )
    voicemail = forms.ChoiceField(
        label="May we leave a voicemail?",
        choices=[("no", "No"), ("yes", "Yes: a name and a number, nothing else")],
        initial="no",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether we may leave a voicemail."},
    )
    phone = PhoneField(label="A number that is safe to call", required=False)
    phrase = forms.CharField(
        label="A word to know each other by",
        required=False,
        max_length=80,
        help_text="When we call, we ask for it. Without it we say that we have the wrong number.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    note = forms.CharField(
        label="Anything else about reaching you",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def choices(self) -> rules.SafeChoices:
        """What a valid form says."""
        writing = Writing(rules.WRITING[self.cleaned_data["writing"]], self.week())
        voicemail = self.cleaned_data["voicemail"] == "yes"
        return rules.SafeChoices(writing, voicemail=voicemail, phone=self.cleaned_data["phone"])


def known_choices(known: HowToReach) -> dict[str, Any]:
    """What stands, as initial values for the therapist; the person's own page opens without any."""
    channels = known.choices.writing.channels
    writing = next((name for name, meant in rules.WRITING.items() if meant == channels), "email")
    return {
        "writing": writing,
        "voicemail": "yes" if known.choices.voicemail else "no",
        "phone": known.choices.phone,
        "phrase": known.phrase,
        "note": known.note,
        **initial_of(known.choices.writing.hours),
    }


class InvitePrescriberForm(KapForm):
    """A prescriber from outside, and whom they are to see."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter the prescriber's name."})
    email = AddressField(label="E-mail address", error_messages={"required": "Enter the address for the invitation."})
    partners = forms.ModelMultipleChoiceField(
        label="Whom do they see?",
        queryset=Partner.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="These people's health answers, and nobody else's.",
        error_messages={"required": "Choose at least one person."},
    )

    def __init__(self, *args: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partners"].queryset = partners  # type: ignore[attr-defined]  # it is the field above
        self.fields["partners"].label_from_instance = lambda one: one.legal_name  # type: ignore[attr-defined]  # the same


class ReferralForm(KapForm):
    """To whom a partner is referred."""

    prescriber = forms.ModelChoiceField(
        label="Prescriber",
        queryset=User.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose a prescriber."},
    )

    def __init__(self, *args: Any, prescribers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["prescriber"].queryset = prescribers  # type: ignore[attr-defined]  # it is the field above
