"""The medicine: what was prescribed for one person, where it is kept, every count of it. Only ever added to."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q

from accounts.models import Keyed, User
from accounts.policy import by_role
from accounts.sealed import SealedText
from clients.models import Partner
from sessions.models.pathway import Appointment

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


RowOfMedicine = TypeVar("RowOfMedicine", bound=models.Model)


class MedicineQuerySet(models.QuerySet[RowOfMedicine]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """For the therapist and the prescriber of a person."""
        seen = Q(person__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen, prescriber=seen))


class Prescription(Keyed):
    """One prescription. What was written wrong is put right by another row that `corrects` it."""

    class Form(models.TextChoices):
        LOZENGE = "lozenge", "Lozenge or troche"
        TABLET = "tablet", "Rapidly dissolving tablet"
        VIAL = "vial", "Vial for injection"

    class Kept(models.TextChoices):
        PARTNER = "partner", "With the person, at home"
        PRACTICE = "practice", "At the practice, locked"

    person = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="prescriptions")
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    drug = models.CharField(max_length=80)
    form = models.CharField(max_length=8, choices=Form.choices)
    mg_per_unit = models.DecimalField(max_digits=6, decimal_places=1)
    quantity = models.PositiveSmallIntegerField()
    prescriber_name = models.CharField(max_length=120)
    pharmacy = models.CharField(max_length=160, blank=True)
    written_on = models.DateField()
    filled_on = models.DateField(null=True)
    kept = models.CharField(max_length=8, choices=Kept.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = MedicineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(mg_per_unit__gt=0, quantity__gte=1), name="a_prescription_has_an_amount"
            ),
            models.CheckConstraint(
                condition=Q(filled_on=None) | Q(filled_on__gte=models.F("written_on")),
                name="a_prescription_is_filled_after_it_is_written",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.drug}, {self.quantity} of {self.mg_per_unit.normalize():f} mg"


class MedicineCount(Keyed):
    """One entry in the book of a prescription: counted, used, given back or wasted; or what was found to be so."""

    class Kind(models.TextChoices):
        ARRIVED = "arrived", "Counted on arrival"
        USED = "used", "Used"
        RETURNED = "returned", "Given back"
        WASTED = "wasted", "Wasted"
        AGREED = "agreed", "Difference looked into: from now on"

    prescription = models.ForeignKey(Prescription, on_delete=models.PROTECT, related_name="counts")
    person = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, related_name="+")
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    units = models.DecimalField(max_digits=6, decimal_places=1)
    on = models.DateField()
    first_name = models.CharField(max_length=120)
    second_name = models.CharField(max_length=120, blank=True)
    words = SealedText(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = MedicineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(units__gte=0), name="a_count_is_not_below_nothing"),
            # A controlled substance that is given back or wasted is seen by two: domain.md 1.5.
            models.CheckConstraint(
                condition=~Q(kind__in=["returned", "wasted"]) | ~Q(second_name=""), name="two_see_what_is_not_used"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.units.normalize():f}"
