from django.urls import reverse

from accounts.actor import as_actor
from accounts.models import User
from accounts.roles import Role
from tests.cast import Cast, signed_in_as
from tests.clients.letters import letters

KIM = {"name": "Kim Kaur", "email": "Kim@Example.org", "role": "staff"}


def test_page_lists_everybody_with_what_their_role_sees(cast: Cast) -> None:
    page = signed_in_as(cast.therapist).get(reverse("people")).content.decode()
    assert all(
        name in page for name in ("Maya Okafor", "Sol Rivera", "Ruth Lee", "They never see an answer or a note.")
    )
    assert "Ann Archer" not in page


def test_new_colleague_is_invited(cast: Cast) -> None:
    assert signed_in_as(cast.therapist).post(reverse("people"), KIM).status_code == 302
    assert [one.address for one in letters()] == ["kim@example.org"]


def test_partner_cannot_be_made_here_and_a_taken_address_does_not_tell_whose(cast: Cast) -> None:
    browser = signed_in_as(cast.therapist)
    assert browser.post(reverse("people"), KIM | {"role": "partner"}).status_code == 422
    response = browser.post(reverse("people"), KIM | {"email": "ann@example.org"})
    assert response.status_code == 422
    assert "cannot be used" in response.content.decode()
    assert "Archer" not in response.content.decode()


def test_account_is_closed_and_opened_by_a_new_invitation(cast: Cast) -> None:
    browser = signed_in_as(cast.therapist)
    assert browser.get(reverse("close_colleague", args=[cast.staff.pk])).status_code == 200
    browser.post(reverse("close_colleague", args=[cast.staff.pk]))
    assert not User.objects.get(pk=cast.staff.pk).is_active
    browser.post(reverse("invite_colleague", args=[cast.staff.pk]))
    assert [one.person for one in letters()] == [cast.staff]


def test_own_account_and_that_of_a_partner_stay_open(cast: Cast) -> None:
    browser = signed_in_as(cast.therapist)
    browser.post(reverse("close_colleague", args=[cast.therapist.pk]))
    assert browser.post(reverse("close_colleague", args=[cast.ann.pk])).status_code == 404
    with as_actor(cast.staff):
        assert User.objects.filter(role__in=[Role.THERAPIST, Role.PARTNER], is_active=True).count() == 6


def test_colleague_who_joined_gets_no_second_invitation(cast: Cast) -> None:
    response = signed_in_as(cast.therapist).post(reverse("invite_colleague", args=[cast.staff.pk]), follow=True)
    assert "has joined already" in response.content.decode()
    assert letters() == []
