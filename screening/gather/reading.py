"""Answers unsealed for a clinician who may read them."""

import json

from accounts.models import User
from clients.models import Partner
from screening.models import SealedAnswer, Submission
from screening.rules.pages import Sent


def sent_answers(partner: Partner, reader: User) -> list[Sent]:
    """Every sending that this reader may read, oldest first; a prescriber none of the private layer. Two queries."""
    additions = set(
        Submission.objects.visible_to(reader).filter(partner=partner, is_addition=True).values_list("pk", flat=True)
    )
    rows = SealedAnswer.objects.visible_to(reader).filter(partner=partner).order_by("sent_at")
    return [Sent(row.page, json.loads(row.body), row.sent_at, row.submission_id in additions) for row in rows]
