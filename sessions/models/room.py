"""What happens in a ketamine appointment: the questions of the day, readings, doses, the log, leaving."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from accounts.history import kept
from accounts.models import Keyed, User
from accounts.policy import by_role
from accounts.sealed import SealedText
from clients.models import Couple, Partner, readable_by
from screening.models import Route
from sessions.models.pathway import Appointment
from sessions.rules.blockers import OVERRIDABLE, Authority

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


RowOfPerson = TypeVar("RowOfPerson", bound=models.Model)


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
    # The licensed medical person who is there; empty while nobody is.
    medical_name = models.CharField(max_length=120, blank=True)
    medical_licence = models.CharField(max_length=120, blank=True)
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
    other_welcome = models.BooleanField(null=True)
    stays_with = models.CharField(max_length=120, blank=True)
    contact = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Day check of {self.person}"


class OverrideQuerySet(models.QuerySet["Override"]):
    def visible_to(self, user: "User | AnonymousUser") -> "OverrideQuerySet":
        """For the therapist of the person or of the record; and for the prescriber, what was gone past on her word."""
        seen = Q(person__in=Partner.objects.visible_to(user))
        record = Q(therapy_session__appointment__couple__in=Couple.objects.visible_to(user))
        on_her_word = seen & Q(called_at__isnull=False)
        return self.filter(by_role(user, therapist=seen | record, prescriber=on_her_word))


class Override(Happening):
    """A stop of the day that was gone past for one person, on the fact that stood then: a later fact is not covered.

    Only the kinds of `rules.blockers.OVERRIDABLE`, and only with a reason; where the prescriber was asked, with whom,
    when, and in which words. Never changed.
    """

    kind = models.CharField(max_length=20, choices=[(key, key) for key in OVERRIDABLE])
    fact = models.CharField(max_length=100)
    reason = SealedText()
    call_with = models.CharField(max_length=120, blank=True)
    called_at = models.DateTimeField(null=True)
    call_words = SealedText(blank=True)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(OVERRIDABLE)), name="only_some_stops_can_be_gone_past"),
            models.CheckConstraint(
                condition=Q(call_with="", called_at=None) | (~Q(call_with="") & Q(called_at__isnull=False)),
                name="a_call_has_a_person_and_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[key for key, who in OVERRIDABLE.items() if who is Authority.PRESCRIBER])
                | Q(called_at__isnull=False),
                name="the_prescribers_word_is_a_call",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} gone past"


class OverrideReadQuerySet(models.QuerySet["OverrideRead"]):
    def visible_to(self, user: "User | AnonymousUser") -> "OverrideReadQuerySet":
        seen = Q(person__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen, prescriber=seen))


class OverrideRead(Keyed):
    """That a prescriber has read what was gone past on her word."""

    override = models.ForeignKey(Override, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = OverrideReadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["override", "by"], name="an_override_is_read_once_by_each"),
        ]

    def __str__(self) -> str:
        return f"Read at {self.at:%Y-%m-%d %H:%M}"


class DosingStart(Happening):
    """The moment at which the gate was open for one person and the medicine could be given, by which route."""

    route = models.CharField(max_length=8, choices=Route.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["therapy_session", "person"], name="one_start_per_person")]

    def __str__(self) -> str:
        return f"Start for {self.person}"


class RecordedQuerySet(models.QuerySet[RowOfPerson]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """For the clinicians of the person, the therapist and the prescriber of an open referral or in an emergency,
        and for whoever keeps the record of the couple.
        """
        seen = Q(person__in=Partner.objects.visible_to(user))
        record = Q(therapy_session__appointment__couple__in=Couple.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen | record, prescriber=Q(person__in=readable_by(user))))


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
