"""Allergies: closed questions, and words of the person's own where something is named."""

from typing import Any

from django import forms
from django.forms import BoundField

from screening.forms.closed import QuestionsForm, own_words
from screening.rules.allergies import NEED_WORDS, WORDS
from screening.rules.findings import Answer


class AllergiesForm(QuestionsForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        named = any(cleaned.get(question) == Answer.YES for question in NEED_WORDS)
        if named and not cleaned.get(WORDS) and WORDS not in self.errors:
            self.add_error(WORDS, "Write what you are allergic to, and what happens.")
        return cleaned

    def last(self) -> list[BoundField]:
        return [self[WORDS]]


OWN_FIELDS: dict[str, forms.Field] = {
    WORDS: own_words(
        "What are you allergic to, and what happens?",
        "A few words are enough. Leave it empty if you said no above.",
        required=False,
    )
}
