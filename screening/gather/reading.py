"""Answers unsealed for a clinician who may read them."""

import json

from accounts.models import User
from clients.models import Partner
from screening.models import SealedAnswer, Submission
from screening.rules.sendings import Sent


def sent_answers(partner: Partner, reader: User) -> list[Sent]:
    """Every sending that this reader may read, oldest first; a prescriber none of the private layer. Two queries."""
    own = Submission.objects.visible_to(reader).filter(partner=partner)
    about = {pk: (addition, shown) for pk, addition, shown in own.values_list("pk", "is_addition", "shown__version")}
    rows = SealedAnswer.objects.visible_to(reader).filter(partner=partner).order_by("sent_at")
    return [
        Sent(row.page, json.loads(row.body), row.sent_at, *about.get(row.submission_id, (False, None))) for row in rows
    ]
