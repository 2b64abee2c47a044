"""Couples, their two partners, and the people who care for them."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Func, Q, Value

from accounts.history import kept
from accounts.models import Keyed, User
from accounts.policy import by_role
from clients import rules

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class PartnerQuerySet(models.QuerySet["Partner"]):
    def visible_to(self, user: "User | AnonymousUser") -> "PartnerQuerySet":
        """Who this user may open: a therapist's couples, a prescriber's referrals, for a partner only oneself.

        Of a couple that parted a therapist keeps each person until a colleague has taken that person over; the couple's
        own record stays hers. `kap_in_care` says the same to the database.
        """
        own = Membership.objects.filter(couple__care_team__user=user.pk)
        elsewhere = Func(F("partner"), Value(user.pk), function="kap_is_elsewhere", output_field=models.BooleanField())
        in_care = own.annotate(elsewhere=elsewhere).filter(Q(until=None) | Q(elsewhere=False)).values("partner")
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


@kept
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
        members = Membership.objects.order_by("place").select_related("partner__user")
        return self.prefetch_related(models.Prefetch("memberships", queryset=members, to_attr="present"))


@kept
class Couple(Keyed):
    """Two people in care together, and the unit that the pathway belongs to. After a separation one person goes on in a
    unit of their own: a couple of one, with its own plan, dates, notes and charges.

    While `closed_at` is set nothing is added to its record; the database refuses it too.
    """

    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = CoupleQuerySet.as_manager()

    def __str__(self) -> str:
        return " & ".join(partner.called for partner in self.partners())

    def partners(self) -> "list[Partner]":
        """Both partners in the couple's order, of a couple that parted too; free of queries after `with_partners`."""
        present = getattr(self, "present", None)
        if present is None:
            present = self.memberships.order_by("place").select_related("partner__user")
        return [membership.partner for membership in present]


@kept
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


@kept
class CareTeam(Keyed):
    """A clinician who cares for a couple, and so may see it."""

    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="care_team")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["couple", "user"], name="once_in_a_care_team")]

    def __str__(self) -> str:
        return f"{self.user} cares for {self.couple_id}"


@kept
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


class FormerName(Keyed):
    """What a person was called until a change of name. Papers and notes of that time keep it; search finds both."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="former_names")
    legal_first_name = models.CharField(max_length=60)
    legal_last_name = models.CharField(max_length=60)
    preferred_name = models.CharField(max_length=60, blank=True)
    until = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.preferred_name or self.legal_first_name} {self.legal_last_name}"
