"""Health on one page, made to be printed."""

import pytest

from tests.cast import Cast, signed_in_as
from tests.states import answered, referred

pytestmark = pytest.mark.django_db


def sheet(cast: Cast, role: str) -> str:
    page = signed_in_as(getattr(cast, role)).get(f"/partners/{cast.ann.pk}/screening/sheet/")
    return page.content.decode() if page.status_code == 200 else str(page.status_code)


@pytest.mark.parametrize("role", ["therapist", "prescriber"])
def test_it_has_what_weighs_medicines_allergies_and_size_and_nothing_private(cast: Cast, role: str) -> None:
    answered(
        cast.ann,
        heart={"stroke": "yes"},
        medicines={"any_medicine": "yes", "medicine_1_name": "Zoloft", "medicine_1_dose": "50 mg"},
        allergies={"food_allergy": "yes", "allergy_words": "Kiwi"},
        private={"safe_home": "no"},
    )
    referred(cast, cast.ann)
    text = sheet(cast, role)
    for words in (
        "a serious hazard",
        "Zoloft",
        "50 mg",
        "Kiwi",
        "170.2 cm",
        "No reading yet.",
        "Do not proceed: Stroke.",
    ):
        assert words in text
    assert "Safe at home" not in text


def test_it_says_what_is_missing_and_of_nothing_that_was_not_asked_that_there_is_none(cast: Cast) -> None:
    text = sheet(cast, "therapist")
    assert "Not answered yet: Heart and blood pressure" in text
    assert text.count("Not answered yet: ask.") == 2
    assert "Nothing can be said of the whole yet." in text
    assert "None named." not in text
    assert "No answer asks for a second look." not in text


def test_of_somebody_who_named_nothing_it_says_so(cast: Cast) -> None:
    answered(cast.ann)
    text = sheet(cast, "therapist")
    assert text.count("None named.") == 2
    assert "No answer asks for a second look." in text


@pytest.mark.parametrize("role", ["staff", "other_therapist", "prescriber"])
def test_nobody_else_gets_it(cast: Cast, role: str) -> None:
    assert sheet(cast, role) == "404"
