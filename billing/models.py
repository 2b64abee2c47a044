"""Money: what a session costs, what was paid, and the superbill for the person named for insurance."""

from functools import partial
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce

from accounts.history import kept
from accounts.models import Keyed, User
from accounts.policy import by_role
from billing.rules.papers import number_in_words
from clients.models import Couple, Partner
from documents.models import Document
from sessions.models import Appointment, StepKind

if TYPE_CHECKING:
    from decimal import Decimal

    from django.contrib.auth.models import AnonymousUser


@kept
class Fee(Keyed):
    """One line of the fee schedule: what a kind of step costs from a date on. A code marks what a payer may cover.

    Without minutes a line stands for what the others leave of the appointment; an amount of zero ends it.
    """

    kind = models.CharField(max_length=12, choices=StepKind.choices)
    position = models.PositiveSmallIntegerField(default=1)
    label = models.CharField(max_length=120)
    code = models.CharField(max_length=5, blank=True)
    modifiers = models.CharField(max_length=11, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    since = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_fee_is_not_negative"),
            models.UniqueConstraint(fields=["kind", "position", "since"], name="one_fee_per_line_and_date"),
        ]

    def __str__(self) -> str:
        return f"{self.label} ${self.amount}"


class InsuredPersonQuerySet(models.QuerySet["InsuredPerson"]):
    def newest_first(self) -> "InsuredPersonQuerySet":
        """By the date it holds from; of two for one date the one that was set later."""
        return self.order_by("-since", "-set_at")


class InsuredPerson(Keyed):
    """Whose insurance a couple's sessions are stated for, from a date on: the person named for insurance."""

    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="insured")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    set_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = InsuredPersonQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.partner} from {self.since}"


class DiagnosisCode(models.Model):
    """One code of the ICD-10-CM set, as published. A heading is not billable; insurers ask for a code below it."""

    code = models.CharField(max_length=8, primary_key=True)
    label = models.CharField(max_length=250)
    billable = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class DiagnosisQuerySet(models.QuerySet["Diagnosis"]):
    def visible_to(self, user: "User | AnonymousUser") -> "DiagnosisQuerySet":
        """The therapist's own; the office too, which issues what states them. A partner reads the superbill instead."""
        in_care = Partner.objects.visible_to(user)
        return self.filter(by_role(user, therapist=Q(partner__in=in_care), staff=Q()))


@kept
class Diagnosis(Keyed):
    """An ICD-10-CM code set by the therapist for one person; a superbill takes what held on each date of service.

    It holds from `since` until the day before `until`.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="diagnoses")
    code = models.CharField(max_length=8)
    since = models.DateField()
    until = models.DateField(null=True)
    set_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = DiagnosisQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "code"], condition=Q(until=None), name="a_code_holds_once"),
            models.CheckConstraint(
                condition=Q(until=None, ended_at=None, ended_by=None)
                | Q(until__gte=F("since"), ended_at__isnull=False, ended_by__isnull=False),
                name="an_end_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ChargeQuerySet(models.QuerySet["Charge"]):
    def visible_to(self, user: "User | AnonymousUser") -> "ChargeQuerySet":
        return self.filter(
            by_role(
                user,
                therapist=Q(couple__in=Couple.objects.visible_to(user)),
                staff=Q(),
                partner=Q(account=user.pk),
            )
        )


@kept
class Charge(Keyed):
    """What one completed appointment costs, on one person's account. Made once by a sweep, never by a page."""

    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="charge")
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="charges")
    account = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="charges")
    service_date = models.DateField()
    place = models.CharField(max_length=2)
    minutes = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    objects = ChargeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Charge of {self.service_date}"


class ChargeLineQuerySet(models.QuerySet["ChargeLine"]):
    def visible_to(self, user: "User | AnonymousUser") -> "ChargeLineQuerySet":
        return self.filter(charge__in=Charge.objects.visible_to(user))

    def coded(self) -> "ChargeLineQuerySet":
        """Those that a payer may cover, and that a superbill can state."""
        return self.exclude(code="")

    def unstated(self) -> "ChargeLineQuerySet":
        """Those on no live superbill."""
        return self.exclude(Exists(SuperbillLine.objects.filter(line=OuterRef("pk"), live=True)))

    def with_paid(self) -> "ChargeLineQuerySet":
        """Add `paid`, and `paid_by_others`: the part of it that came from somebody else than the account's person."""
        nothing = Value(0, output_field=models.DecimalField(max_digits=9, decimal_places=2))
        others = ~Q(allocations__payment__payer=F("charge__account"))
        return self.annotate(  # type: ignore[no-redef]  # the model declares both for their readers
            paid=Coalesce(Sum("allocations__amount"), nothing),
            paid_by_others=Coalesce(Sum("allocations__amount", filter=others), nothing),
        )


