"""What a row said before, and who changed it."""

import pytest
from django.apps import apps

from accounts.actor import as_actor
from clients.models import Partner
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PartnerChange = apps.get_model("clients", "PartnerChange")


def test_a_change_is_kept_with_who_made_it(cast: Cast) -> None:
    with as_actor(cast.therapist):
        Partner.objects.filter(pk=cast.ann.pk).update(city="Berkeley")
        before, after = PartnerChange.objects.filter(pgh_obj=cast.ann.pk).order_by("pgh_id")
    assert (before.city, after.city) == ("Oakland", "Berkeley")
    assert (after.pgh_label, after.pgh_by, after.pgh_role) == ("update", cast.therapist.pk, "therapist")
