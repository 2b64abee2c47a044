"""A partner's own dates."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actor import as_actor
from clients.models import Partner
from screening.models import Hold
from sessions import actions
from sessions.models import Role
from tests.cast import NOON, Cast, signed_in_as
from tests.pages import without_tokens
from tests.states import booked, ready_for_ketamine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
LATER = NOON + timedelta(hours=3)  # 15:00 Pacific


def page(partner: Partner) -> str:
    """The page as this partner gets it, without its form token, which is new each time."""
    return without_tokens(signed_in_as(partner.user).get(reverse("my_appointments")).content.decode())


def test_a_date_is_told_with_its_zone_and_what_to_do_that_day(cast: Cast) -> None:
    ready_for_ketamine(cast)
    booked(cast, starts_at=LATER, roles={cast.ann: Role.DOSING, cast.ben: Role.WITNESS})
    ann, ben = page(cast.ann), page(cast.ben)
    for words in ("Tuesday 17 November", "15:00", "Pacific", "You are taking the medicine.", "No food after 11:00."):
        assert words in ann
    assert "You are the supporting partner." in ben
    assert "No food" not in ben


def test_without_a_date_everybody_reads_the_same_sentence(cast: Cast) -> None:
    assert "We are preparing your next date." in page(cast.ann)


def test_a_hold_changes_no_letter_of_either_page(cast: Cast) -> None:
    ready_for_ketamine(cast)
    booked(cast, starts_at=LATER)
    before = page(cast.ann), page(cast.ben)
    with as_actor(cast.therapist):
        Hold.objects.create(partner=cast.ann, scope=Hold.Scope.SAFETY, opened_at=NOON)
        Hold.objects.create(partner=cast.ann, scope=Hold.Scope.CLINICAL, opened_at=NOON)
    assert (page(cast.ann), page(cast.ben)) == before


def test_a_visit_alone_is_on_nobody_elses_page(cast: Cast) -> None:
    booked(cast, kind="intake", starts_at=LATER)
    assert "Your own time with your therapist" in page(cast.ann)
    assert "Your own time" not in page(cast.ben)
    assert "15:00" not in page(cast.ben)


def test_a_talking_day_gives_no_reason(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast, starts_at=LATER)
    with as_actor(cast.therapist):
        actions.convert_to_talking(appointment=appointment, words="CANARY-WHY", by=cast.therapist, at=NOON)
    for partner in (cast.ann, cast.ben):
        text = page(partner)
        assert "Talking day" in text
        assert "CANARY-WHY" not in text
        assert "No food" not in text


def test_a_cancelled_date_is_gone_without_a_name(cast: Cast) -> None:
    appointment = booked(cast, kind="prep", starts_at=LATER)
    with as_actor(cast.staff):
        actions.cancel(appointment=appointment, by=cast.staff, at=NOON)
    text = page(cast.ann)
    assert "We are preparing your next date." in text
    assert "ancel" not in text


@pytest.mark.parametrize("who", ["therapist", "staff", "prescriber"])
def test_it_is_a_partners_page(cast: Cast, who: str) -> None:
    assert signed_in_as(getattr(cast, who)).get(reverse("my_appointments")).status_code in {403, 404}
