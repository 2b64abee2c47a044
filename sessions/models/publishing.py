"""What partners are told of their dates."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Keyed, User
from accounts.policy import by_role
from clients.models import Partner
from sessions.models.pathway import Appointment, Role, StepKind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


RowOfPerson = TypeVar("RowOfPerson", bound=models.Model)


class ToldQuerySet(models.QuerySet[RowOfPerson]):
    """Rows that follow each other: of those about the same, the last whose time has come is what a person sees."""

    same: ClassVar[tuple[str, ...]] = ("person",)

    def current(self, at: datetime) -> Self:
        """What is shown at this moment.

        A row that waits is dropped by any later one, so what was held back is never shown at its first time.
        """
        return self.filter(visible_from__lte=at).exclude(Exists(self._later(Q(visible_from__lte=at))))

    def planned(self, at: datetime) -> Self:
        """What is to be shown later than this moment."""
        return self.filter(visible_from__gt=at).exclude(Exists(self._later(Q())))

    def shown_by(self, at: datetime) -> Self:
        """Every row that has been shown by this moment, whether or not it still is."""
        return self.filter(visible_from__lte=at).exclude(Exists(self._later(Q(pk__in=[]))))

    def _later(self, counts: Q) -> models.QuerySet[RowOfPerson]:
        """Later rows about the same that `counts`, or that were written while the row still waited."""
        same = {name: OuterRef(name) for name in self.same}
        later = self.model._default_manager.filter(**same, turn__gt=OuterRef("turn"))
        return later.filter(counts | Q(at__lt=OuterRef("visible_from")))


class Told(Keyed):
    """Something that one person is shown from a moment on. Never changed: another telling is another row, and `turn`
    counts them, since two can be written in one moment."""

    person = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField()
    visible_from = models.DateTimeField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(visible_from__gte=F("at")), name="%(class)s_is_not_shown_early")
        ]


class PublishedQuerySet(ToldQuerySet["Published"]):
    same = ("person", "appointment")

    def visible_to(self, user: "User | AnonymousUser") -> "PublishedQuerySet":
        """A therapist's couples, every date for the office; for a partner what is told to them."""
        cared_for = Q(person__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=cared_for, staff=Q(), partner=Q(person=user.pk)))


class Published(Told):
    """How a date stands, as one person is told. The portal and the mails know nothing else of dates.

    It copies what it states. `version` counts the different times that this person was told.
    """

    class Kind(models.TextChoices):
        DATE = "date", "Date"
        PREPARING = "preparing", "Being prepared"
        DONE = "done", "Over"

    kind = models.CharField(max_length=9, choices=Kind.choices)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="published")
    version = models.PositiveSmallIntegerField()
    step_kind = models.CharField(max_length=12, choices=StepKind.choices)
    step_number = models.PositiveSmallIntegerField()
    is_talking = models.BooleanField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=2, choices=Appointment.Place.choices)
    role = models.CharField(max_length=8, choices=Role.choices)
    # One of two has it without the other: it stays out of calendars, which people share.
    alone = models.BooleanField(default=False)

    objects = PublishedQuerySet.as_manager()

    class Meta(Told.Meta):
        abstract = False
        constraints = [
            *Told.Meta.constraints,
            models.UniqueConstraint(fields=["person", "appointment", "turn"], name="a_date_is_told_in_turn"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, to {self.person_id}"


class PublishedLineQuerySet(ToldQuerySet["PublishedLine"]):
    def visible_to(self, user: "User | AnonymousUser") -> "PublishedLineQuerySet":
        cared_for = Q(person__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=cared_for, partner=Q(person=user.pk)))


class PublishedLine(Told):
    """A neutral sentence on one person's start page, a key of `rules.publishing.LINES`; empty when it ends.

    `agreed_on` is when the therapist agreed with this person on being told so.
    """

    line = models.CharField(max_length=20, blank=True)
    agreed_on = models.DateField(null=True)

    objects = PublishedLineQuerySet.as_manager()

    class Meta(Told.Meta):
        abstract = False
        constraints = [
            *Told.Meta.constraints,
            models.UniqueConstraint(fields=["person", "turn"], name="a_line_is_told_in_turn"),
        ]

    def __str__(self) -> str:
        return f"Line to {self.person_id}"
