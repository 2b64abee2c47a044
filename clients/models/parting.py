"""How the care of a couple ends: closed, taken up again, or parted."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from accounts.models import Keyed, User
from accounts.policy import by_role
from accounts.sealed import SealedText
from clients.models.couples import Couple, Partner

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class CareChange(Keyed):
    """That a couple's care ended or was taken up again, who did it and when. `Couple.closed_at` is where it stands."""

    class Kind(models.TextChoices):
        CLOSED = "closed", "Care came to its end"
        REOPENED = "reopened", "Care was taken up again"
        SEPARATED = "separated", "Care as a couple ended"

    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="care_changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d}"


class SeparationQuerySet(models.QuerySet["Separation"]):
    def visible_to(self, user: "User | AnonymousUser") -> "SeparationQuerySet":
        """For the couple's own therapists, and for nobody else before or after."""
        return self.filter(by_role(user, therapist=Q(couple__in=Couple.objects.visible_to(user))))

    def standing(self) -> "SeparationQuerySet":
        """Opened and not taken back."""
        return self.filter(withdrawn_at=None)


class Separation(Keyed):
    """A couple is parting. Until it takes effect only its therapists know of this row, and nothing that anybody else
    sees depends on it; it takes effect by a deliberate act, once each of the two was told alone.
    """

    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="separations")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    took_effect_at = models.DateTimeField(null=True)
    took_effect_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = SeparationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["couple"], condition=Q(withdrawn_at=None), name="one_standing_separation"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, took_effect_at=None),
                name="taken_back_by_somebody_before_its_effect",
            ),
            models.CheckConstraint(
                condition=Q(took_effect_at=None, took_effect_by=None)
                | Q(took_effect_at__isnull=False, took_effect_by__isnull=False),
                name="an_effect_has_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Separation of {self.couple_id}"


class Telling(Keyed):
    """One of the two was told of the separation, alone. A correction is another row; the latest is what holds."""

    class How(models.TextChoices):
        IN_PERSON = "in_person", "In person, alone"
        BY_VOICE = "by_voice", "By voice, alone"

    separation = models.ForeignKey(Separation, on_delete=models.PROTECT, related_name="tellings")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, choices=How.choices)
    told_at = models.DateTimeField()
    words = SealedText(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(told_at__lte=F("at")), name="told_before_it_was_written")]

    def __str__(self) -> str:
        return f"{self.get_how_display()}, {self.told_at:%Y-%m-%d}"
