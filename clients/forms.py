"""Forms about people in care. They hold who somebody is and how to reach them, never an answer."""

from collections.abc import Sequence
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
from clients.models import CopyRequest, Couple, Partner
from documents.forms import FileToKeep
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
            help_text="Their own. Codes and messages go there.",
            error_messages={
                "required": f"Enter {whose} e-mail address.",
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

    invite = forms.BooleanField(label="Invite both by e-mail now", required=False, initial=True)
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
        super().__init__(*args, initial=known | {"email": partner.user.email}, **kwargs)
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


class TextForm(KapForm):
    """A new wording of one of the practice's texts."""

    body = forms.CharField(
        label="The text",
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="A line that begins with # is a heading, one that begins with - a point. An empty line ends a block.",
        error_messages={"required": "Write the text that partners read."},
    )


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


class SignForm(KapForm):
    """A signature by typed name."""

    agreed = forms.BooleanField(
        label="I have read this text, my questions were answered, and I want to take part.",
        error_messages={"required": "Tick the box if you agree. If you are unsure, talk with your therapist first."},
    )
    typed_name = forms.CharField(
        label="Type your full name to sign",
        max_length=140,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Type your full name to sign."},
    )


class ReasonForm(KapForm):
    """Why a legal hold is opened or released."""

    reason = forms.CharField(
        label="Why",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write why, in a few words."},
    )


class PurgeForm(KapForm):
    """The typed name that confirms whose record is to be destroyed."""

    typed_name = forms.CharField(
        label="Type the person's full legal name",
        max_length=140,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Type the full name to confirm whose record this is."},
    )


def _pin_field(label: str, autocomplete: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=6,
        min_length=6,
        help_text=hint,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": autocomplete, "class": "short"}),
        error_messages={
            "required": "Type the six digits.",
            "min_length": "A PIN has six digits.",
            "max_length": "A PIN has six digits.",
        },
    )


class PinForm(KapForm):
    """The PIN for one's own papers."""

    pin = _pin_field("Your PIN", "off")


class NewPinForm(KapForm):
    """A new PIN, typed twice."""

    pin = _pin_field("Choose six digits", "off", "Not your birth date, and nothing that somebody at home would try.")
    again = _pin_field("The same six digits again", "off")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("pin") and found.get("again") and found["pin"] != found["again"]:
            self.add_error("again", "The two differ. Type them again.")
        return found


class NewAddressForm(KapForm):
    """Another address for somebody who signs in already."""

    address = AddressField(
        label="New e-mail address", error_messages={"required": "Enter the new address."}, help_text="Their own."
    )


ABOUT = "about"


class AboutForm(KapForm):
    """Whose record it is about: one person's own, or the joint one of a couple."""

    about = forms.ChoiceField(
        label="Which record?", widget=forms.RadioSelect, error_messages={"required": "Choose which record."}
    )

    def __init__(self, *args: Any, partner: Partner, couples: Sequence[Couple], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.records: dict[str, Partner | Couple] = {"own": partner} | {str(one.pk): one for one in couples}
        names = {"own": f"{partner.called}'s own record"} | {str(one.pk): joint_name(one) for one in couples}
        self.fields[ABOUT].choices = list(names.items())  # type: ignore[attr-defined]  # it is the field above
        self.fields[ABOUT].initial = "own"

    def clean_about(self) -> Partner | Couple:
        return self.records[self.cleaned_data[ABOUT]]


def joint_name(couple: Couple) -> str:
    members = couple.memberships.order_by("place", "since").select_related("partner")
    return f"The joint record of {' & '.join(member.partner.called for member in members)}"


class AskCopyForm(AboutForm):
    """Somebody asked for a record, by voice or letter."""

    way = forms.ChoiceField(
        label="What do they want?",
        choices=CopyRequest.Way.choices,
        initial=CopyRequest.Way.COPY,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they want."},
    )


class ReleaseForm(AboutForm):
    """Who outside may be told what, for what, and until when."""

    recipient = forms.CharField(
        label="Who may be told?", max_length=160, help_text="A person or an office, like Dr. Alan Park, primary care."
    )
    reached_at = forms.CharField(
        label="How are they reached?", max_length=160, required=False, help_text="A phone, a fax or an address."
    )
    what = forms.CharField(
        label="What may they be told?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="As little as the purpose needs, like dates of sessions and blood pressure readings.",
    )
    purpose = forms.CharField(label="What is it for?", max_length=200, help_text="Like looking after blood pressure.")
    since = forms.DateField(label="From", help_text="The first day.")
    until = forms.DateField(label="Until", help_text="A year at most.")
    layout = Layout("about", "recipient", "reached_at", "what", "purpose", Div("since", "until", css_class="columns"))


class PaperForm(KapForm):
    """A sheet that one of those concerned signed by hand."""

    person = forms.ChoiceField(
        label="Who signed it?", widget=forms.RadioSelect, error_messages={"required": "Choose who signed it."}
    )
    paper = FileToKeep(label="The signed paper", help_text="A PDF, or a photo as PNG or JPEG, up to 8 MB.")

    def __init__(self, *args: Any, people: Sequence[Partner], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="paper_%s", **kwargs)
        self.people = {str(one.pk): one for one in people}
        self.fields["person"].choices = [(key, one.called) for key, one in self.people.items()]  # type: ignore[attr-defined]  # it is the field above
        if len(people) == 1:
            self.fields["person"].initial = str(people[0].pk)

    def clean_person(self) -> Partner:
        return self.people[self.cleaned_data["person"]]


class DisclosureForm(KapForm):
    """What was told under a release, and when."""

    what = forms.CharField(label="What was told?", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    on = forms.DateField(label="On")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="told_%s", **kwargs)
        self.today = today
        self.fields["on"].initial = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("This date is still to come. Write it down once it was told.")
        return on


class AgreeForm(KapForm):
    """One's own yes to one thing, by typed name. `key` says to which."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label="I have read this, and I agree.",
        error_messages={"required": "Tick the box if you agree. If you are unsure, talk with your therapist first."},
    )
    typed_name = forms.CharField(
        label="Type your full name to sign",
        max_length=140,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Type your full name to sign."},
    )

    def __init__(self, *args: Any, about: object, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{about}_%s", **kwargs)
        self.fields["key"].initial = about


class OwnCopyForm(AgreeForm):
    """Asking for one's own record is agreeing to get it."""

    way = forms.ChoiceField(
        label="What would you like?",
        choices=CopyRequest.Way.choices,
        initial=CopyRequest.Way.COPY,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you would like."},
    )
    layout = Layout("key", "way", "agreed", "typed_name")
