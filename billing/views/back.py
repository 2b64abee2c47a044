"""Where a page about one person's money leads back to."""

from django.urls import reverse

from clients.models import Membership, Partner


def money_of(partner: Partner) -> str:
    """The money page of the couple that this person belongs to, or the queue if there is none."""
    couple = Membership.objects.filter(partner=partner).order_by("-until").values_list("couple", flat=True).first()
    return reverse("couple_money", args=[couple]) if couple else reverse("billing")
