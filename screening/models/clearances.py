"""What a prescriber authorises for one partner, and what else they answer."""

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Keyed, User
from accounts.policy import by_role
from clients.models import Partner, readable_by

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Route(models.TextChoices):
    LOZENGE = "lozenge", "Lozenge"
    INTRAMUSCULAR = "im", "Intramuscular injection"


class ClearanceQuerySet(models.QuerySet["Clearance"]):
    def visible_to(self, user: "User | AnonymousUser") -> "ClearanceQuerySet":
        seen = Q(partner__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen, prescriber=Q(partner__in=readable_by(user))))


class Clearance(Keyed):
    """A prescriber's authorisation of one partner: routes, limits, how many sessions, until when. Never edited.

    It runs out by date and by sessions used. Limits left empty mean that the prescriber set none here; blood pressure
    in mmHg, pulse per minute, doses in mg.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="clearances")
    prescriber = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    valid_until = models.DateField()
    sessions = models.PositiveSmallIntegerField()
    routes = ArrayField(models.CharField(max_length=8, choices=Route.choices))
    max_dose_mg = models.DecimalField(max_digits=6, decimal_places=1)
    max_booster_mg = models.DecimalField(max_digits=6, decimal_places=1, default=0)
    max_systolic = models.PositiveSmallIntegerField(null=True, blank=True)
    max_diastolic = models.PositiveSmallIntegerField(null=True, blank=True)
    max_pulse = models.PositiveSmallIntegerField(null=True, blank=True)
    evaluated_on = models.DateField()
    evaluated_how = models.CharField(
        max_length=10, choices=[("in_person", "In person"), ("telehealth", "By telehealth")]
    )
    instructions = models.TextField(blank=True)

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sessions__gte=1), name="a_clearance_has_sessions"),
            models.CheckConstraint(
                condition=Q(max_dose_mg__gt=0, max_booster_mg__gte=0), name="a_clearance_has_a_dose"
            ),
            models.CheckConstraint(condition=~Q(routes=[]), name="a_clearance_has_a_route"),
            models.CheckConstraint(
                condition=Q(max_systolic=None) | Q(max_diastolic=None) | Q(max_systolic__gt=F("max_diastolic")),
                name="a_pressure_limit_is_possible",
            ),
        ]

    @property
    def route_names(self) -> str:
        return " or ".join(str(Route(route).label).lower() for route in self.routes)

    @property
    def limits(self) -> str:
        """The prescriber's limits in one line."""
        upper, lower = self.max_systolic or "no limit", self.max_diastolic or "no limit"
        return f"Blood pressure {upper} / {lower}, pulse {self.max_pulse or 'no limit'}"

    def __str__(self) -> str:
        return f"Clearance until {self.valid_until}"


class ClearanceSuspension(Keyed):
    """A clearance stopped at once by a prescriber; giving it again is a new clearance."""

    clearance = models.OneToOneField(Clearance, on_delete=models.PROTECT, related_name="suspension")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    def __str__(self) -> str:
        return f"Suspension of {self.clearance_id}"


class PrescriberReplyQuerySet(models.QuerySet["PrescriberReply"]):
    def visible_to(self, user: "User | AnonymousUser") -> "PrescriberReplyQuerySet":
        seen = Q(partner__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen, prescriber=Q(partner__in=readable_by(user))))


class PrescriberReply(Keyed):
    """The prescriber's answer other than a clearance: a question to the therapist, or not now, in words."""

    class Kind(models.TextChoices):
        ASK = "ask", "Asks"
        DECLINE = "decline", "Not now"

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="prescriber_replies")
    prescriber = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    words = models.TextField()
    at = models.DateTimeField()

    objects = PrescriberReplyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d}"
