"""When and where the practice sees people: its opening hours, the days on which nobody is seen, and its rooms."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from accounts.history import kept
from accounts.models import Keyed, User


class Days(Func):
    """A range of whole days, both ends included, made only for the exclusion constraints."""

    function = "DATERANGE"
    output_field = DateRangeField()

    def __init__(self) -> None:
        super().__init__(F("starts_on"), F("ends_on"), Value("[]"))


@kept
class OpeningHours(Keyed):
    """One weekday on which the practice sees people, Monday is 0. While no day is set, every hour is open."""

    weekday = models.PositiveSmallIntegerField(unique=True)
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens"), weekday__lte=6), name="a_day_opens_then_closes")
        ]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


class ClosedDaysQuerySet(models.QuerySet["ClosedDays"]):
    def standing(self) -> "ClosedDaysQuerySet":
        """Not taken back."""
        return self.filter(withdrawn_at=None)

    def between(self, first: date, last: date) -> "ClosedDaysQuerySet":
        """Those that touch one of these days, both included."""
        return self.standing().filter(starts_on__lte=last, ends_on__gte=first)


@kept
class ClosedDays(Keyed):
    """Whole days on which nobody is seen: a holiday of the practice, or with a therapist, her absence."""

    therapist = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = ClosedDaysQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="closed_days_are_days"),
            ExclusionConstraint(
                name="an_absence_is_said_once",
                expressions=[("therapist", RangeOperators.EQUAL), (Days(), RangeOperators.OVERLAPS)],
                condition=Q(withdrawn_at=None),
            ),
            ExclusionConstraint(
                name="a_holiday_is_said_once",
                expressions=[(Days(), RangeOperators.OVERLAPS)],
                condition=Q(withdrawn_at=None, therapist=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} to {self.ends_on}"


class TherapyRoomQuerySet(models.QuerySet["TherapyRoom"]):
    def in_use(self) -> "TherapyRoomQuerySet":
        return self.filter(retired_at=None).order_by("name")


@kept
class TherapyRoom(Keyed):
    """A room in which sessions are held: one at a time. While there is none, an appointment names no room."""

    name = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)

    objects = TherapyRoomQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(retired_at=None), name="rooms_have_names_of_their_own")
        ]

    def __str__(self) -> str:
        return self.name
