"""“I would rather talk”: who asked, each try to reach them, and what ended it."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, models
from django.db.models import Q

from accounts.models import Keyed, User
from accounts.policy import by_role
from accounts.sealed import SealedText, seal
from clients.models import Partner
from screening.models.deciding import PrivateCheck

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class CallRequestQuerySet(models.QuerySet["CallRequest"]):
    def visible_to(self, user: "User | AnonymousUser") -> "CallRequestQuerySet":
        """For the therapist alone; the person who asked does not read it back."""
        return self.filter(by_role(user, therapist=Q(partner__in=Partner.objects.visible_to(user))))

    def open(self) -> "CallRequestQuerySet":
        return self.filter(closing=None)

    def ask(self, key: UUID, partner_id: UUID, body: str, at: datetime, *, only_if: bool = True) -> None:
        """Ask for a talk. Seals and runs whether or not there is cause, so that the time taken tells nothing."""
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into screening_callrequest (id, partner_id, body, asked_at) select %s, %s, %s, %s where %s",
                [key, partner_id, seal(body), at, only_if],
            )


class CallRequest(Keyed):
    """Somebody would rather talk. How, when and why lie sealed; no page but the therapist's shows a trace of it."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="call_requests")
    body = SealedText()
    asked_at = models.DateTimeField()

    objects = CallRequestQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Asked for a talk, {self.asked_at:%Y-%m-%d}"


class CallTry(Keyed):
    """One try to reach them, and how it went."""

    class Outcome(models.TextChoices):
        REACHED = "reached", "Reached"
        NO_ANSWER = "no_answer", "No answer"
        VOICEMAIL = "voicemail", "Left a neutral voicemail"
        WRONG_MOMENT = "wrong", "Wrong moment: said that it was a wrong number, or that we call again"

    request = models.ForeignKey(CallRequest, on_delete=models.PROTECT, related_name="tries")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    words = SealedText(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.at:%Y-%m-%d}"


class CallClosing(Keyed):
    """What ended the asking. One of "checked" stands on a private check made since."""

    class Outcome(models.TextChoices):
        CHECKED = "checked", "Spoke alone, and recorded a private check"
        TALKED = "talked", "Talked; nothing more is needed"
        NOT_WISHED = "not_wished", "They do not wish to talk any more"
        NOT_REACHED = "not_reached", "Not reached; we come back to it when we meet"

    request = models.OneToOneField(CallRequest, on_delete=models.PROTECT, related_name="closing")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    private_check = models.ForeignKey(PrivateCheck, on_delete=models.PROTECT, null=True, related_name="+")
    words = SealedText(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="checked", private_check__isnull=False)
                | (~Q(outcome="checked") & Q(private_check=None)),
                name="a_checked_closing_has_a_check",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.at:%Y-%m-%d}"
