from crispy_forms.layout import Div, Layout
from django import forms

from accounts.forms import KapForm


class EmergencyForm(KapForm):
    """Whose health record is needed now, and why. The whole name and the birth date, so that nobody is browsed for."""

    first_name = forms.CharField(
        label="First name, or what they go by", max_length=60, error_messages={"required": "Enter the first name."}
    )
    last_name = forms.CharField(
        label="Legal last name", max_length=60, error_messages={"required": "Enter the legal last name."}
    )
    birth_date = forms.DateField(
        label="Birth date",
        error_messages={"required": "Enter the birth date.", "invalid": "Enter the birth date, like 3/27/1988."},
    )
    reason = forms.CharField(
        label="Why now?",
        max_length=2000,
        help_text="What happened, and who asks you. The therapist reads it.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write why, in a few words."},
    )
    layout = Layout(Div("first_name", "last_name", "birth_date", css_class="columns"), "reason")
