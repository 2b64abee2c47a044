"""Copies of records, releases of information, and what was told under them."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from accounts.models import Keyed, User
from accounts.policy import by_role
from clients.models.couples import Couple, Membership, Partner
from documents.models import Package, Upload

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


OwnOrJoint = TypeVar("OwnOrJoint", bound=models.Model)
AnyAgreement = TypeVar("AnyAgreement", bound=models.Model)


def exactly_one_of(person: str, couple: str, name: str) -> models.CheckConstraint:
    """A row about one person's record, or about a couple's joint one."""
    one = Q(**{f"{person}__isnull": False, couple: None}) | Q(**{person: None, f"{couple}__isnull": False})
    return models.CheckConstraint(condition=one, name=name)


class OwnOrJointQuerySet(models.QuerySet[OwnOrJoint]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """For a partner what is about them, or about a couple that they are or were half of."""
        cared_for = Couple.objects.visible_to(user)
        own = Membership.objects.filter(partner=user.pk).values("couple")
        return self.filter(
            by_role(
                user,
                therapist=Q(person__in=Partner.objects.visible_to(user)) | Q(couple__in=cared_for),
                partner=Q(person=user.pk) | Q(couple__in=own),
            )
        )

    def about(self, partner: Partner) -> Self:
        """Those about this person's own record, and about the joint record of each couple of theirs, past ones too."""
        couples = Membership.objects.filter(partner=partner).values("couple")
        return self.filter(Q(person=partner) | Q(couple__in=couples))


class OwnOrJointRow(Keyed):
    """About one person's record (`person`), or about a couple's joint one (`couple`), which both must agree to."""

    person = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, related_name="%(class)ss")
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, null=True, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def is_joint(self) -> bool:
        return self.couple_id is not None

    def people(self) -> "list[Partner]":
        """Whose agreement it needs, in the couple's order; also of a couple that has parted."""
        if self.person is not None:
            return [self.person]
        members = Membership.objects.filter(couple=self.couple_id).order_by("place", "since")
        members = members.select_related("partner__user")
        return [member.partner for member in members]


class AgreementQuerySet(models.QuerySet[AnyAgreement]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """A partner's own, and nobody else's: neither learns what the other said."""
        seen = Q(person__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen, partner=Q(person=user.pk)))


class Agreement(Keyed):
    """One person's yes, by typed name or on paper, or their no. The latest counts; nothing said before is deleted."""

    class Way(models.TextChoices):
        PORTAL = "portal", "In the portal"
        PAPER = "paper", "On paper"
        SPOKEN = "spoken", "In person"

    person = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    way = models.CharField(max_length=6, choices=Way.choices)
    typed_name = models.CharField(max_length=140, blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    paper = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, related_name="%(class)ss")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            # A no needs nothing; a yes needs a name under a text, or the paper.
            models.CheckConstraint(
                condition=Q(agrees=False)
                | Q(way="portal", text_sha256__regex="^[0-9a-f]{64}$", paper=None) & ~Q(typed_name="")
                | Q(way="paper", paper__isnull=False),
                name="%(class)s_is_signed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {'yes' if self.agrees else 'no'}"


class CopyRequestQuerySet(OwnOrJointQuerySet["CopyRequest"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)


class CopyRequest(OwnOrJointRow):
    """Somebody asked to see, or to have a copy of, a record. The law says by when; see `rules.due_on`.

    `asked_by` stays empty where one of a couple asks for the joint record: the other may read this row.
    """

    class Way(models.TextChoices):
        COPY = "copy", "A copy to keep"
        INSPECT = "inspect", "To look at it at the practice"

    way = models.CharField(max_length=8, choices=Way.choices)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    package = models.OneToOneField(Package, on_delete=models.PROTECT, null=True, related_name="copyrequest")
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    given_how = models.CharField(max_length=8, blank=True, choices=[("portal", "In the portal"), ("hand", "By hand")])
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = CopyRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            exactly_one_of("person", "couple", "a_request_is_about_one_record"),
            models.UniqueConstraint(fields=["person"], condition=Q(closed_at=None), name="one_open_request_per_person"),
            models.UniqueConstraint(fields=["couple"], condition=Q(closed_at=None), name="one_open_request_per_couple"),
            models.CheckConstraint(
                condition=Q(issued_at=None, issued_by=None, package=None)
                | Q(issued_at__isnull=False, issued_by__isnull=False, package__isnull=False),
                name="an_issue_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="a_closing_has_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Request of {self.asked_at:%Y-%m-%d}"


class CopyAgreement(Agreement):
    """What one person says to a copy of the record being made and given out."""

    request = models.ForeignKey(CopyRequest, on_delete=models.PROTECT, related_name="agreements")

    class Meta(Agreement.Meta):
        pass


class Release(OwnOrJointRow):
    """Who outside may be told what of whose record, for what, from when until when. Holds while all concerned agree."""

    recipient = models.CharField(max_length=160)
    reached_at = models.CharField(max_length=160, blank=True)
    purpose = models.CharField(max_length=200)
    what = models.CharField(max_length=500)
    since = models.DateField()
    until = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = OwnOrJointQuerySet.as_manager()

    class Meta:
        constraints = [
            exactly_one_of("person", "couple", "a_release_is_about_one_record"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="a_release_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.recipient


class ReleaseAgreement(Agreement):
    """What one person says to a release: a yes lets it begin, a no ends it at once."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="agreements")

    class Meta(Agreement.Meta):
        pass


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    def visible_to(self, user: "User | AnonymousUser") -> "DisclosureQuerySet":
        seen = Q(person__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen, partner=Q(person=user.pk)))


class Disclosure(Keyed):
    """That something of a person's record was told to somebody outside: the accounting that each may ask for."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="disclosures")
    person = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="disclosures")
    recipient = models.CharField(max_length=160)
    purpose = models.CharField(max_length=200)
    what = models.CharField(max_length=500)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = DisclosureQuerySet.as_manager()

    def __str__(self) -> str:
        return f"To {self.recipient}, {self.on}"
