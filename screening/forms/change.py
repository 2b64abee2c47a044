"""“Anything changed?”: one tap for nothing, or a few closed questions and the words for what it is."""

from typing import Any, cast

from accounts.forms import OnceForm
from screening.forms.closed import QuestionsForm, own_words, question_fields
from screening.rules.change import CHANGE_WORDS, CHANGES, needs_words
from screening.rules.findings import Answer


class NothingForm(OnceForm):
    """The one tap."""

    ids = "nothing"

    def answers(self) -> dict[str, str]:
        return {question.id: Answer.NO.value for question in CHANGES}


class ChangeBase(QuestionsForm):
    questions = CHANGES

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        written = {name: str(words) for name, words in cleaned.items() if words}
        if needs_words(written) and CHANGE_WORDS not in self.errors:
            self.add_error(CHANGE_WORDS, "Write what it is: the name of the medicine, what happened, whom you saw.")
        return cleaned


FIELDS = question_fields(CHANGES) | {
    CHANGE_WORDS: own_words(
        "What has changed?",
        "In your own words, with names and days where you know them.",
        required=False,
    )
}
ChangeForm = cast("type[QuestionsForm]", type("ChangeForm", (ChangeBase,), FIELDS))
