"""Who is in care: couples, their two partners, the people who care for them, and what they have consented to."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import Keyed, User
from accounts.policy import by_role
from clients import rules

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class PartnerQuerySet(models.QuerySet["Partner"]):
    def visible_to(self, user: "User | AnonymousUser") -> "PartnerQuerySet":
        """Who this user may open: a therapist's couples, a prescriber's referrals, for a partner only oneself."""
        in_care = Membership.objects.filter(couple__care_team__user=user.pk).values("partner")
        referred = Referral.objects.filter(prescriber=user.pk, ended_at=None).values("partner")
        return self.filter(
            by_role(
                user,
                therapist=Q(pk__in=in_care),
                staff=Q(),
                prescriber=Q(pk__in=referred),
                partner=Q(pk=user.pk),
            )
        )


class Partner(models.Model):
    """One person in care. Shares the key of the person's user, so that a row policy is one comparison."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, primary_key=True)
    legal_first_name = models.CharField(max_length=60)
    legal_last_name = models.CharField(max_length=60)
    preferred_name = models.CharField(max_length=60, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    birth_date = models.DateField()
    phone = models.CharField(max_length=32, blank=True)
    address_line_1 = models.CharField(max_length=120, blank=True)
    address_line_2 = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=2, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    insurer = models.CharField(max_length=120, blank=True)
    member_id = models.CharField(max_length=60, blank=True)
    added_at = models.DateTimeField()

    objects = PartnerQuerySet.as_manager()

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """The name this person goes by: on screens, in greetings, never on a payer's form."""
        return self.preferred_name or self.legal_first_name

    @property
    def legal_name(self) -> str:
        return f"{self.legal_first_name} {self.legal_last_name}"

    def age_on(self, day: date) -> int:
        return rules.age_on(self.birth_date, day)


class CoupleQuerySet(models.QuerySet["Couple"]):
    def visible_to(self, user: "User | AnonymousUser") -> "CoupleQuerySet":
        """A therapist's own couples, every couple for staff, a partner's own; a prescriber sees people, not couples."""
        cared_for = CareTeam.objects.filter(user=user.pk).values("couple")
        own = Membership.objects.filter(partner=user.pk, until=None).values("couple")
        return self.filter(by_role(user, therapist=Q(pk__in=cared_for), staff=Q(), partner=Q(pk__in=own)))

    def with_partners(self) -> "CoupleQuerySet":
        """Fetch both partners with the couples, in the couple's own order: two queries for any number of rows."""
        members = Membership.objects.filter(until=None).order_by("place").select_related("partner__user")
        return self.prefetch_related(models.Prefetch("memberships", queryset=members, to_attr="present"))


class Couple(Keyed):
    """Two people in care together, and the unit that the pathway belongs to."""

    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = CoupleQuerySet.as_manager()

    def __str__(self) -> str:
        return " & ".join(partner.called for partner in self.partners())

    def partners(self) -> "list[Partner]":
        """Both partners in the couple's order; free of queries after `with_partners`."""
        present = getattr(self, "present", None)
        if present is None:
            present = self.memberships.filter(until=None).order_by("place").select_related("partner__user")
        return [membership.partner for membership in present]


class Membership(Keyed):
    """A person's place in a couple, with dates, since couples part and people stay in care."""

    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="memberships")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="memberships")
    place = models.CharField(max_length=1, choices=[("A", "First"), ("B", "Second")])
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["couple", "place"], condition=Q(until=None), name="one_partner_per_place"),
            models.UniqueConstraint(fields=["partner"], condition=Q(until=None), name="one_couple_per_partner"),
        ]

    def __str__(self) -> str:
        return f"{self.partner} ({self.place})"


class CareTeam(Keyed):
    """A clinician who cares for a couple, and so may see it."""

    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="care_team")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["couple", "user"], name="once_in_a_care_team")]

    def __str__(self) -> str:
        return f"{self.user} cares for {self.couple_id}"


class Referral(Keyed):
    """A partner sent to a prescriber, who may from then on read that one person's health answers."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="referrals")
    prescriber = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "prescriber"], condition=Q(ended_at=None), name="one_open_referral"
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner} to {self.prescriber}"


class ConsentDocumentQuerySet(models.QuerySet["ConsentDocument"]):
    def current(self, kind: str) -> "ConsentDocument | None":
        """The newest version of a text: the one that is read and signed from now on."""
        return self.filter(kind=kind).order_by("-version").first()


class ConsentDocument(Keyed):
    """One published version of a text that partners sign. A new wording is a new version; old ones stay."""

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


class PaperPin(models.Model):
    """The PIN that opens a partner's own papers, as a slow hash, and how often it was typed wrong in a row."""

    partner = models.OneToOneField(Partner, on_delete=models.PROTECT, primary_key=True, related_name="pin")
    digest = models.CharField(max_length=160)
    set_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    rests_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"PIN of {self.partner_id}"


class PinReset(Keyed):
    """The practice let a partner choose a new PIN: one set before that opens nothing any more."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="pin_resets")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"PIN reset of {self.partner_id}"


class AddressChange(Keyed):
    """A new address for a partner who has joined. It takes effect when its link is used, so that a slip of the pen
    locks nobody out. Only a digest of the link is kept."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="address_changes")
    address = models.EmailField(max_length=254)
    digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"New address of {self.partner_id}"

    def facts(self) -> rules.AddressChangeFacts:
        return rules.AddressChangeFacts(
            self.expires_at, used=self.used_at is not None, withdrawn=self.withdrawn_at is not None
        )
