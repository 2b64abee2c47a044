"""The practice's own words for the private check, and whom somebody can turn to."""

from typing import TYPE_CHECKING

from django.db import models

from accounts.models import Keyed, User
from accounts.policy import by_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class SafetyTextQuerySet(models.QuerySet["SafetyText"]):
    def visible_to(self, user: "User | AnonymousUser") -> "SafetyTextQuerySet":
        """For therapists alone: the other partner may look over anybody's shoulder in the portal."""
        return self.filter(by_role(user, therapist=models.Q()))

    def current(self, kind: str) -> "SafetyText | None":
        return self.filter(kind=kind).order_by("-version").first()


class SafetyText(Keyed):
    """One version of a list of the practice, a line each: what is asked in a private check, or whom to turn to."""

    class Kind(models.TextChoices):
        PROMPTS = "prompts", "What you ask in a private check"
        RESOURCES = "resources", "Whom somebody can turn to"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    version = models.PositiveSmallIntegerField()
    body = models.TextField()
    published_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = SafetyTextQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="one_safety_text_per_version")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, version {self.version}"
