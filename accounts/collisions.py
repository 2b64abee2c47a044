"""What the database refused: a write that may meet a constraint asks here which one it was."""

from django.db import IntegrityError


def constraint_of(refusal: IntegrityError) -> str:
    """The name of the constraint that stood in the way; empty where the database names none."""
    return getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", None) or ""
