"""Texts of the practice and who has signed them."""

from typing import TYPE_CHECKING

from django.db import models

from accounts.models import Keyed, User
from clients.models.couples import Partner

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


PRIVATE_TEXT = "private"  # the text before the private questions: read, not signed


class ConsentDocumentQuerySet(models.QuerySet["ConsentDocument"]):
    def current(self, kind: str) -> "ConsentDocument | None":
        """The newest version of a text: the one that is read and signed from now on."""
        return self.filter(kind=kind).order_by("-version").first()


class ConsentDocument(Keyed):
    """One published version of a text that partners read or sign. A new wording is a new version; old ones stay."""

    kind = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    body = models.TextField()
    published_at = models.DateTimeField()

    objects = ConsentDocumentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="one_text_per_version")]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def visible_to(self, user: "User | AnonymousUser") -> "ConsentQuerySet":
        return self.filter(partner__in=Partner.objects.visible_to(user))

    def in_force(self) -> "ConsentQuerySet":
        """Signed and not withdrawn."""
        return self.filter(withdrawal=None)


class Consent(Keyed):
    """A signature on one version: the typed name and a digest of the very text that was shown."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="consents")
    document = models.ForeignKey(ConsentDocument, on_delete=models.PROTECT, related_name="+")
    typed_name = models.CharField(max_length=140)
    text_sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    objects = ConsentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.typed_name}, {self.document}"


class ConsentWithdrawal(Keyed):
    """A consent taken back: a row of its own, so that nothing signed is ever deleted."""

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Withdrawal of {self.consent_id}"
