"""A prescriber opens somebody's health record without a referral, since a life may depend on it."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.history import kept
from accounts.models import Keyed, User
from accounts.policy import by_role
from accounts.sealed import SealedText
from clients.models.couples import Partner

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

LASTS = timedelta(minutes=60)


class EmergencyAccessQuerySet(models.QuerySet["EmergencyAccess"]):
    def visible_to(self, user: "User | AnonymousUser") -> "EmergencyAccessQuerySet":
        """One's own, and for a therapist those about people in her care."""
        cared_for = Q(partner__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=cared_for, prescriber=Q(user=user.pk)))

    def open(self) -> "EmergencyAccessQuerySet":
        """Not ended, and their hour not over by the clock of the database, which the row policies go by as well."""
        return self.filter(ended_at=None, until__gt=Now())


@kept
class EmergencyAccess(Keyed):
    """One hour in which a prescriber reads one person's health record, with the reason. It ends by itself.

    Source: HIPAA 164.312(a)(2)(ii), emergency access procedure.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    reason = SealedText()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("opened_at"), until__lte=F("opened_at") + LASTS),
                name="an_emergency_lasts_an_hour",
            ),
            models.CheckConstraint(
                condition=Q(seen_at=None, seen_by=None) | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="an_emergency_is_seen_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Emergency access, {self.opened_at:%Y-%m-%d %H:%M}"


def readable_by(user: "User | AnonymousUser") -> models.QuerySet[Partner]:
    """Whose health record this user may read: everybody they may open, and for an hour whoever is in an emergency."""
    visible = Partner.objects.visible_to(user)
    in_emergency = EmergencyAccess.objects.open().filter(user=user.pk).values("partner")
    return visible | Partner.objects.filter(by_role(user, prescriber=Q(pk__in=in_emergency)))
