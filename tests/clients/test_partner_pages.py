"""The pages about one partner that the practice works on: details, invitation, referral."""

from django.urls import reverse

from accounts.models import User
from clients.models import Partner, Referral
from tests.cast import Cast, signed_in_as
from tests.clients.letters import letters
from tests.clients.test_add_couple import ONE


def test_details_are_corrected(cast: Cast) -> None:
    page = reverse("edit_partner", args=[cast.ann.pk])
    response = signed_in_as(cast.staff).post(page, ONE | {"preferred_name": "Annie", "email": "ann@example.org"})
    assert response["Location"] == reverse("couple", args=[cast.couple.pk])
    assert Partner.objects.get(pk=cast.ann.pk).called == "Annie"


def test_address_of_somebody_who_signs_in_is_closed(cast: Cast) -> None:
    page = reverse("edit_partner", args=[cast.ann.pk])
    signed_in_as(cast.staff).post(page, ONE | {"email": "thief@example.org"})
    assert User.objects.get(pk=cast.ann.pk).email == "ann@example.org"


def test_bad_details_get_a_sentence(cast: Cast) -> None:
    response = signed_in_as(cast.staff).post(
        reverse("edit_partner", args=[cast.ann.pk]), ONE | {"birth_date": "2030-01-01"}
    )
    assert response.status_code == 422
    assert "in the future" in response.content.decode()


def test_taken_and_shared_addresses_are_refused(cast: Cast) -> None:
    User.objects.filter(pk=cast.ann.pk).update(is_active=False)
    browser, page = signed_in_as(cast.staff), reverse("edit_partner", args=[cast.ann.pk])
    assert "cannot be used" in browser.post(page, ONE | {"email": "cat@example.org"}).content.decode()
    assert "of their own" in browser.post(page, ONE | {"email": "ben@example.org"}).content.decode()


def test_invitation_page_shows_the_state_and_its_button_sends(cast: Cast) -> None:
    User.objects.filter(pk=cast.ann.pk).update(is_active=False, joined_at=None)
    browser, page = signed_in_as(cast.staff), reverse("invite_partner", args=[cast.ann.pk])
    assert "Not invited" in browser.get(page).content.decode()
    assert letters() == []
    browser.post(page)
    assert [one.address for one in letters()] == ["ann@example.org"]
    assert "The link works until" in browser.get(page).content.decode()


def test_partner_who_joined_is_not_mailed_again(cast: Cast) -> None:
    response = signed_in_as(cast.staff).post(reverse("invite_partner", args=[cast.ann.pk]))
    assert response.status_code == 302
    assert letters() == []


def test_therapist_refers_and_ends_the_referral(cast: Cast) -> None:
    browser, page = signed_in_as(cast.therapist), reverse("refer_partner", args=[cast.ann.pk])
    browser.post(page, {"prescriber": str(cast.prescriber.pk)})
    assert Referral.objects.get(ended_at=None).partner == cast.ann
    assert "Referred to Ruth Lee" in browser.get(page).content.decode()
    browser.post(page, {"end": "yes"})
    assert not Referral.objects.filter(ended_at=None).exists()


def test_only_a_prescriber_can_be_chosen(cast: Cast) -> None:
    browser, page = signed_in_as(cast.therapist), reverse("refer_partner", args=[cast.ann.pk])
    for wrong in (str(cast.staff.pk), "", "\x00", "nonsense"):
        assert browser.post(page, {"prescriber": wrong}).status_code == 422
    assert not Referral.objects.exists()


def test_practice_without_a_prescriber_is_told_what_to_do(cast: Cast) -> None:
    User.objects.filter(pk=cast.prescriber.pk).update(is_active=False)
    page = signed_in_as(cast.therapist).get(reverse("refer_partner", args=[cast.ann.pk]))
    assert "No prescriber has joined yet." in page.content.decode()
