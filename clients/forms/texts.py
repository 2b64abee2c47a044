"""A text of the practice, and a signature under one."""

from django import forms

from accounts.forms import KapForm


class TextForm(KapForm):
    """A new wording of one of the practice's texts."""

    body = forms.CharField(
        label="The text",
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="A line that begins with # is a heading, one that begins with - a point. An empty line ends a block.",
        error_messages={"required": "Write the text that partners read."},
    )


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
