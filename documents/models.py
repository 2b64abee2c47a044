"""Files that the practice keeps or makes. The database holds the bytes, so one backup holds everything."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import Keyed, User
from accounts.policy import by_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: "User | AnonymousUser") -> "DocumentQuerySet":
        """Money papers for the office and the therapist; a partner's own for that partner."""
        return self.filter(by_role(user, therapist=Q(), staff=Q(), partner=Q(reader=user.pk)))

    def waiting(self) -> "DocumentQuerySet":
        return self.filter(state=Document.State.WAITING)

    def due(self, at: datetime) -> "DocumentQuerySet":
        """Waiting and in nobody's hands: a claim puts `try_at` off for the length of its lease."""
        return self.waiting().filter(try_at__lte=at)


class Document(Keyed):
    """A PDF to make or made, from a template and a frozen context: the page never changes once its facts are fixed."""

    class State(models.TextChoices):
        WAITING = "waiting", "Being prepared"
        READY = "ready", "Ready"
        FAILED = "failed", "Could not be made"

    reader = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=160)
    file_name = models.CharField(max_length=80)
    template = models.CharField(max_length=80)
    context = models.JSONField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    # Not before this moment: the asking at first, then the end of a lease, or of the wait after a failure.
    try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    content = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(null=True)
    trouble = models.CharField(max_length=200, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(content__isnull=False, made_at__isnull=False),
                name="a_ready_document_has_bytes",
            )
        ]
        indexes = [models.Index(fields=["try_at"], condition=Q(state="waiting"), name="documents_to_make")]

    def __str__(self) -> str:
        return self.title
