"""The practice words its own lists for the private check."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from screening.gather.safety_lists import safety_lines
from screening.models import SafetyText
from screening.rules.safety import lines_of


class SameList(Exception):
    """This is the list that stands already."""


def publish_safety_text(*, kind: str, body: str, by: User, at: datetime) -> SafetyText:
    """Put a new version of a list in force; earlier ones stay. Raises SameList."""
    lines = lines_of(body)
    if lines == safety_lines(kind):
        raise SameList
    last = SafetyText.objects.current(kind)
    try:
        with transaction.atomic():
            return SafetyText.objects.create(
                kind=kind, version=last.version + 1 if last else 1, body="\n".join(lines), published_at=at, by=by
            )
    except IntegrityError as collision:
        raise SameList from collision  # somebody else published in this very moment: look at theirs first
