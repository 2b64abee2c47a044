from datetime import time

import pytest
from django.urls import reverse

from accounts.models import Practice
from tests.cast import Cast, signed_in_as

GOOD = {
    "name": "Harbor Relational Therapy",
    "short_name": "Harbor",
    "address_line_1": "1200 Grove Street",
    "address_line_2": "",
    "city": "Oakland",
    "state": "CA",
    "postal_code": "94612-1234",
    "phone": "510.555.0123",
    "email": "",
    "ein": "12 3456789",
    "npi": "1234567893",
    "zone": "America/Denver",
    "review_days": ["1", "4"],
    "review_hour": "15:30",
}


def test_details_are_kept_in_one_form(cast: Cast) -> None:
    response = signed_in_as(cast.therapist).post(reverse("practice_details"), GOOD)
    assert response.status_code == 302
    practice = Practice.objects.get()
    assert (practice.phone, practice.ein, practice.zone) == ("+15105550123", "12-3456789", "America/Denver")
    assert (practice.review_days, practice.review_hour) == ([1, 4], time(15, 30))


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("short_name", "Harbor Therapy", "Choose a name without “therap”"),
        ("npi", "1234567890", "check digit does not fit"),
        ("ein", "1234", "two digits, a hyphen and seven digits"),
        ("phone", "call us", "Enter a phone number"),
        ("postal_code", "ABC", "Enter a ZIP code"),
        ("state", "XX", "Choose"),
        ("zone", "Mars/Olympus", "Choose"),
        ("name", "x" * 121, "Shorten this to 120 characters"),
        ("city", "Oak\x00land", "hidden character"),
        ("name", "", "Enter the name"),
        ("review_days", "7", "Choose from the answers shown."),
        ("review_hour", "25:00", "Enter a time"),
    ],
)
def test_bad_detail_gets_a_sentence_and_stays_typed(field: str, typed: str, says: str, cast: Cast) -> None:
    response = signed_in_as(cast.therapist).post(reverse("practice_details"), GOOD | {field: typed})
    assert response.status_code == 422
    assert says in response.content.decode()
    assert Practice.objects.get().zone == "America/Los_Angeles"


def test_emoji_is_a_letter_like_any_other(cast: Cast) -> None:
    typed = GOOD | {"name": "Harbor \N{WATER WAVE}"}
    assert signed_in_as(cast.therapist).post(reverse("practice_details"), typed).status_code == 302
