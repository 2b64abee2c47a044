"""An answer that cannot wait: that somebody must call this person, who is told when nobody does, and what was done."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, models
from django.db.models import Q

from accounts.models import Keyed, User
from accounts.policy import by_role
from accounts.sealed import SealedText
from clients.models import Partner

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class SafetyWatchQuerySet(models.QuerySet["SafetyWatch"]):
    def current(self) -> "SafetyWatch | None":
        """After how long an answer is passed on, and to whom where the list of days names nobody; the newest counts."""
        return self.select_related("user").order_by("-set_at").first()


class SafetyWatch(Keyed):
    """From now on a safety task is passed on when it was not taken up within so many minutes. Only added to.

    To whoever is on call that day (`accounts.models.Cover`); to this clinician where that names nobody who signs in.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = SafetyWatchQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user.name} after {self.minutes} minutes"


class SafetyTaskQuerySet(models.QuerySet["SafetyTask"]):
    def visible_to(self, user: "User | AnonymousUser") -> "SafetyTaskQuerySet":
        """The therapist's own people, and whatever was passed on to this clinician on call."""
        own = Q(partner__in=Partner.objects.visible_to(user))
        passed_on = Q(passed_on_to=user.pk) if user.is_authenticated else Q(pk__in=[])
        return self.filter(by_role(user, therapist=own | passed_on, prescriber=passed_on))

    def open(self) -> "SafetyTaskQuerySet":
        return self.filter(done=None)

    def ask(self, key: UUID, partner_id: UUID, at: datetime, *, only_if: bool) -> None:
        """Open a task. The statement runs whether or not there is cause, so that the time taken tells nothing."""
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into screening_safetytask (id, partner_id, opened_at) select %s, %s, %s where %s",
                [key, partner_id, at, only_if],
            )


class SafetyTask(Keyed):
    """Somebody should speak with this person today. Says nothing of why; the answers do, to those who read them."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="safety_tasks")
    opened_at = models.DateTimeField()
    # When it went to the clinician on call, since nobody had taken it up; written once, by the worker.
    passed_on_at = models.DateTimeField(null=True)
    # Who that is now: it follows whoever is on call while the task is open.
    passed_on_to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = SafetyTaskQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Safety task, {self.opened_at:%Y-%m-%d %H:%M}"


class SafetyTaskDone(Keyed):
    """A clinician took a task up, with a word of what was done."""

    task = models.OneToOneField(SafetyTask, on_delete=models.PROTECT, related_name="done")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    words = SealedText()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Taken up, {self.at:%Y-%m-%d %H:%M}"
