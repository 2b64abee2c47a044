"""Texts of the practice and who has signed them."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from accounts.models import Keyed, User
from accounts.policy import by_role
from accounts.sealed import SealedText
from clients.models.couples import Partner
from clients.rules.consents import PRIVATE, REQUIRED
from clients.rules.touch import Choices, Yes
from documents.models import Document, Upload

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


PRIVATE_TEXT = PRIVATE.key  # the text before the private questions: read, not signed


class ConsentDocumentQuerySet(models.QuerySet["ConsentDocument"]):
    def current(self, kind: str) -> "ConsentDocument | None":
        """The newest version of a text: the one that is read and signed from now on."""
        return self.filter(kind=kind).order_by("-version").first()

    def asking(self) -> "ConsentDocumentQuerySet":
        """Versions that ask everybody to sign, the newest first: a signature on an older one does not count."""
        return self.filter(asks_again=True).order_by("-version")


class ConsentDocument(Keyed):
    """One published version of a text that partners read or sign. A new wording is a new version; old ones stay.

    One that nobody published came with the program: a default for the practice's lawyer to read.
    """

    kind = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    body = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # A correction of wording asks nobody to sign again; `reason` says why it is none more than that.
    asks_again = models.BooleanField(default=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = ConsentDocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="one_text_per_version"),
            models.CheckConstraint(
                condition=Q(asks_again=True) | (Q(version__gt=1) & ~Q(reason="")), name="a_correction_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    @property
    def is_default(self) -> bool:
        return self.published_by_id is None


class TextDraft(Keyed):
    """A new wording that the practice is still at; one a text. Publishing or discarding it ends it."""

    kind = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=120)
    body = models.TextField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"Draft of {self.title}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def visible_to(self, user: "User | AnonymousUser") -> "ConsentQuerySet":
        return self.filter(partner__in=Partner.objects.visible_to(user))

    def in_force(self) -> "ConsentQuerySet":
        """Signed and not withdrawn, on whatever version."""
        return self.filter(withdrawal=None)

    def counting(self) -> "ConsentQuerySet":
        """In force, and on a version not older than the newest that asks everybody again."""
        asking = ConsentDocument.objects.asking().filter(kind=OuterRef("document__kind")).values("version")[:1]
        return self.in_force().filter(document__version__gte=Subquery(asking))

    def complete(self, people: Iterable[Partner | UUID]) -> set[UUID]:
        """Those of these people who have signed every text that treatment asks for: one query.

        A text that is not published is signed by nobody, so that nothing follows from its absence.
        """
        rows = self.counting().filter(partner__in=people, document__kind__in=REQUIRED)
        signed: dict[UUID, set[str]] = {}
        for partner, kind in rows.values_list("partner", "document__kind"):
            signed.setdefault(partner, set()).add(kind)
        return {partner for partner, kinds in signed.items() if kinds == REQUIRED}


class Consent(Keyed):
    """A signature on one version: the typed name and digests of the very text, name and moment; or a scanned paper.

    `practice_name` is what stood for the practice in the text that was signed. Of a paper, `signed_at` is its day.
    """

    class Way(models.TextChoices):
        PORTAL = "portal", "In the portal"
        PAPER = "paper", "On paper"

    class Mark(models.TextChoices):
        NONE = "", "None"
        TYPED = "typed", "The typed name"
        DRAWN = "drawn", "Drawn"

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="consents")
    document = models.ForeignKey(ConsentDocument, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=6, choices=Way.choices, default=Way.PORTAL)
    typed_name = models.CharField(max_length=140)
    text_sha256 = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField()
    zone = models.CharField(max_length=64, blank=True)
    practice_name = models.CharField(max_length=120, blank=True)
    mark = models.CharField(max_length=5, choices=Mark.choices, blank=True)
    pdf = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    paper = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way="portal", paper=None, recorded_at=None, recorded_by=None)
                | Q(way="paper", paper__isnull=False, recorded_at__isnull=False, recorded_by__isnull=False),
                name="a_paper_consent_has_its_paper",
            )
        ]

    def __str__(self) -> str:
        return f"{self.typed_name}, {self.document}"


class DrawnSignature(Keyed):
    """The lines of a drawn signature, as one SVG path; see `rules.consents.DRAWN`."""

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="drawn")
    path = SealedText()

    def __str__(self) -> str:
        return f"Drawn signature under {self.consent_id}"


class ConsentWithdrawal(Keyed):
    """A consent taken back: a row of its own, so that nothing signed is ever deleted."""

    class Way(models.TextChoices):
        PORTAL = "portal", "In the portal"
        IN_PERSON = "in_person", "Said in person"
        BY_VOICE = "by_voice", "Said by voice"

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=9, choices=Way.choices, default=Way.PORTAL)

    def __str__(self) -> str:
        return f"Withdrawal of {self.consent_id}"


class TouchChoicesQuerySet(models.QuerySet["TouchChoices"]):
    def visible_to(self, user: "User | AnonymousUser") -> "TouchChoicesQuerySet":
        """For the therapist alone: nobody reads back what they sent."""
        seen = Q(consent__partner__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen))


class TouchChoices(Keyed):
    """What somebody said to touch, sealed: with each signature, and with each narrowing. The last `turn` counts.

    A narrowing is the person's own, or written down by the therapist on their word, by the `way` it was said.
    """

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="touch")
    turn = models.PositiveSmallIntegerField()
    answers = SealedText()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=9, choices=ConsentWithdrawal.Way.choices, default=ConsentWithdrawal.Way.PORTAL)

    objects = TouchChoicesQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Touch, {self.at:%Y-%m-%d %H:%M}"

    def choices(self) -> Choices:
        kept: dict[str, Any] = json.loads(self.answers)
        return Choices(**kept | {"cells": {name: Yes(value) for name, value in kept["cells"].items()}})
