"""The private page: willing, pressed, safe. Closed questions, for the therapist alone.

A reassuring answer opens nothing, since the other partner may have given it: only the therapist's own check does.
Every answer that is not plainly reassuring is a concern, a skipped page too, so that a hold never says which it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from screening.rules.findings import ANSWER_WORDS, Answer

SKIPPED = "skipped"
# What a skipped page says of its writer: that they would rather talk, or that they left it out. Both count as done.
INSTEAD, LEFT_OUT = "yes", "left_out"
RELATIONAL_TRAUMA = "relational_trauma"


@dataclass(frozen=True)
class PrivateQuestion:
    """`title` is the therapist's name for it, `ask` the person's; `reassuring` is the one answer without concern."""

    id: str
    title: str
    ask: str
    reassuring: Answer


PRIVATE: tuple[PrivateQuestion, ...] = (
    PrivateQuestion("willing", "Wants this", "Do you want to do this, for reasons of your own?", Answer.YES),
    PrivateQuestion("pressed", "Feels pressed", "Do you feel pressed by anyone to take part?", Answer.NO),
    PrivateQuestion("safe_partner", "Safe with the partner", "Do you feel safe with your partner?", Answer.YES),
    PrivateQuestion("safe_home", "Safe at home", "Do you feel safe at home?", Answer.YES),
    PrivateQuestion(
        RELATIONAL_TRAUMA,
        "Severe relational trauma",
        "Has somebody close to you hurt you so badly that being close still feels dangerous?",
        Answer.NO,
    ),
)


def of_concern(answers: Mapping[str, str]) -> bool:
    """Whether to stop until the therapist has spoken with this person alone."""
    return bool(answers.get(SKIPPED)) or any(answers.get(question.id) != question.reassuring for question in PRIVATE)


def wants_talk(answers: Mapping[str, str]) -> bool:
    """Whether somebody skipped a page for a talk instead."""
    return answers.get(SKIPPED) == INSTEAD


@dataclass(frozen=True)
class PrivateAnswer:
    """One answer as the therapist reads it."""

    title: str
    ask: str
    words: str
    concern: bool


def private_answers(answers: Mapping[str, str]) -> list[PrivateAnswer]:
    """The private answers of one sitting, those of concern first. A skipped page has none."""
    if answers.get(SKIPPED):
        return []
    read = [
        PrivateAnswer(
            question.title,
            question.ask,
            ANSWER_WORDS.get(answers.get(question.id, ""), "No answer"),
            answers.get(question.id) != question.reassuring,
        )
        for question in PRIVATE
    ]
    return sorted(read, key=lambda answer: not answer.concern)
