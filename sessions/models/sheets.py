"""Papers about a session day: the sheet that one person was given, and what was printed for somebody outside."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import Keyed, User
from accounts.policy import by_role
from accounts.sealed import SealedText
from clients.models import Partner, Release
from documents.models import Package
from sessions.models.pathway import Appointment

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class GivenSheetQuerySet(models.QuerySet["GivenSheet"]):
    def visible_to(self, user: "User | AnonymousUser") -> "GivenSheetQuerySet":
        """A therapist's people; a partner's own. That its date was told to them is asked beside, see `own_sheets`."""
        seen = Q(person__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen, partner=Q(person=user.pk)))


class GivenSheet(Keyed):
    """What one person reads about one date, as the therapist gave it: frozen words, for the time that stood then.

    A date that was moved shows none until another sheet is given.
    """

    person = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="sheets")
    starts_at = models.DateTimeField()
    # The sections as JSON; see `rules.sheets`.
    body = SealedText()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = GivenSheetQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Sheet for {self.appointment_id}"


class PrintedQuerySet(models.QuerySet["Printed"]):
    def visible_to(self, user: "User | AnonymousUser") -> "PrintedQuerySet":
        return self.filter(by_role(user, therapist=Q(person__in=Partner.objects.visible_to(user), by=user.pk)))


class Printed(Keyed):
    """A paper made for the therapist who asked for it: a referral packet under a release, or an instruction sheet."""

    class Kind(models.TextChoices):
        PACKET = "packet", "Referral packet"
        SHEET = "sheet", "Instruction sheet"
        OWN = "own", "Sheet for the partner"

    person = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="+")
    package = models.OneToOneField(Package, on_delete=models.PROTECT, related_name="printed")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = PrintedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="packet", release__isnull=False) | ~Q(kind="packet") & Q(release=None),
                name="a_packet_stands_on_a_release",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d}"
