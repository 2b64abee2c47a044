"""How long a record is kept: holds that stop its end, the order for it, and what is left of it afterwards."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import Keyed, User
from accounts.policy import by_role
from accounts.sealed import SealedText
from clients.models.couples import Partner

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    def visible_to(self, user: "User | AnonymousUser") -> "LegalHoldQuerySet":
        return self.filter(by_role(user, therapist=Q(partner__in=Partner.objects.visible_to(user))))

    def standing(self) -> "LegalHoldQuerySet":
        return self.filter(release=None)


class LegalHold(Keyed):
    """A reason to keep somebody's record whatever its due date says: a dispute, a subpoena. It beats every purge."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="legal_holds")
    reason = SealedText()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = LegalHoldQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Legal hold of {self.at:%Y-%m-%d}"


class LegalHoldRelease(Keyed):
    """The end of a legal hold, with its own reason: a row of its own, so that neither is ever edited."""

    legal_hold = models.OneToOneField(LegalHold, on_delete=models.PROTECT, related_name="release")
    reason = SealedText()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Release of {self.legal_hold_id}"


class PurgeOrderQuerySet(models.QuerySet["PurgeOrder"]):
    def visible_to(self, user: "User | AnonymousUser") -> "PurgeOrderQuerySet":
        return self.filter(by_role(user, therapist=Q(partner__in=Partner.objects.visible_to(user))))

    def waiting(self) -> "PurgeOrderQuerySet":
        """Signed, neither taken back nor carried out."""
        return self.filter(withdrawn_at=None, certificate=None)


class PurgeOrder(Keyed):
    """A therapist's signature that somebody's record, kept to the end of its time, is to be destroyed.

    The web cannot delete a clinical row. `manage.py purge_due` carries orders out as the owner, and looks again first.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="purge_orders")
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PurgeOrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="an_order_is_taken_back_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"Order of {self.signed_at:%Y-%m-%d}"


class PurgeCertificate(Keyed):
    """What is left of a purge: whose order, when, and how many rows of which kind. Never content, never a name."""

    order = models.OneToOneField(PurgeOrder, on_delete=models.PROTECT, related_name="certificate")
    at = models.DateTimeField()
    counts = models.JSONField()

    def __str__(self) -> str:
        return f"Purge of {self.at:%Y-%m-%d}"
