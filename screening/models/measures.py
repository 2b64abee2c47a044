"""Questionnaires: what a person is asked, that they answered, the sealed answers, and what clinicians enter by hand."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import Keyed, User
from accounts.policy import by_role
from accounts.sealed import SealedText
from clients.models import ConsentDocument, Partner, readable_by
from screening.models.answers import Layer

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def _readers(user: "User | AnonymousUser", *, own: bool) -> Q:
    """The therapist, the prescriber for the health layer, and with `own` the person: never the office."""
    seen = Q(partner__in=Partner.objects.visible_to(user))
    health = Q(partner__in=readable_by(user)) & Q(layer=Layer.HEALTH)
    return by_role(user, therapist=seen, prescriber=health, partner=Q(partner=user.pk) if own else None)


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, user: "User | AnonymousUser") -> "MeasureQuerySet":
        """What somebody is asked: the person, and the clinicians who read the answers."""
        return self.filter(_readers(user, own=True))

    def standing(self) -> "MeasureQuerySet":
        return self.filter(withdrawn_at=None)

    def open(self) -> "MeasureQuerySet":
        """Asked, not taken back and not answered; it may be late."""
        return self.standing().filter(receipt=None)


class Measure(Keyed):
    """One version of one questionnaire asked of one person, between two moments: by somebody, or by the schedule."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="measures")
    instrument = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    layer = models.CharField(max_length=8, choices=Layer.choices)
    point = models.CharField(max_length=20)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = MeasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "instrument", "point"],
                condition=Q(asked_by=None),
                name="the_schedule_asks_once",
            ),
            models.CheckConstraint(condition=Q(closes_at__gt=models.F("opens_at")), name="a_measure_has_a_time"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="who_took_a_measure_back",
            ),
        ]
        indexes = [models.Index(fields=["partner", "instrument"], name="measures_of_a_partner")]

    def __str__(self) -> str:
        return f"{self.instrument}, {self.asked_at:%Y-%m-%d}"

    @property
    def draft_page(self) -> str:
        """The name under which its person keeps it half-done."""
        return f"m:{self.instrument}"

    def is_late(self, at: datetime) -> bool:
        return at > self.closes_at


class MeasureReceiptQuerySet(models.QuerySet["MeasureReceipt"]):
    def visible_to(self, user: "User | AnonymousUser") -> "MeasureReceiptQuerySet":
        return self.filter(_readers(user, own=True))


class MeasureReceipt(Keyed):
    """That a person answered a measure, and when. Holds no answer, and does not say whether it was left out."""

    measure = models.OneToOneField(Measure, on_delete=models.PROTECT, related_name="receipt")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    layer = models.CharField(max_length=8, choices=Layer.choices)
    sent_at = models.DateTimeField()
    # Which version of the text before private questions lay in front of this person; none for others.
    shown = models.ForeignKey(ConsentDocument, on_delete=models.PROTECT, null=True, related_name="+")

    objects = MeasureReceiptQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Answered at {self.sent_at:%Y-%m-%d %H:%M}"


class MeasureAnswersQuerySet(models.QuerySet["MeasureAnswers"]):
    def visible_to(self, user: "User | AnonymousUser") -> "MeasureAnswersQuerySet":
        """Answers that this clinician may read; not even their writer reads them back."""
        return self.filter(_readers(user, own=False))


class MeasureAnswers(Keyed):
    """The raw answers of one measure as JSON, encrypted, with what a later reader needs to score them. Only inserted.

    No score is kept: it is worked out each time by the rule of this version, so history is never scored anew in
    silence.
    """

    class FilledBy(models.TextChoices):
        SELF = "self", "The person"

    measure = models.OneToOneField(Measure, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    rule = models.CharField(max_length=30)
    language = models.CharField(max_length=20)
    layer = models.CharField(max_length=8, choices=Layer.choices)
    filled_by = models.CharField(max_length=8, choices=FilledBy.choices, default=FilledBy.SELF)
    # Whether the person said that they were alone; not asked for the health layer.
    in_private = models.BooleanField(null=True)
    body = SealedText()
    sent_at = models.DateTimeField()

    objects = MeasureAnswersQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Sealed {self.instrument}"


class MeasureResultQuerySet(models.QuerySet["MeasureResult"]):
    def visible_to(self, user: "User | AnonymousUser") -> "MeasureResultQuerySet":
        return self.filter(_readers(user, own=False))

    def standing(self) -> "MeasureResultQuerySet":
        return self.filter(struck_at=None)


class MeasureResult(Keyed):
    """A score or result that a clinician read elsewhere and typed in, sealed, with the day it is of."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="measure_results")
    instrument = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    rule = models.CharField(max_length=30)
    layer = models.CharField(max_length=8, choices=Layer.choices)
    body = SealedText()
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # Typed wrongly: it stays in the record and counts no more.
    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = MeasureResultQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by=None) | Q(struck_at__isnull=False, struck_by__isnull=False),
                name="who_struck_a_result",
            )
        ]

    def __str__(self) -> str:
        return f"{self.instrument}, {self.on}"


class OwnInstrumentQuerySet(models.QuerySet["OwnInstrument"]):
    def in_use(self) -> "OwnInstrumentQuerySet":
        return self.filter(retired_at=None)


class OwnInstrument(Keyed):
    """A data file that the practice loaded for a text that it may use. It stays, so that old answers can be read."""

    instrument = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    text = models.TextField()
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OwnInstrumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instrument", "version"], name="a_version_is_loaded_once"),
            models.CheckConstraint(
                condition=Q(retired_at=None, retired_by=None) | Q(retired_at__isnull=False, retired_by__isnull=False),
                name="who_retired_an_instrument",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument}, version {self.version}"
