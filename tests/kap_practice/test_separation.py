"""The pages of a couple's end of care: what the therapist does there, and that nobody else's page changes before."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.models import User
from tests.cast import NOON, Cast, signed_in_as
from tests.pages import without_tokens, words_of
from tests.parting import alone, closed, parted, proved_as, separating, told
from tests.states import booked

LATER = NOON + timedelta(days=3)
TOLD = {"how": "by_voice", "day": "2026-11-17", "hour": "11:00", "alone": "on", "words": "Calm."}


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def page(user: User, name: str, *args: object) -> str:
    return signed_in_as(user, at=NOON).get(reverse(name, args=args)).content.decode()


def test_from_the_couples_page_to_its_effect(cast: Cast) -> None:
    booked(cast, kind="consult", starts_at=LATER)
    browser, couple = proved_as(cast.therapist), cast.couple.pk
    assert reverse("close_care", args=[couple]) in page(cast.therapist, "couple", couple)
    browser.post(reverse("open_separation", args=[couple]))
    assert "Nothing has changed for either of them" in page(cast.therapist, "separation", couple)
    effect = reverse("part_couple", args=[couple])
    assert browser.post(effect).status_code == 422
    for partner in (cast.ann, cast.ben):
        assert browser.post(reverse("tell_partner", args=[couple, partner.pk]), TOLD).status_code == 302
    review = words_of(page(cast.therapist, "part_couple", couple))
    assert "Both were told, and the record is finished." in review
    assert "Ann &amp; Ben" in review
    assert browser.post(effect)["Location"] == reverse("couple", args=[couple])
    assert "The care of the two together has ended." in page(cast.therapist, "couple", couple)
    assert "Took effect" in page(cast.therapist, "separation", couple)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"alone": ""}, "spoken with the person alone"),
        ({"day": "2026-11-18"}, "still to come"),
        ({"how": ""}, "Choose how you spoke"),
    ],
)
def test_a_telling_that_was_none_is_refused(cast: Cast, change: dict[str, str], says: str) -> None:
    separating(cast)
    address = reverse("tell_partner", args=[cast.couple.pk, cast.ann.pk])
    answer = signed_in_as(cast.therapist, at=NOON).post(address, TOLD | change)
    assert answer.status_code == 422
    assert says in answer.content.decode()


PARTNERS_PAGES = ("portal", "my_appointments", "my_papers", "my_consent")


def seen(cast: Cast) -> list[str]:
    """Every page of both partners, and those of the office about the couple."""
    own = [page(one.user, name) for one in (cast.ann, cast.ben) for name in PARTNERS_PAGES]
    offices: list[tuple[Any, ...]] = [
        ("couple", cast.couple.pk),
        ("couples",),
        ("today",),
        ("messages",),
        ("couple_money", cast.couple.pk),
    ]
    return [without_tokens(text) for text in (*own, *(page(cast.staff, *one) for one in offices))]


def test_until_its_effect_no_page_of_anybody_else_differs_by_a_byte(cast: Cast) -> None:
    booked(cast, kind="consult", starts_at=LATER)
    before = seen(cast)
    separation = separating(cast)
    told(cast, separation, cast.ann, words="CANARY-TOLD")
    assert seen(cast) == before
    told(cast, separation, cast.ben)
    assert seen(cast) == before
    signed_in_as(cast.therapist, at=NOON).post(reverse("withdraw_separation", args=[cast.couple.pk]))
    assert seen(cast) == before


def test_afterwards_both_portals_say_the_same_and_the_office_sees_dates_that_are_off(cast: Cast) -> None:
    booked(cast, kind="consult", starts_at=LATER)
    parted(cast)
    first, second = (without_tokens(page(one.user, "my_appointments")) for one in (cast.ann, cast.ben))
    assert "We are preparing your next date." in first
    assert first == second
    office = words_of(page(cast.staff, "couple", cast.couple.pk))
    assert "Cancelled" in office
    assert "told" not in office.lower()
    assert reverse("separation", args=[cast.couple.pk]) not in page(cast.staff, "couple", cast.couple.pk)


def test_the_therapists_own_page_of_the_couple_tells_nothing_while_both_look_on(cast: Cast) -> None:
    booked(cast, kind="consult", starts_at=NOON + timedelta(minutes=20))
    separating(cast)
    text = page(cast.therapist, "couple", cast.couple.pk)
    assert "separate" not in text.lower()


def test_one_person_goes_on_with_the_same_therapist(cast: Cast) -> None:
    parted(cast)
    address = reverse("go_on_alone", args=[cast.couple.pk, cast.ann.pk])
    assert address in page(cast.therapist, "couple", cast.couple.pk)
    browser = proved_as(cast.therapist)
    assert browser.post(address, {"therapist": str(cast.therapist.pk)}).status_code == 422
    answer = browser.post(address, {"therapist": str(cast.therapist.pk), "knows": "on"})
    own = browser.get(answer["Location"]).content.decode()
    assert "Pathway of Ann" in own
    assert "Ben" not in words_of(own)
    assert "Close this care" in own
    assert "They are separating" not in browser.get(answer["Location"] + "close/").content.decode()
    assert browser.post(address, {"therapist": str(cast.therapist.pk), "knows": "on"}).status_code == 302


def test_after_a_handover_the_old_therapist_keeps_the_record_and_not_the_person(cast: Cast) -> None:
    booked(cast, kind="consult", starts_at=LATER)
    parted(cast)
    alone(cast, cast.ann, cast.other_therapist)
    old = signed_in_as(cast.therapist, at=NOON)
    record = words_of(old.get(reverse("couple", args=[cast.couple.pk])).content.decode())
    assert "Ann &amp; Ben" in record
    assert "In care with a colleague." in record
    assert "Consult" in record
    for name in ("screening_review", "edit_partner", "record", "payment"):
        assert old.get(reverse(name, args=[cast.ann.pk])).status_code == 404, name
        assert old.get(reverse(name, args=[cast.ben.pk])).status_code == 200, name
    new = signed_in_as(cast.other_therapist, at=NOON)
    assert new.get(reverse("screening_review", args=[cast.ann.pk])).status_code == 200
    assert new.get(reverse("couple", args=[cast.couple.pk])).status_code == 404
    assert new.get(reverse("screening_review", args=[cast.ben.pk])).status_code == 404


def test_care_that_ended_is_listed_apart_and_taken_up_again(cast: Cast) -> None:
    closed(cast)
    listed = page(cast.therapist, "couples")
    assert "Care has ended" in listed
    assert "This care came to its end." in page(cast.therapist, "couple", cast.couple.pk)
    signed_in_as(cast.therapist, at=NOON).post(reverse("reopen_care", args=[cast.couple.pk]))
    assert "Care has ended" not in page(cast.therapist, "couples")


def test_care_is_closed_on_its_page_once_nothing_is_left(cast: Cast) -> None:
    consult = booked(cast, kind="consult", starts_at=LATER)
    browser, address = proved_as(cast.therapist), reverse("close_care", args=[cast.couple.pk])
    assert browser.post(address).status_code == 422
    browser.post(reverse("cancel_appointment", args=[consult.pk]))
    browser.post(address)
    assert "This care came to its end." in page(cast.therapist, "couple", cast.couple.pk)


def test_what_weighs_asks_who_it_is(cast: Cast) -> None:
    separating(cast)
    unproved = signed_in_as(cast.therapist, at=NOON - timedelta(hours=1))
    for name in ("close_care", "part_couple"):
        answer = unproved.post(reverse(name, args=[cast.couple.pk]))
        assert answer.status_code == 302, name
        assert "authenticate" in answer["Location"], name


def test_the_list_of_couples_is_found_by_old_names_too(cast: Cast) -> None:
    form = {
        "legal_first_name": "Ann",
        "legal_last_name": "Stone",
        "birth_date": "1988-03-04",
        "email": "ann@example.org",
    }
    answer = signed_in_as(cast.staff, at=NOON).post(reverse("edit_partner", args=[cast.ann.pk]), form)
    assert answer.status_code == 302
    listed = page(cast.staff, "couples")
    assert "earlier Ann Archer" in listed
    assert "Ann Stone" in listed
    assert "Earlier name" in page(cast.therapist, "couple", cast.couple.pk)
    assert "Archer" not in page(cast.ben.user, "portal")
