"""The field that takes in a file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents import rules


class FileToKeep(forms.FileField):
    """A file whose bytes say that it is a PDF or a picture. Cleans to `documents.rules.Brought`."""

    widget = forms.FileInput(attrs={"accept": rules.ACCEPT})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(error_messages={"required": "Choose a file.", "empty": rules.EMPTY}, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> rules.Brought:
        found = super().clean(data, initial)
        if found.size > rules.MAX_BYTES:
            raise ValidationError(rules.TOO_BIG)
        try:
            return rules.Brought(rules.take(found.read()), found.name)
        except rules.Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
