"""How one person can be reached without harm."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.hours import from_stored
from accounts.models import Keyed, User
from accounts.policy import by_role
from accounts.sealed import SealedText
from clients import rules
from clients.models.couples import Partner
from outbox.models import Reach
from outbox.rules import Writing

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class SafeContactQuerySet(models.QuerySet["SafeContact"]):
    def visible_to(self, user: "User | AnonymousUser") -> "SafeContactQuerySet":
        """How to call and write, for those who do. Never the person: whoever holds their device would read it too."""
        seen = Q(partner__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen, staff=seen))


class SafeContact(Keyed):
    """How one person can be reached without harm, as they or their therapist said. Only added to; the newest counts."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="safe_contacts")
    reach = models.OneToOneField(Reach, on_delete=models.PROTECT, related_name="+")
    voicemail = models.BooleanField(default=False)
    phone = SealedText(blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = SafeContactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["partner", "-set_at"], name="safe_contact_by_partner")]

    def __str__(self) -> str:
        return f"Safe contact, {self.set_at:%Y-%m-%d}"

    def choices(self) -> rules.SafeChoices:
        """What was chosen, without the words that only the therapist reads."""
        writing = Writing(frozenset(self.reach.channels), from_stored(self.reach.hours))
        return rules.SafeChoices(writing, voicemail=self.voicemail, phone=self.phone)


class SafeWordsQuerySet(models.QuerySet["SafeWords"]):
    def visible_to(self, user: "User | AnonymousUser") -> "SafeWordsQuerySet":
        return self.filter(by_role(user, therapist=Q(partner__in=Partner.objects.visible_to(user))))


class SafeWords(Keyed):
    """What belongs to a safe contact and is for the therapist alone: the code phrase, and anything else."""

    contact = models.OneToOneField(SafeContact, on_delete=models.PROTECT, related_name="words")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    phrase = SealedText(blank=True)
    note = SealedText(blank=True)

    objects = SafeWordsQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Words of {self.contact_id}"
