"""What a prescriber authorises for one partner, and what else they answer."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Keyed, User
from accounts.policy import by_role
from accounts.sealed import SealedText
from clients.models import Partner, readable_by
from documents.models import Upload

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


RowOfPartner = TypeVar("RowOfPartner", bound=models.Model)


class Route(models.TextChoices):
    LOZENGE = "lozenge", "Lozenge"
    INTRAMUSCULAR = "im", "Intramuscular injection"


class ReadQuerySet(models.QuerySet[RowOfPartner]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """For the two who share the health layer of a person: the therapist, and the prescriber of an open referral."""
        seen = Q(partner__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen, prescriber=seen))


class PaperClearance(Keyed):
    """A clearance that somebody signed on paper, as one person read it. It opens nothing: see `Clearance`.

    `order` holds every limit as typed, as JSON.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="paper_clearances")
    scan = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    signer_name = models.CharField(max_length=120)
    npi = models.CharField(max_length=10)
    licence_number = models.CharField(max_length=40)
    licence_state = models.CharField(max_length=2)
    signed_on = models.DateField()
    order = SealedText()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ReadQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Paper of {self.signed_on}"


class PaperReading(Keyed):
    """The same paper read a second time, without sight of the first reading. `typed` is JSON too."""

    paper = models.ForeignKey(PaperClearance, on_delete=models.PROTECT, related_name="readings")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    typed = SealedText()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ReadQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Second reading, {self.at:%Y-%m-%d}"


class PaperSetAside(Keyed):
    """A transcription that is not to be read again: the paper is wrong, or was typed from the wrong one."""

    paper = models.OneToOneField(PaperClearance, on_delete=models.PROTECT, related_name="set_aside")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    reason = SealedText()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ReadQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Set aside, {self.at:%Y-%m-%d}"


class ClearanceQuerySet(models.QuerySet["Clearance"]):
    def visible_to(self, user: "User | AnonymousUser") -> "ClearanceQuerySet":
        seen = Q(partner__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen, prescriber=Q(partner__in=readable_by(user))))


