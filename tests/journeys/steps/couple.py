"""Step 1. Two names become a couple, and what cannot be is said before."""

from datetime import timedelta

from playwright.sync_api import expect

from tests.journeys.people import Person
from tests.journeys.story import Story, come_in, step_in

HOME = {"address_line_1": "4 Alder Lane", "city": "Oakland", "state": "CA", "postal_code": "94610"}
INSURANCE = {"insurer": "Redwood Health Plan", "member_id": "RHP-20417"}
ANN = {
    "legal_first_name": "Ann",
    "legal_last_name": "Archer",
    "pronouns": "she/her 🌻",
    "birth_date": "1988-03-04",
    "email": "ann@example.org",
    **HOME,
    **INSURANCE,
}
BEN = {
    "legal_first_name": "Ben",
    "legal_last_name": "Boyd",
    "birth_date": "1985-07-09",
    "email": "ben@example.org",
    **HOME,
}


Details = dict[str, str]


def two_names_become_a_couple(story: Story, first: Details = ANN, second: Details = BEN) -> None:
    maya = story.maya
    step_in(maya)
    maya.go("/couples/add/")
    refuses_what_cannot_be(maya, story, first, second)
    maya.fill(**_named("a_", first), **_named("b_", second))
    maya.press("Add this couple")
    story.couple = maya.path
    assert "Ann & Ben" in maya.words()
    assert "she/her 🌻" in maya.words()


def refuses_what_cannot_be(maya: Person, story: Story, first: Details, second: Details) -> None:
    """Nothing at all, then everything wrong at once: each has its own sentence, and what was typed stays."""
    maya.press("Add this couple")
    expect(maya.page.locator(".error-summary")).to_be_focused()
    tomorrow, long_line = f"{story.clock.now() + timedelta(days=2):%Y-%m-%d}", "Alder Lane " * 20
    maya.fill(**_named("a_", first | {"birth_date": tomorrow, "preferred_name": "An\x00nie"}))
    same_inbox = first["email"].capitalize().replace("@", "+two@")
    too_young = {"birth_date": "2015-07-09", "email": same_inbox, "address_line_1": long_line}
    maya.fill(**_named("b_", second | too_young))
    maya.press("Add this couple")
    maya.is_told("a_birth_date", "in the future")
    maya.is_told("a_preferred_name", "hidden character")
    maya.is_told("b_birth_date", "18 or over")
    maya.is_told("b_email", "an address of their own")
    maya.is_told("b_address_line_1", "Shorten this to 120 characters")
    maya.still_has(a_legal_last_name=first["legal_last_name"], a_birth_date=tomorrow, b_email=same_inbox)
    maya.still_has(b_address_line_1=long_line, b_postal_code="94610")
    maya.fill(a_preferred_name="")
    assert story.count("clients_partner where legal_last_name = %s", first["legal_last_name"]) == 0


def each_comes_in_alone(story: Story, first: Details = ANN, second: Details = BEN) -> None:
    """By a link and a code of one's own; neither can open anything of the practice."""
    for someone, address in ((story.ann, first["email"]), (story.ben, second["email"])):
        come_in(story, someone, address)
        assert f"Hello {someone.name}" in someone.words()
        someone.is_kept_out_of(story.couple, story.money, "/couples/", "/today/", "/messages/")
    story.ann.never_reads(("Ben", second["legal_last_name"]))
    story.ben.never_reads((first["legal_last_name"],))


def _named(prefix: str, details: dict[str, str]) -> dict[str, str]:
    return {prefix + name: value for name, value in details.items()}
