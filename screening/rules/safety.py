"""The private check by voice or in person: what is asked, and whom somebody can turn to. The practice words both.

The questions follow the five that couples' programmes ask alone (domain.md 2.3, protocol.md intake.private): alone,
wants it freely, pressed, afraid, control of money or phone, safe at home.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from screening.rules.help_lines import HELP_LINES

MOST_LINES, LONGEST_LINE = 12, 200
DEFAULT_PROMPTS: tuple[str, ...] = (
    "Are you alone, and can nobody hear us?",
    "From 0 to 10, how much do you want this for yourself?",
    "Does anybody press you to do this, or to say yes?",
    "Are you ever afraid of your partner?",
    "Does anybody control your money, your phone or whom you see?",
    "Is it safe for you at home, today and after a session?",
)
DEFAULT_RESOURCES: tuple[str, ...] = tuple(f"{line.name}: {line.text} {line.spoken}".strip() for line in HELP_LINES)


@dataclass(frozen=True)
class Said:
    """One question of the check, and what was said in the therapist's words."""

    ask: str
    said: str


def lines_of(body: str) -> list[str]:
    """A list as it was typed, a line each, without empty ones."""
    return [line for line in (" ".join(each.split()) for each in body.splitlines()) if line]


def slips(body: str) -> list[str]:
    """Why a list cannot be published as it is."""
    lines = lines_of(body)
    if not lines:
        return ["Write at least one line."]
    found = [f"Keep it to {MOST_LINES} lines."] if len(lines) > MOST_LINES else []
    return found + [f"Shorten line {at}." for at, line in enumerate(lines, 1) if len(line) > LONGEST_LINE]


def as_text(asked: Iterable[Said]) -> str:
    """The one text that is sealed: what was asked and got an answer."""
    return json.dumps([[each.ask, each.said.strip()] for each in asked if each.said.strip()])


def from_text(text: str | None) -> Sequence[Said]:
    """What was sealed; nothing where nothing was."""
    return [Said(ask, said) for ask, said in json.loads(text)] if text else []
