"""Notes of appointments, and words added to them."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.history import kept
from accounts.models import Keyed, User
from accounts.policy import by_role
from accounts.sealed import SealedText
from clients.models import Couple
from sessions.models.pathway import Appointment

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: "User | AnonymousUser") -> "NoteQuerySet":
        return self.filter(by_role(user, therapist=Q(appointment__couple__in=Couple.objects.visible_to(user))))

    def unsigned(self) -> "NoteQuerySet":
        return self.filter(signed_at=None)


@kept
class Note(Keyed):
    """The progress note of one appointment. Signing fixes its text and the digest of it; later words are amendments."""

    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="note")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    body = SealedText(blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None, sha256="")
                | Q(signed_at__isnull=False, signed_by__isnull=False, sha256__regex="^[0-9a-f]{64}$"),
                name="a_signature_is_whole",
            )
        ]

    def __str__(self) -> str:
        return f"Note of {self.appointment_id}"


class Amendment(Keyed):
    """Words added to a signed note, signed by their own writing; the original stays as it was."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="amendments")
    body = SealedText()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Amendment of {self.note_id}"
