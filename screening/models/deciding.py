"""What stops the pathway without a word of why, and what the therapist decides after a private check."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import connection, models
from django.db.models import Q

from accounts.history import kept
from accounts.models import Keyed, User
from accounts.policy import by_role
from accounts.sealed import SealedText
from clients.models import Partner, readable_by

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class HoldQuerySet(models.QuerySet["Hold"]):
    def visible_to(self, user: "User | AnonymousUser") -> "HoldQuerySet":
        seen = Q(partner__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen, staff=seen, prescriber=Q(partner__in=readable_by(user))))

    def active(self) -> "HoldQuerySet":
        return self.filter(released_at=None)

    def open(self, partner_id: UUID, scope: str, at: datetime, *, only_if: bool = True) -> None:
        """Open a hold. The statement runs whether or not there is cause, so that the time taken tells nothing."""
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into screening_hold (id, partner_id, scope, opened_at) select %s, %s, %s, %s where %s",
                [uuid4(), partner_id, scope, at, only_if],
            )


@kept
class Hold(Keyed):
    """A stop without content, written in the same transaction as what caused it. Partners never see one."""

    class Scope(models.TextChoices):
        SAFETY = "safety", "Stops any session where the other partner is present"
        CLINICAL = "clinical", "Stops this person's own ketamine sessions"

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="holds")
    scope = models.CharField(max_length=10, choices=Scope.choices)
    opened_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="a_release_has_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope} hold"


class PrivateCheckQuerySet(models.QuerySet["PrivateCheck"]):
    def visible_to(self, user: "User | AnonymousUser") -> "PrivateCheckQuerySet":
        return self.filter(by_role(user, therapist=Q(partner__in=Partner.objects.visible_to(user))))


class PrivateCheck(Keyed):
    """The therapist spoke with this person alone. A portal answer alone never clears safety."""

    class How(models.TextChoices):
        IN_PERSON = "in_person", "In person, alone"
        BY_VOICE = "by_voice", "By voice, alone"

    class Finding(models.TextChoices):
        SAFE = "safe", "Feels safe, and chooses this freely"
        NOT_NOW = "not_now", "Not now"
        INDIVIDUAL = "individual", "Needs a way of their own: sessions without the other"

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="private_checks")
    how = models.CharField(max_length=10, choices=How.choices)
    finding = models.CharField(max_length=10, choices=Finding.choices)
    words = SealedText(blank=True)
    # What was asked and said, one by one: see `rules.safety`.
    asked = SealedText(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = PrivateCheckQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Private check, {self.at:%Y-%m-%d}"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: "User | AnonymousUser") -> "DecisionQuerySet":
        """For the therapist alone. That somebody goes on reaches others by `kap_decisions_in_brief`, without why."""
        return self.filter(by_role(user, therapist=Q(partner__in=Partner.objects.visible_to(user))))


class Decision(Keyed):
    """The therapist's dated decision for one partner, made after a private check: the positive fact the gate needs."""

    class Outcome(models.TextChoices):
        GO_ON = "go_on", "Go on"
        PRESCRIBER = "prescriber", "The prescriber looks first"
        ASK_AGAIN = "ask_again", "Ask again"
        NOT_NOW = "not_now", "Not now"

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="decisions")
    private_check = models.ForeignKey(PrivateCheck, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = SealedText(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = DecisionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.at:%Y-%m-%d}"


class DecisionFinding(Keyed):
    """What a decision weighed besides, for the therapist alone: others may see of a decision that it goes on."""

    class Trauma(models.TextChoices):
        NONE = "none", "None that I know of"
        WORKABLE = "workable", "Yes, and we can work with it together"
        STOPS = "stops", "Yes, and it speaks against working together now"

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="finding")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    trauma = models.CharField(max_length=10, choices=Trauma.choices, blank=True)
    signs = SealedText(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Finding beside decision {self.decision_id}"