class ChargeLine(Keyed):
    """One line of a charge. Without a code it is self-pay and stands on no superbill as covered."""

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=120)
    code = models.CharField(max_length=5, blank=True)
    modifiers = models.CharField(max_length=11, blank=True)
    units = models.PositiveSmallIntegerField(default=1)
    minutes = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    paid: "Decimal"
    paid_by_others: "Decimal"

    objects = ChargeLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0, units__gte=1), name="a_line_is_not_negative"),
            models.UniqueConstraint(fields=["charge", "position"], name="one_line_per_place"),
        ]

    def __str__(self) -> str:
        return f"{self.label} ${self.amount}"


class PaymentQuerySet(models.QuerySet["Payment"]):
    def visible_to(self, user: "User | AnonymousUser") -> "PaymentQuerySet":
        """For a partner only what went on their own account."""
        in_care = Partner.objects.visible_to(user)
        return self.filter(by_role(user, therapist=Q(account__in=in_care), staff=Q(), partner=Q(account=user.pk)))


class Payment(Keyed):
    """Money received for one person's account, from that person or from the other of the two.

    `key` comes with the form, so that a double click is one payment.
    """

    class Method(models.TextChoices):
        CARD = "card", "Card"
        CHECK = "check", "Check"
        CASH = "cash", "Cash"
        TRANSFER = "transfer", "Bank transfer"

    account = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="payments")
    payer = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    method = models.CharField(max_length=8, choices=Method.choices)
    reference = models.CharField(max_length=60, blank=True)
    received_on = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(unique=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="a_payment_is_positive")]

    def __str__(self) -> str:
        return f"${self.amount}"


class Allocation(Keyed):
    """The part of a payment that settles one line of a charge."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="allocations")
    line = models.ForeignKey(ChargeLine, on_delete=models.PROTECT, related_name="allocations")
    amount = models.DecimalField(max_digits=8, decimal_places=2)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="an_allocation_is_positive"),
            models.UniqueConstraint(fields=["payment", "line"], name="a_payment_meets_a_line_once"),
        ]

    def __str__(self) -> str:
        return f"${self.amount}"


class NumberCounter(models.Model):
    """The last number given, per kind of paper and year; locked while the next is taken, so that none is skipped."""

    kind = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="one_counter_per_year")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"


class SuperbillQuerySet(models.QuerySet["Superbill"]):
    def visible_to(self, user: "User | AnonymousUser") -> "SuperbillQuerySet":
        in_care = Partner.objects.visible_to(user)
        return self.filter(by_role(user, therapist=Q(person__in=in_care), staff=Q(), partner=Q(person=user.pk)))

    def live(self) -> "SuperbillQuerySet":
        return self.filter(voided_at=None)

    def before(self, year: int, number: int) -> "SuperbillQuerySet":
        """Those with a smaller number: the next page."""
        return self.filter(Q(year__lt=year) | Q(year=year, number__lt=number))


@partial(kept, exclude=("facts",))  # copied at issue, and out of reach of every update
class Superbill(Keyed):
    """A statement for one person's insurer. Every fact is copied at issue and never edited; a wrong one is voided."""

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    person = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="superbills")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField()
    total = models.DecimalField(max_digits=9, decimal_places=2)
    paid = models.DecimalField(max_digits=9, decimal_places=2)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="superbill")
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    void_reason = models.CharField(max_length=200, blank=True)
    # The same paper again, marked void on every page.
    void_document = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, related_name="+")

    objects = SuperbillQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="one_superbill_per_number"),
            models.CheckConstraint(
                condition=Q(voided_at=None, voided_by=None, void_reason="", void_document=None)
                | (
                    Q(voided_at__isnull=False, voided_by__isnull=False, void_document__isnull=False)
                    & ~Q(void_reason="")
                ),
                name="a_void_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return number_in_words(self.year, self.number)

    @property
    def paper(self) -> Document:
        """The document that holds now: the void one once it is void."""
        return self.void_document or self.document


@kept
class SuperbillLine(Keyed):
    """Which charge line a superbill states; a line stands on one live superbill only."""

    superbill = models.ForeignKey(Superbill, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(ChargeLine, on_delete=models.PROTECT, related_name="superbill_lines")
    live = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line"], condition=Q(live=True), name="a_line_is_stated_once")]

    def __str__(self) -> str:
        return f"{self.line} on {self.superbill}"
