"""Who is in care: couples, their two partners, the people who care for them, and what they have consented to."""

from datetime import date
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import F, Func, Q, Value

from accounts.history import kept
from accounts.hours import from_stored
from accounts.models import Keyed, User
from accounts.policy import by_role
from accounts.sealed import SealedText
from clients import rules
from documents.models import Package, Upload
from outbox.models import Reach
from outbox.rules import Writing

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


class CareChange(Keyed):
    """That a couple's care ended or was taken up again, who did it and when. `Couple.closed_at` is where it stands."""

    class Kind(models.TextChoices):
        CLOSED = "closed", "Care came to its end"
        REOPENED = "reopened", "Care was taken up again"
        SEPARATED = "separated", "Care as a couple ended"

    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="care_changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d}"


class SeparationQuerySet(models.QuerySet["Separation"]):
    def visible_to(self, user: "User | AnonymousUser") -> "SeparationQuerySet":
        """For the couple's own therapists, and for nobody else before or after."""
        return self.filter(by_role(user, therapist=Q(couple__in=Couple.objects.visible_to(user))))

    def standing(self) -> "SeparationQuerySet":
        """Opened and not taken back."""
        return self.filter(withdrawn_at=None)


class Separation(Keyed):
    """A couple is parting. Until it takes effect only its therapists know of this row, and nothing that anybody else
    sees depends on it; it takes effect by a deliberate act, once each of the two was told alone.
    """

    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="separations")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    took_effect_at = models.DateTimeField(null=True)
    took_effect_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = SeparationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["couple"], condition=Q(withdrawn_at=None), name="one_standing_separation"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, took_effect_at=None),
                name="taken_back_by_somebody_before_its_effect",
            ),
            models.CheckConstraint(
                condition=Q(took_effect_at=None, took_effect_by=None)
                | Q(took_effect_at__isnull=False, took_effect_by__isnull=False),
                name="an_effect_has_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Separation of {self.couple_id}"


class Telling(Keyed):
    """One of the two was told of the separation, alone. A correction is another row; the latest is what holds."""

    class How(models.TextChoices):
        IN_PERSON = "in_person", "In person, alone"
        BY_VOICE = "by_voice", "By voice, alone"

    separation = models.ForeignKey(Separation, on_delete=models.PROTECT, related_name="tellings")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, choices=How.choices)
    told_at = models.DateTimeField()
    words = SealedText(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(told_at__lte=F("at")), name="told_before_it_was_written")]

    def __str__(self) -> str:
        return f"{self.get_how_display()}, {self.told_at:%Y-%m-%d}"


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


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    def visible_to(self, user: "User | AnonymousUser") -> "LegalHoldQuerySet":
        return self.filter(by_role(user, therapist=Q(partner__in=Partner.objects.visible_to(user))))

    def standing(self) -> "LegalHoldQuerySet":
        return self.filter(release=None)


class LegalHold(Keyed):
    """A reason to keep somebody's record whatever its due date says: a dispute, a subpoena. It beats every purge."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="legal_holds")
    reason = SealedText()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = LegalHoldQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Legal hold of {self.at:%Y-%m-%d}"


class LegalHoldRelease(Keyed):
    """The end of a legal hold, with its own reason: a row of its own, so that neither is ever edited."""

    legal_hold = models.OneToOneField(LegalHold, on_delete=models.PROTECT, related_name="release")
    reason = SealedText()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Release of {self.legal_hold_id}"


class PurgeOrderQuerySet(models.QuerySet["PurgeOrder"]):
    def visible_to(self, user: "User | AnonymousUser") -> "PurgeOrderQuerySet":
        return self.filter(by_role(user, therapist=Q(partner__in=Partner.objects.visible_to(user))))

    def waiting(self) -> "PurgeOrderQuerySet":
        """Signed, neither taken back nor carried out."""
        return self.filter(withdrawn_at=None, certificate=None)


class PurgeOrder(Keyed):
    """A therapist's signature that somebody's record, kept to the end of its time, is to be destroyed.

    The web cannot delete a clinical row. `manage.py purge_due` carries orders out as the owner, and looks again first.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="purge_orders")
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PurgeOrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="an_order_is_taken_back_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"Order of {self.signed_at:%Y-%m-%d}"


class PurgeCertificate(Keyed):
    """What is left of a purge: whose order, when, and how many rows of which kind. Never content, never a name."""

    order = models.OneToOneField(PurgeOrder, on_delete=models.PROTECT, related_name="certificate")
    at = models.DateTimeField()
    counts = models.JSONField()

    def __str__(self) -> str:
        return f"Purge of {self.at:%Y-%m-%d}"


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


class SafeContactQuerySet(models.QuerySet["SafeContact"]):
    def visible_to(self, user: "User | AnonymousUser") -> "SafeContactQuerySet":
        """How to call and write, for those who do. Never the person: whoever holds their device would read it too."""
        seen = Q(partner__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen, staff=seen))


class SafeContact(Keyed):
    """How one person can be reached without harm, as they or their therapist said. Only added to; the newest counts."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="safe_contacts")
    reach = models.OneToOneField(Reach, on_delete=models.PROTECT, related_name="+")
    voicemail = models.BooleanField(default=False)
    phone = SealedText(blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = SafeContactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["partner", "-set_at"], name="safe_contact_by_partner")]

    def __str__(self) -> str:
        return f"Safe contact, {self.set_at:%Y-%m-%d}"

    def choices(self) -> rules.SafeChoices:
        """What was chosen, without the words that only the therapist reads."""
        writing = Writing(frozenset(self.reach.channels), from_stored(self.reach.hours))
        return rules.SafeChoices(writing, voicemail=self.voicemail, phone=self.phone)


class SafeWordsQuerySet(models.QuerySet["SafeWords"]):
    def visible_to(self, user: "User | AnonymousUser") -> "SafeWordsQuerySet":
        return self.filter(by_role(user, therapist=Q(partner__in=Partner.objects.visible_to(user))))


class SafeWords(Keyed):
    """What belongs to a safe contact and is for the therapist alone: the code phrase, and anything else."""

    contact = models.OneToOneField(SafeContact, on_delete=models.PROTECT, related_name="words")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    phrase = SealedText(blank=True)
    note = SealedText(blank=True)

    objects = SafeWordsQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Words of {self.contact_id}"


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
