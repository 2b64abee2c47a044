"""Shape and wording of what is typed on the billing pages."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms import KapForm
from billing.models import ChargeLineQuerySet, Payment
from billing.rules import codes
from clients.models import Partner
from sessions.models import StepKind

LONG_AGO = timedelta(days=5 * 365)


class DayField(forms.DateField):
    """A date that is neither mistyped by a century nor, unless `ahead`, still to come. Its form says what day it is."""

    today: date

    def __init__(self, *, ahead: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.ahead = ahead

    def clean(self, value: Any) -> date:
        day: date = super().clean(value)
        if day < self.today - LONG_AGO:
            raise ValidationError("Enter a date of the last five years.")
        if not self.ahead and day > self.today:
            raise ValidationError("This date is still to come. Enter today or an earlier date.")
        if day > self.today + LONG_AGO:
            raise ValidationError("Enter a date within the next five years.")
        return day


class DatedForm(KapForm):
    """A form with a `DayField` or more: `today` is the practice's own day, and what they begin with."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.today = field.initial = today


class MoneyField(forms.DecimalField):
    def __init__(self, *, least: str = "0.01", **kwargs: Any) -> None:
        super().__init__(
            max_digits=8,
            decimal_places=2,
            min_value=Decimal(least),
            widget=forms.NumberInput(attrs={"inputmode": "decimal", "class": "short"}),
            error_messages={"min_value": f"Enter an amount of ${least} or more."},
            **kwargs,
        )


class PaymentForm(DatedForm):
    """Money that came in for one person's account."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    amount = MoneyField(label="Amount in dollars")
    received_on = DayField(label="Received on")
    method = forms.ChoiceField(
        label="How was it paid?", choices=Payment.Method.choices, widget=forms.RadioSelect(attrs={"side": "yes"})
    )
    payer = forms.ChoiceField(
        label="Who paid?",
        widget=forms.RadioSelect,
        help_text="A statement says how much was paid by another party, and never by whom.",
    )
    reference = forms.CharField(
        label="Reference", max_length=60, required=False, help_text="A check number, or the last four digits of a card."
    )

    def __init__(self, *args: Any, account: Partner, partners: Sequence[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(partner.pk): partner for partner in partners}
        self.fields["payer"].choices = [(key, partner.called) for key, partner in self.people.items()]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["payer"].initial = str(account.pk)
        self.fields["key"].initial = uuid.uuid4

    def clean_payer(self) -> Partner:
        return self.people[self.cleaned_data["payer"]]


class InsuredForm(DatedForm):
    """Whose insurer a couple's sessions are stated for, and from when."""

    partner = forms.ChoiceField(label="Person named for insurance", widget=forms.RadioSelect)
    since = DayField(
        label="From",
        ahead=True,
        help_text="Sessions from this day that are not paid or stated yet go on this person's account.",
    )

    def __init__(self, *args: Any, partners: Sequence[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(partner.pk): partner for partner in partners}
        self.fields["partner"].choices = [(key, partner.legal_name) for key, partner in self.people.items()]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_partner(self) -> Partner:
        return self.people[self.cleaned_data["partner"]]


class DiagnosisForm(DatedForm):
    code = forms.CharField(
        label="ICD-10-CM code",
        max_length=9,
        widget=forms.TextInput(attrs={"class": "short", "autocapitalize": "characters", "autocomplete": "off"}),
        help_text="With or without the dot, like F43.10.",
    )
    since = DayField(label="Holds from", help_text="A statement takes what held on the day of each session.")


class EndForm(DatedForm):
    """From when a diagnosis holds no longer."""

    until = DayField(label="Holds no longer from")

    def __init__(self, *args: Any, since: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.since = since

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < self.since:
            raise ValidationError("This is before the day from which it holds.")
        return until


class FeeForm(DatedForm):
    """One line of the fee schedule."""

    kind = forms.ChoiceField(label="Kind of session", choices=StepKind.choices)
    position = forms.TypedChoiceField(
        label="Line",
        choices=[(1, "First line"), (2, "Second line"), (3, "Third line")],
        coerce=int,
        help_text="A ketamine session has two: the therapy that a plan may cover, and the time that it does not.",
    )
    label = forms.CharField(
        label="What it is called", max_length=120, help_text="In your own words. A coded line is printed on statements."
    )
    code = forms.CharField(
        label="Service code",
        max_length=7,
        required=False,
        widget=forms.TextInput(attrs={"class": "short"}),
        help_text="Your billing code, like 90847. A line without one is for the person to pay and is on no statement.",
    )
    modifiers = forms.CharField(
        label="Modifiers",
        max_length=14,
        required=False,
        widget=forms.TextInput(attrs={"class": "short"}),
        help_text="Leave empty unless you know better. A session by video gets 95 by itself.",
    )
    minutes = forms.IntegerField(
        label="Minutes stated",
        min_value=1,
        max_value=600,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        help_text="Leave empty for the rest of the appointment.",
    )
    amount = MoneyField(label="Fee in dollars", least="0.00", help_text="Zero ends this line.")
    since = DayField(label="From", ahead=True, help_text="Sessions charged before keep the fee that they had.")

    def clean_code(self) -> str:
        return codes.as_code(self.cleaned_data["code"])

    def clean_modifiers(self) -> str:
        modifiers = codes.as_modifiers(self.cleaned_data["modifiers"])
        if trouble := codes.modifiers_trouble(modifiers):
            raise ValidationError(trouble)
        return modifiers

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        code, since = found.get("code"), found.get("since")
        if code and since and (trouble := codes.code_trouble(code, since)):
            self.add_error("code", trouble)
        if code and "ketamin" in str(found.get("label", "")).casefold():
            self.add_error("label", "Insurers read this line. Leave ketamine out of it, or leave the code empty.")
        if found.get("modifiers") and not code:
            self.add_error("modifiers", "A modifier needs a service code.")
        return found


class IssueForm(KapForm):
    """The lines that were on the page when its button was pressed: what was seen is what is issued."""

    def __init__(self, *args: Any, lines: ChargeLineQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"] = forms.ModelMultipleChoiceField(
            queryset=lines,
            widget=forms.MultipleHiddenInput,
            error_messages={
                "required": "There is no session to state.",
                "invalid_choice": "Some of these sessions changed meanwhile. Look at the list again.",
                "invalid_pk_value": "Some of these sessions changed meanwhile. Look at the list again.",
            },
        )


class VoidForm(KapForm):
    reason = forms.CharField(
        label="Why is it void?",
        max_length=200,
        min_length=3,
        help_text="It is printed on the statement. Write nothing that the insurer or the person should not read.",
        error_messages={"required": "Say why, in a few words."},
    )


class ExportForm(DatedForm):
    """Which days, and whether people are named."""

    since = DayField(label="From", ahead=True)
    until = DayField(label="Until", ahead=True)
    names = forms.ChoiceField(
        label="Who is in it?",
        choices=[("without", "Numbers in place of names"), ("with", "Names")],
        initial="without",
        widget=forms.RadioSelect,
        help_text="A bookkeeper seldom needs names.",
        error_messages={"required": "Choose whether names are in it."},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["since"].initial = today.replace(day=1)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", "It ends before it begins. Check both dates.")
        return found
