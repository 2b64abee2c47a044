"""A device of the practice in one person's hands: who gave it to whom, until when, and how it came back."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from accounts.models import Keyed, User
from accounts.policy import by_role
from clients.models.couples import Partner

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class HandOffQuerySet(models.QuerySet["HandOff"]):
    def open(self, at: datetime) -> "HandOffQuerySet":
        """Neither ended nor over."""
        return self.filter(ended_at=None, ends_at__gt=at)

    def visible_to(self, user: "User | AnonymousUser") -> "HandOffQuerySet":
        """Those of the people whom the practice's own people may open; for a partner their own."""
        seen = Q(partner__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen, staff=seen, partner=seen))


class HandOff(Keyed):
    """One person answers on a device of the practice, alone, for a set time. Whoever gave it is signed out there."""

    class End(models.TextChoices):
        BACK = "back", "Handed back"
        LEFT = "left", "Left by “Leave this page”, or signed out from elsewhere"
        QUIET = "quiet", "Nobody touched it for too long"
        OVER = "over", "Its time was over"
        NEWER = "newer", "Given to the same person anew"
        NOT_THEM = "not_them", "It was somebody else, or they were not alone"

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="hand_offs")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ends_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=8, choices=End.choices, blank=True)

    objects = HandOffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner"], condition=Q(ended_at=None), name="one_hand_off_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at=None, how="") | (Q(ended_at__isnull=False) & ~Q(how="")),
                name="an_ended_hand_off_says_how",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("started_at")), name="a_hand_off_has_time"),
        ]

    @property
    def over_at(self) -> datetime:
        """When it ended, or will at the latest."""
        return self.ended_at or self.ends_at

    def __str__(self) -> str:
        return f"{self.partner} on a device of the practice, {self.started_at:%Y-%m-%d %H:%M}"
