"""Files that the practice keeps or makes. The database holds the bytes, so one backup holds everything."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Keyed, User
from accounts.policy import by_role
from accounts.sealed import SealedText
from documents.rules import NAME_LENGTH, TYPES

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: "User | AnonymousUser") -> "DocumentQuerySet":
        """Money papers for the office and the therapist, agreements for the therapist whom the database shows them to;
        a partner's own for that partner."""
        money = Q(shelf=Document.Shelf.MONEY)
        return self.filter(by_role(user, therapist=Q(), staff=money, partner=Q(reader=user.pk)))

    def waiting(self) -> "DocumentQuerySet":
        return self.filter(state=Document.State.WAITING)

    def due(self, at: datetime) -> "DocumentQuerySet":
        """Waiting and in nobody's hands: a claim puts `try_at` off for the length of its lease."""
        return self.waiting().filter(try_at__lte=at)


class Document(Keyed):
    """A PDF to make or made, from a template and a frozen context: the page never changes once its facts are fixed."""

    class State(models.TextChoices):
        WAITING = "waiting", "Being prepared"
        READY = "ready", "Ready"
        FAILED = "failed", "Could not be made"

    class Shelf(models.TextChoices):
        """Who of the practice reads it: the office money papers, a therapist also the agreements of her people."""

        MONEY = "money", "Money"
        CARE = "care", "Agreements"

    reader = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    shelf = models.CharField(max_length=5, choices=Shelf.choices, default=Shelf.MONEY)
    title = models.CharField(max_length=160)
    file_name = models.CharField(max_length=80)
    template = models.CharField(max_length=80)
    context = models.JSONField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    # Not before this moment: the asking at first, then the end of a lease, or of the wait after a failure.
    try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    content = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(null=True)
    trouble = models.CharField(max_length=200, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(content__isnull=False, made_at__isnull=False),
                name="a_ready_document_has_bytes",
            )
        ]
        indexes = [models.Index(fields=["try_at"], condition=Q(state="waiting"), name="documents_to_make")]

    def __str__(self) -> str:
        return self.title


class PackageQuerySet(models.QuerySet["Package"]):
    def visible_to(self, user: "User | AnonymousUser") -> "PackageQuerySet":
        """The therapist who keeps it; those it is for once it is shared with them. The office none."""
        shared = Q(readers__contains=[user.pk], shared_at__isnull=False, state=Package.State.READY)
        return self.filter(by_role(user, therapist=Q(keeper=user.pk), partner=shared))

    def waiting(self) -> "PackageQuerySet":
        return self.filter(state=Package.State.WAITING)

    def due(self, at: datetime) -> "PackageQuerySet":
        """Waiting and in nobody's hands, as with documents."""
        return self.waiting().filter(try_at__lte=at)

    def open_at(self, at: datetime) -> "PackageQuerySet":
        """Made, and not yet past its day: what may be downloaded."""
        return self.filter(state=Package.State.READY, until__gt=at)


class Package(Keyed):
    """Several files in one, to make or made. What goes in is fixed and encrypted when it is asked for, and is gone from
    here once the archive is made; the archive is encrypted too, and is gone after its day."""

    class State(models.TextChoices):
        WAITING = "waiting", "Being prepared"
        READY = "ready", "Ready"
        FAILED = "failed", "Could not be made"
        OVER = "over", "No longer kept"

    keeper = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    readers = ArrayField(models.UUIDField())
    file_name = models.CharField(max_length=80)
    # What the worker packs, as JSON; see `actions.packages.Contents`.
    contents = SealedText(blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    # The archive in base64.
    archive = SealedText(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(null=True)
    until = models.DateTimeField()
    shared_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)

    objects = PackageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(made_at__isnull=False, size__gt=0), name="a_ready_package_is_whole"
            ),
            models.CheckConstraint(
                condition=Q(shared_at=None) | Q(made_at__isnull=False), name="a_shared_package_was_made"
            ),
        ]
        indexes = [models.Index(fields=["try_at"], condition=Q(state="waiting"), name="packages_to_make")]

    def __str__(self) -> str:
        return self.file_name


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: "User | AnonymousUser") -> "UploadQuerySet":
        """A therapist whom the database shows it to, since it knows who is in whose care; a prescriber likewise, of
        papers of their kind; a partner's own, which those are not."""
        papers = Q(purpose=Upload.Purpose.CLEARANCE)
        return self.filter(by_role(user, therapist=Q(), prescriber=papers, partner=Q(about=user.pk) & ~papers))


class Upload(Keyed):
    """A file that somebody brought: typed by its bytes, kept under a random key. Its old name is text, nothing more."""

    class Purpose(models.TextChoices):
        AGREEMENT = "agreement", "A signed paper"
        CLEARANCE = "clearance", "A prescriber's paper"
        CONSENT = "consent", "A consent signed on paper"

    about = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    kind = models.CharField(max_length=4, choices=[(kind, kind) for kind in TYPES])
    called = models.CharField(max_length=NAME_LENGTH)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=list(TYPES)), name="an_upload_is_of_a_known_kind")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.at:%Y-%m-%d}"
