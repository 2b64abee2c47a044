from datetime import datetime
from uuid import uuid4

from accounts.models import User
from accounts.roles import Role
from clients.models import Partner, SafeContact, SafeWords
from clients.rules import SafeChoices
from outbox.actions import set_reach


class NotTheirsToSet(Exception):
    """How a person can be reached is said by that person, or by their therapist."""


def set_safe_contact(
    *, partner: Partner, choices: SafeChoices, phrase: str = "", note: str = "", by: User, at: datetime
) -> None:
    """Say anew how one person can be reached; what was said before stays in the record and does not count any more.

    Whoever writes it may not be able to read it back, so nothing is given back. Raises NotTheirsToSet.
    """
    of_their_therapist = by.role == Role.THERAPIST and Partner.objects.visible_to(by).filter(pk=partner.pk).exists()
    if by.pk != partner.pk and not of_their_therapist:
        raise NotTheirsToSet
    reach = set_reach(person=partner.user, writing=choices.writing, at=at)
    contact = SafeContact(
        pk=uuid4(),
        partner=partner,
        reach=reach,
        voicemail=choices.voicemail,
        phone=choices.phone,
        set_at=at,
        set_by=by,
    )
    contact.save(force_insert=True)
    SafeWords(pk=uuid4(), contact=contact, partner=partner, phrase=phrase, note=note).save(force_insert=True)
