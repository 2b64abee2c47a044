"""What each partner answered: a draft of their own, that a page was sent, and the sealed words."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import Keyed, User
from accounts.policy import by_role
from accounts.sealed import SealedText
from clients.models import ConsentDocument, Partner, readable_by

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Layer(models.TextChoices):
    """Who reads an answer: the therapist and the prescriber, or the therapist alone."""

    HEALTH = "health", "Your therapist and the prescriber"
    PRIVATE = "private", "Your therapist"


class Draft(Keyed):
    """A page not yet sent. Only health and intake pages have one; a private page is sent at once or not at all."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="drafts")
    page = models.CharField(max_length=30)
    answers = SealedText()
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "page"], name="one_draft_per_page")]

    def __str__(self) -> str:
        return f"Draft of {self.page}"


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: "User | AnonymousUser") -> "SubmissionQuerySet":
        """Who sent what and when: the person, and the clinicians who care for them. Never the office."""
        seen = Q(partner__in=Partner.objects.visible_to(user))
        return self.filter(
            by_role(
                user, therapist=seen, prescriber=Q(partner__in=readable_by(user)) & Q(layer=Layer.HEALTH), partner=seen
            )
        )


class Submission(Keyed):
    """That a person sent a page, and when. Holds no answer."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="submissions")
    page = models.CharField(max_length=30)
    layer = models.CharField(max_length=8, choices=Layer.choices)
    sent_at = models.DateTimeField()
    is_addition = models.BooleanField(default=False)
    # Which version of the text before the private questions lay in front of this person; none for other pages.
    shown = models.ForeignKey(ConsentDocument, on_delete=models.PROTECT, null=True, related_name="+")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "page"], condition=Q(is_addition=False), name="a_page_is_sent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page} at {self.sent_at:%Y-%m-%d %H:%M}"


class SealedAnswerQuerySet(models.QuerySet["SealedAnswer"]):
    def visible_to(self, user: "User | AnonymousUser") -> "SealedAnswerQuerySet":
        """Answers that this clinician may read. Nobody else sees one, not even the person who wrote it."""
        seen = Q(partner__in=Partner.objects.visible_to(user))
        return self.filter(
            by_role(user, therapist=seen, prescriber=Q(partner__in=readable_by(user)) & Q(layer=Layer.HEALTH))
        )


class SealedAnswer(Keyed):
    """The answers of one submission as JSON, encrypted. Only ever inserted."""

    submission_id = models.UUIDField(unique=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="sealed_answers")
    page = models.CharField(max_length=30)
    layer = models.CharField(max_length=8, choices=Layer.choices)
    body = SealedText()
    sent_at = models.DateTimeField()

    objects = SealedAnswerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Sealed {self.page}"