class Clearance(Keyed):
    """A prescriber's authorisation of one partner: routes, limits, how many sessions, until when. Never edited.

    It runs out by date and by sessions used. Limits left empty mean that the prescriber set none here; blood pressure
    in mmHg, pulse per minute, saturation in percent, doses in mg, minutes since the first dose.

    A prescriber who signs in is its `prescriber`. One who never does signed `paper`; such a row comes into being only
    with the second reading of that paper, `given_at` is then the day it was signed, so that every session since counts,
    `confirmed_by` is who read it again, and the signer stands as both readings say.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="clearances")
    prescriber = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    paper = models.OneToOneField(PaperClearance, on_delete=models.PROTECT, null=True, related_name="clearance")
    signer_name = models.CharField(max_length=120, blank=True)
    signer_npi = models.CharField(max_length=10, blank=True)
    signer_licence = models.CharField(max_length=60, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    valid_until = models.DateField()
    sessions = models.PositiveSmallIntegerField()
    re_evaluate_on = models.DateField(null=True, blank=True)
    re_evaluate_after = models.PositiveSmallIntegerField(null=True, blank=True)
    routes = ArrayField(models.CharField(max_length=8, choices=Route.choices))
    max_dose_mg = models.DecimalField(max_digits=6, decimal_places=1)
    max_booster_mg = models.DecimalField(max_digits=6, decimal_places=1, default=0)
    booster_from = models.PositiveSmallIntegerField(null=True, blank=True)
    booster_until = models.PositiveSmallIntegerField(null=True, blank=True)
    max_systolic = models.PositiveSmallIntegerField(null=True, blank=True)
    max_diastolic = models.PositiveSmallIntegerField(null=True, blank=True)
    max_pulse = models.PositiveSmallIntegerField(null=True, blank=True)
    min_pulse = models.PositiveSmallIntegerField(null=True, blank=True)
    min_saturation = models.PositiveSmallIntegerField(null=True, blank=True)
    call_systolic = models.PositiveSmallIntegerField(null=True, blank=True)
    call_diastolic = models.PositiveSmallIntegerField(null=True, blank=True)
    readings_lozenge = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    readings_im = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    stay_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    food_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    liquid_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    medical_present = models.BooleanField(default=False)
    # Class of medicines -> one of `rules.clearing.HOLD_WORDS`.
    holds = models.JSONField(default=dict, blank=True)
    pregnancy_test = models.CharField(max_length=8, blank=True)
    labs = models.TextField(blank=True)
    pdmp_on = models.DateField(null=True, blank=True)
    evaluated_on = models.DateField()
    evaluated_how = models.CharField(
        max_length=10, choices=[("in_person", "In person"), ("telehealth", "By telehealth")]
    )
    instructions = models.TextField(blank=True)

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sessions__gte=1), name="a_clearance_has_sessions"),
            models.CheckConstraint(
                condition=Q(max_dose_mg__gt=0, max_booster_mg__gte=0), name="a_clearance_has_a_dose"
            ),
            models.CheckConstraint(condition=~Q(routes=[]), name="a_clearance_has_a_route"),
            models.CheckConstraint(
                condition=Q(max_systolic=None) | Q(max_diastolic=None) | Q(max_systolic__gt=F("max_diastolic")),
                name="a_pressure_limit_is_possible",
            ),
            models.CheckConstraint(
                condition=Q(re_evaluate_after=None) | Q(re_evaluate_after__gte=1, re_evaluate_after__lte=F("sessions")),
                name="a_second_look_is_within_the_sessions",
            ),
            models.CheckConstraint(
                condition=Q(prescriber__isnull=False, paper=None, confirmed_at=None, confirmed_by=None)
                | Q(prescriber=None, paper__isnull=False, confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="a_clearance_is_signed_in_or_read_twice",
            ),
        ]

    @property
    def by_name(self) -> str:
        """Who gave it: the prescriber who signed in, or who signed the paper."""
        return self.signer_name if self.paper_id else str(self.prescriber)

    @property
    def route_names(self) -> str:
        return " or ".join(str(Route(route).label).lower() for route in self.routes)

    @property
    def limits(self) -> str:
        """The limits before a dose in one line."""
        upper, lower = self.max_systolic or "no limit", self.max_diastolic or "no limit"
        return f"Blood pressure {upper} / {lower}, pulse {self.max_pulse or 'no limit'}"

    def __str__(self) -> str:
        return f"Clearance until {self.valid_until}"


class ClearanceSuspension(Keyed):
    """A clearance stopped at once, by a prescriber or by the therapist on a prescriber's word; giving it again is a new
    clearance."""

    clearance = models.OneToOneField(Clearance, on_delete=models.PROTECT, related_name="suspension")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    def __str__(self) -> str:
        return f"Suspension of {self.clearance_id}"


class PrescriberReplyQuerySet(models.QuerySet["PrescriberReply"]):
    def visible_to(self, user: "User | AnonymousUser") -> "PrescriberReplyQuerySet":
        seen = Q(partner__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen, prescriber=Q(partner__in=readable_by(user))))


class PrescriberReply(Keyed):
    """The prescriber's answer other than a clearance: a question to the therapist, or not now, in words.

    "Looks again" takes a "not now" back before anything new is decided; so does a later clearance.
    """

    class Kind(models.TextChoices):
        ASK = "ask", "Asks"
        DECLINE = "decline", "Not now"
        REOPEN = "reopen", "Looks again"

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="prescriber_replies")
    prescriber = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    words = models.TextField()
    at = models.DateTimeField()

    objects = PrescriberReplyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d}"


class WordToPrescriber(Keyed):
    """What the therapist writes to the prescriber of one person: an answer, or a request to look again."""

    class Kind(models.TextChoices):
        ANSWER = "answer", "Answered"
        AGAIN = "again", "Asks to look again"

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="words_to_prescriber")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    words = SealedText()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ReadQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d}"
