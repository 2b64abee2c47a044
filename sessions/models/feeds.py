"""An address under which somebody's own calendar program reads their dates."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.history import kept
from accounts.models import Keyed, User, digest_of
from accounts.policy import by_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class FeedQuerySet(models.QuerySet["Feed"]):
    def visible_to(self, user: "User | AnonymousUser") -> "FeedQuerySet":
        """Everybody's own."""
        own = Q(person=user.pk)
        return self.filter(by_role(user, therapist=own, staff=own, partner=own))

    def live(self) -> "FeedQuerySet":
        """Not ended, and of somebody who may still come in."""
        return self.filter(ended_at=None, person__is_active=True)

    def by_token(self, token: str) -> "FeedQuerySet":
        """The live feed whose address holds this token, if any."""
        return self.live().filter(digest=digest_of(token))


class Feed(Keyed):
    """One address of one person. Only a digest of it is kept: a new one ends the one before."""

    class Words(models.TextChoices):
        BUSY = "busy", "Each date says “Busy”"
        INITIALS = "initials", "Each date has the initials of the couple"

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    words = models.CharField(max_length=8, choices=Words.choices, default=Words.BUSY)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="one_feed_a_person"),
        ]

    def __str__(self) -> str:
        return f"Feed of {self.person_id}"


kept(Feed, exclude=("digest",))
