import pytest
from django.urls import reverse

from accounts.models import Credential
from tests.cast import Cast, signed_in_as

GOOD = {"letters": "MD", "licence_number": "A 1", "licence_state": "NV", "npi": "1558598797", "phone": ""}


@pytest.mark.parametrize("who", ["therapist", "prescriber", "other_therapist"])
def test_clinician_keeps_their_own_license(who: str, cast: Cast) -> None:
    person = getattr(cast, who)
    assert signed_in_as(person).post(reverse("my_credentials"), GOOD).status_code == 302
    assert Credential.objects.get(user=person).npi == "1558598797"


def test_two_digits_that_changed_places_are_noticed(cast: Cast) -> None:
    response = signed_in_as(cast.prescriber).post(reverse("my_credentials"), GOOD | {"npi": "1558598779"})
    assert response.status_code == 422
    assert "Look for two digits that changed places." in response.content.decode()
