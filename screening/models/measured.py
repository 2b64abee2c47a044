"""What was measured outside a session, and what labs and scans found. Only ever added to; the health layer."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from accounts.models import Keyed, User
from accounts.policy import by_role
from accounts.sealed import SealedText
from clients.models import Partner, readable_by
from documents.rules import NAME_LENGTH, TYPES
from screening.rules.measured import POSSIBLE

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def visible_to(self, user: "User | AnonymousUser") -> "MeasurementQuerySet":
        """For the clinicians who care for this person; who wrote down their own does not read it back."""
        seen = Q(partner__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen, prescriber=Q(partner__in=readable_by(user))))


def _possible(name: str) -> Q:
    low, high = POSSIBLE[name]
    return Q(**{name: None}) | Q(**{f"{name}__gte": low, f"{name}__lte": high})


class Measurement(Keyed):
    """Blood pressure in mmHg, pulse per minute, oxygen saturation in percent, on a day; any of them alone."""

    class Where(models.TextChoices):
        PRACTICE = "practice", "At the practice"
        CLINIC = "clinic", "At a clinic or pharmacy"
        HOME = "home", "At home"

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="measurements")
    measured_on = models.DateField()
    where = models.CharField(max_length=8, choices=Where.choices)
    systolic = models.PositiveSmallIntegerField(null=True)
    diastolic = models.PositiveSmallIntegerField(null=True)
    pulse = models.PositiveSmallIntegerField(null=True)
    saturation = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(systolic=None, diastolic=None, pulse=None, saturation=None), name="something_was_measured"
            ),
            models.CheckConstraint(
                condition=_possible("systolic") & _possible("diastolic") & _possible("pulse") & _possible("saturation"),
                name="a_measurement_is_possible",
            ),
            models.CheckConstraint(
                condition=Q(systolic=None) | Q(diastolic=None) | Q(systolic__gt=F("diastolic")),
                name="the_upper_number_is_above",
            ),
        ]

    def __str__(self) -> str:
        return f"Measured on {self.measured_on}"


class HealthPaperQuerySet(models.QuerySet["HealthPaper"]):
    def visible_to(self, user: "User | AnonymousUser") -> "HealthPaperQuerySet":
        """As with measurements: the health layer, and nobody else."""
        seen = Q(partner__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen, prescriber=Q(partner__in=readable_by(user))))


class HealthPaper(Keyed):
    """A lab, a scan or a letter that somebody brought: typed by its bytes, and sealed. Its old name is text."""

    class Kind(models.TextChoices):
        LAB = "lab", "Lab result"
        ECG = "ecg", "ECG"
        SCAN = "scan", "Scan or image"
        LETTER = "letter", "Letter from a clinician"
        OTHER = "other", "Something else"

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="health_papers")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    dated = models.DateField()
    words = SealedText(blank=True)
    called = models.CharField(max_length=NAME_LENGTH)
    file_kind = models.CharField(max_length=4, choices=[(kind, kind) for kind in TYPES])
    # The file in base64.
    content = SealedText()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = HealthPaperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(file_kind__in=list(TYPES)), name="a_health_paper_is_of_a_known_kind")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.dated}"
