import pytest

from accounts import rules


@pytest.mark.parametrize("npi", ["1234567893", "1993999998", "1558598797", "1000000004"])
def test_npi_with_a_fitting_check_digit_has_no_trouble(npi: str) -> None:
    assert rules.npi_trouble(npi) == ""


@pytest.mark.parametrize(
    ("npi", "says"),
    [
        ("1234567890", "check digit"),
        ("1234567839", "changed places"),
        ("3234567893", "begins with 1 or 2"),
        ("123456789", "ten digits"),
        ("12345678934", "ten digits"),
        ("12345A7893", "ten digits"),
        ("١٢٣٤٥٦٧٨٩٣", "ten digits"),
        ("1234567893\n", "ten digits"),
        ("", "ten digits"),
    ],
)
def test_npi_that_cannot_be_printed_says_why(npi: str, says: str) -> None:
    assert says in rules.npi_trouble(npi)


@pytest.mark.parametrize("ein", ["12-3456789", "94-1234567", "01-0000001"])
def test_ein_of_the_irs_has_no_trouble(ein: str) -> None:
    assert rules.ein_trouble(ein) == ""


@pytest.mark.parametrize(
    ("ein", "says"),
    [
        ("123456789", "a hyphen"),
        ("12-345678", "a hyphen"),
        ("12-34567890", "a hyphen"),
        ("07-1234567", "these two digits"),
    ],
)
def test_ein_that_is_none_says_why(ein: str, says: str) -> None:
    assert says in rules.ein_trouble(ein)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("123456789", "12-3456789"), (" 12 3456789 ", "12-3456789"), ("12-3456789", "12-3456789"), ("12-34", "12-34")],
)
def test_nine_digits_are_grouped_as_an_ein(typed: str, kept: str) -> None:
    assert rules.digits_grouped_as_ein(typed) == kept


@pytest.mark.parametrize(
    ("typed", "stored", "spoken"),
    [
        ("(510) 555-0100", "+15105550100", "(510) 555-0100"),
        ("510.555.0100", "+15105550100", "(510) 555-0100"),
        ("+1 510 555 0100", "+15105550100", "(510) 555-0100"),
        ("+44 20 7946 0958", "+442079460958", "+44 20 7946 0958"),
    ],
)
def test_phone_is_kept_in_one_form_and_shown_in_another(typed: str, stored: str, spoken: str) -> None:
    assert rules.phone_trouble(typed) == ""
    assert rules.phone_as_stored(typed) == stored
    assert rules.phone_as_spoken(stored) == spoken


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("call me", "Enter a phone number"),
        ("911", "too few"),
        ("5" * 40, "Enter a phone"),
        ("510 555 0100 ext 4", "extension"),
    ],
)
def test_phone_that_cannot_be_called_says_why(typed: str, says: str) -> None:
    assert says in rules.phone_trouble(typed)


def test_stored_words_that_are_no_number_are_shown_as_they_are() -> None:
    assert rules.phone_as_spoken("front desk") == "front desk"


@pytest.mark.parametrize(
    ("text", "fine"), [("94612", True), ("94612-1234", True), ("9461", False), ("94612-12", False)]
)
def test_postal_code_has_five_or_nine_digits(text: str, fine: bool) -> None:
    assert (rules.postal_code_trouble(text) == "") is fine


@pytest.mark.parametrize("name", ["Harbor", "Alder Street", "Kaplan & Co", "Essex House", "The Grove", "Office 12"])
def test_neutral_name_holds_no_forbidden_word(name: str) -> None:
    assert rules.forbidden_words(name) == ()


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Harbor Relational Therapy", "therap"),
        ("harbortherapy.example", "therap"),
        ("KAP Oakland", "kap"),
        ("Ketamine House", "ketamin"),
        ("\uff2b\uff25\uff34\uff21\uff2d\uff29\uff2e\uff25", "ketamin"),
        ("Couples First", "couple"),
        ("Mind & Sex", "sex"),
    ],
)
def test_telling_name_names_its_word(name: str, word: str) -> None:
    assert word in rules.forbidden_words(name)
    assert f"“{word}”" in rules.short_name_trouble(name)


def test_neutral_name_has_no_trouble() -> None:
    assert rules.short_name_trouble("Harbor") == ""
