"""Notes: the digest that a signature fixes, and the first draft out of the room's log."""

from collections.abc import Sequence
from hashlib import sha256


def digest(body: str) -> str:
    """The SHA-256 of the signed text, in hexadecimal."""
    return sha256(body.encode()).hexdigest()


# The sections of the practice's own progress note: interface.md 8.5.
KETAMINE_SECTIONS = (
    "Intention",
    "Medicine and dose",
    "What happened",
    "Relationship themes",
    "Integration plan",
    "Risk and safety",
)
TALKING_SECTIONS = ("What we talked about", "Relationship themes", "Next steps", "Risk and safety")


def first_draft(*, ketamine: bool, medicine: Sequence[str] = ()) -> str:
    """An unsigned note's sections, with what the room recorded of the medicine already in its place."""
    parts = []
    for title in KETAMINE_SECTIONS if ketamine else TALKING_SECTIONS:
        lines = [title, *(medicine if title == "Medicine and dose" else ()), ""]
        parts.append("\n".join(lines))
    return "\n".join(parts)
