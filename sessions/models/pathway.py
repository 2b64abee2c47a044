"""A couple's plan, and the appointments that carry it out."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from accounts.history import kept
from accounts.models import Keyed, User
from accounts.policy import by_role
from accounts.sealed import SealedText
from clients.models import Couple, Partner
from sessions.models.hours import TherapyRoom

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Span(Func):
    """A half-open time range, made only for the exclusion constraints; reading goes by the plain columns."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()

    def __init__(self, start: str, end: str) -> None:
        super().__init__(F(start), F(end), Value("[)"))


class StepKind(models.TextChoices):
    CONSULT = "consult", "Consult"
    INTAKE = "intake", "Private intake"
    PREPARATION = "prep", "Preparation"
    KETAMINE = "ketamine", "Ketamine"
    INTEGRATION = "integration", "Integration"


@kept
class PlanStep(Keyed):
    """One step of a couple's own plan, in order. `number` counts within its kind: Ketamine 3, Integration 2."""

    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="plan")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    number = models.PositiveSmallIntegerField()
    # A private intake belongs to one of the two; every other step is the couple's.
    person = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["couple", "position"], name="one_step_per_place"),
            models.UniqueConstraint(fields=["couple", "kind", "number"], name="a_step_counts_once"),
        ]

    def __str__(self) -> str:
        if self.kind in {StepKind.CONSULT, StepKind.INTAKE}:
            return str(self.get_kind_display())
        return f"{self.get_kind_display()} {self.number}"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def visible_to(self, user: "User | AnonymousUser") -> "AppointmentQuerySet":
        """Couples' appointments for their clinicians and the office; for a partner those they attended. What is to come
        they read as it is published."""
        own = Attendance.objects.filter(person=user.pk).exclude(role=Role.ABSENT).values("appointment")
        return self.filter(
            by_role(
                user,
                therapist=Q(couple__in=Couple.objects.visible_to(user)),
                staff=Q(),
                partner=Q(pk__in=own, state=Appointment.State.COMPLETED),
            )
        )

    def standing(self) -> "AppointmentQuerySet":
        """Not cancelled."""
        return self.exclude(state=Appointment.State.CANCELLED)

    def of_step(self) -> "AppointmentQuerySet":
        """Those that carry out their step: a day that became a talking day leaves its step to be booked again."""
        return self.standing().filter(became_talking_at=None)

    def to_come(self, at: datetime) -> "AppointmentQuerySet":
        return self.filter(state=Appointment.State.BOOKED, starts_at__gt=at)


@kept
class Appointment(Keyed):
    """A time given to a step of the pathway. Its version counts the times it was moved: an old time is never mailed.

    A ketamine day can become a talking day, with one neutral word for whatever the cause was: it counts no dose, has
    the fee of a talking session, and its step stays to be done.
    """

    class State(models.TextChoices):
        BOOKED = "booked", "Booked"
        COMPLETED = "completed", "Completed"
        CANCELLED = "cancelled", "Cancelled"

    class Place(models.TextChoices):
        OFFICE = "11", "At the practice"
        TELEHEALTH_HOME = "10", "By video, at home"

    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="appointments")
    step = models.ForeignKey(PlanStep, on_delete=models.PROTECT, related_name="appointments")
    therapist = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    busy_until = models.DateTimeField()
    place = models.CharField(max_length=2, choices=Place.choices, default=Place.OFFICE)
    room = models.ForeignKey(TherapyRoom, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.BOOKED)
    version = models.PositiveSmallIntegerField(default=1)
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    became_talking_at = models.DateTimeField(null=True)
    became_talking_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), busy_until__gte=F("ends_at")), name="an_appointment_takes_time"
            ),
            models.CheckConstraint(
                condition=Q(became_talking_at=None, became_talking_by=None)
                | Q(became_talking_at__isnull=False, became_talking_by__isnull=False),
                name="a_talking_day_has_a_person",
            ),
            models.UniqueConstraint(
                fields=["step"],
                condition=~Q(state="cancelled") & Q(became_talking_at=None),
                name="a_step_is_booked_once",
            ),
            ExclusionConstraint(
                name="therapist_is_free",
                expressions=[
                    ("therapist", RangeOperators.EQUAL),
                    (Span("starts_at", "busy_until"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(state="cancelled"),
            ),
            ExclusionConstraint(
                name="room_is_free",
                expressions=[
                    ("room", RangeOperators.EQUAL),
                    (Span("starts_at", "busy_until"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(state="cancelled"),
            ),
        ]
        indexes = [
            models.Index(fields=["therapist", "starts_at"], name="a_therapists_day"),
            models.Index(fields=["couple", "starts_at"], name="a_couples_timeline"),
        ]

    def __str__(self) -> str:
        return f"{self.step} on {self.starts_at:%Y-%m-%d %H:%M}"


class Role(models.TextChoices):
    """What one person does in one session; decided for each session, so a partner can take turns."""

    DOSING = "dosing", "Taking the medicine"
    WITNESS = "witness", "Supporting partner"
    PRESENT = "present", "Taking part"
    ABSENT = "absent", "Not there"


@kept
class Attendance(Keyed):
    """One person's part in one appointment; carries the times so that the database refuses a double booking."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="attendances")
    role = models.CharField(max_length=8, choices=Role.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    cancelled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appointment", "person"], name="a_person_attends_once"),
            ExclusionConstraint(
                name="person_is_free",
                expressions=[("person", RangeOperators.EQUAL), (Span("starts_at", "ends_at"), RangeOperators.OVERLAPS)],
                condition=Q(cancelled=False) & ~Q(role="absent"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class TalkingDayReason(Keyed):
    """Why a ketamine day became a talking day, encrypted and for the therapist alone."""

    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="talking_day_reason")
    words = SealedText()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Talking day of {self.appointment_id}"
