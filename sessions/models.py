"""The pathway: a couple's plan, the appointments that carry it out, the ketamine session room, and notes."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value

from accounts.history import kept
from accounts.models import Keyed, User
from accounts.policy import by_role
from accounts.sealed import SealedText
from clients.models import Couple, Partner
from screening.models import Route

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


RowOfPerson = TypeVar("RowOfPerson", bound=models.Model)


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


class TalkingDayReason(Keyed):
    """Why a ketamine day became a talking day, encrypted and for the therapist alone."""

    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="talking_day_reason")
    words = SealedText()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Talking day of {self.appointment_id}"


@kept
class TherapySession(models.Model):
    """What happened in a ketamine appointment. Rows below belong to it; all times are the server's."""

    appointment = models.OneToOneField(
        Appointment, on_delete=models.PROTECT, primary_key=True, related_name="therapy_session"
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    helper_name = models.CharField(max_length=120, blank=True)
    helper_qualification = models.CharField(max_length=120, blank=True)
    completed_at = models.DateTimeField(null=True)
    completed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(completed_at=None, completed_by=None)
                | Q(completed_at__isnull=False, completed_by__isnull=False),
                name="a_completion_has_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"Session of {self.appointment_id}"


class Happening(Keyed):
    """Something recorded in the room for one person: when it happened, when it was written down, by whom."""

    therapy_session = models.ForeignKey(TherapySession, on_delete=models.PROTECT, related_name="%(class)ss")
    person = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class DayCheck(Happening):
    """The questions of the day, asked alone. A new check follows an old one; the last counts."""

    asked_alone = models.BooleanField()
    goes_ahead = models.BooleanField()
    sober = models.BooleanField()
    well = models.BooleanField()
    fasted = models.BooleanField()
    nothing_new = models.BooleanField()
    ride_name = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Day check of {self.person}"


class DosingStart(Happening):
    """The moment at which the gate was open for one person and the medicine could be given, by which route."""

    route = models.CharField(max_length=8, choices=Route.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["therapy_session", "person"], name="one_start_per_person")]

    def __str__(self) -> str:
        return f"Start for {self.person}"


class RecordedQuerySet(models.QuerySet[RowOfPerson]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """For the clinicians of the person, the therapist and the prescriber of an open referral, and for whoever keeps
        the record of the couple.
        """
        seen = Q(person__in=Partner.objects.visible_to(user))
        record = Q(therapy_session__appointment__couple__in=Couple.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen | record, prescriber=seen))


class Reading(Happening):
    """Vital signs: blood pressure in mmHg, pulse per minute, oxygen saturation in percent."""

    systolic = models.PositiveSmallIntegerField()
    diastolic = models.PositiveSmallIntegerField()
    pulse = models.PositiveSmallIntegerField()
    saturation = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = RecordedQuerySet.as_manager()

    class Meta:
        constraints = [
            # Impossible values, domain.md 1.4; what is merely alarming is kept and shown.
            models.CheckConstraint(
                condition=Q(systolic__range=(60, 260), diastolic__range=(30, 160), systolic__gt=F("diastolic")),
                name="a_blood_pressure_is_possible",
            ),
            models.CheckConstraint(condition=Q(pulse__range=(30, 220)), name="a_pulse_is_possible"),
            models.CheckConstraint(
                condition=Q(saturation=None) | Q(saturation__range=(50, 100)), name="a_saturation_is_possible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.systolic}/{self.diastolic}"


class Dose(Happening):
    """Medicine taken, in mg. Never refused: what happened is recorded, and off the gate it carries a deviation."""

    class Kind(models.TextChoices):
        FIRST = "first", "First dose"
        BOOSTER = "booster", "Booster"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    route = models.CharField(max_length=8, choices=Route.choices)
    mg = models.DecimalField(max_digits=6, decimal_places=1)
    given_by = models.CharField(max_length=120)

    objects = RecordedQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(mg__gt=0), name="a_dose_has_an_amount")]

    def __str__(self) -> str:
        return f"{self.mg} mg"


class DeviationQuerySet(models.QuerySet["Deviation"]):
    def visible_to(self, user: "User | AnonymousUser") -> "DeviationQuerySet":
        seen = Q(dose__person__in=Partner.objects.visible_to(user))
        record = Q(dose__therapy_session__appointment__couple__in=Couple.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen | record))

    def to_review(self) -> "DeviationQuerySet":
        return self.filter(reviewed_at=None)


@kept
class Deviation(Keyed):
    """Why a recorded dose stood outside the gate: the blockers of that moment, and a clinician's review later."""

    dose = models.OneToOneField(Dose, on_delete=models.PROTECT, related_name="deviation")
    reasons = models.JSONField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True)

    objects = DeviationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="a_review_has_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"Deviation at {self.dose}"


class LogEntry(Happening):
    """A line of the room's log: one tap, or a few words."""

    kind = models.CharField(max_length=20)
    words = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.kind


class Leaving(Happening):
    """Ready to leave: asked of each person alone, after the stay that follows the last dose."""

    oriented = models.BooleanField()
    steady = models.BooleanField()
    settled = models.BooleanField()
    no_new_thoughts = models.BooleanField()
    safe_to_go = models.BooleanField()
    has_instructions = models.BooleanField()
    leaves_with = models.CharField(max_length=120)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["therapy_session", "person"], name="a_person_leaves_once")]

    def __str__(self) -> str:
        return f"{self.person} leaves"


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
