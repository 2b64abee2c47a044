"""Step 2. Each answers alone, and nothing that the other sees changes by it."""

import re

from playwright.sync_api import expect

from screening.rules.pages import NEEDED_HEALTH, PAGES
from tests.journeys.people import Person
from tests.journeys.story import PIN, Story, step_in

QUESTIONS = [f"/my/questions/{number}/" for number in (1, 2, 3, 4, 5)]
TOPICS = [f"/my/questions/{page.number}/" for key, page in PAGES.items() if key in NEEDED_HEALTH]
OWN_PAGES = ["/my/", "/my/appointments/", "/my/papers/", "/my/consent/", *dict.fromkeys([*QUESTIONS, *TOPICS])]
# What only one of the two has said, in words that stand nowhere else.
ANN_TAKES, BEN_AVOIDS = "Larkspur tonic", "Walnuts 🥜 give me hives"
SAID_ALONE = ("Larkspur", "Walnut", "pressed", "Speak alone", "Talk about this", "private answer")
ONCE = re.compile(r"[A-Za-z0-9]{64}|[0-9a-f]{8}-[0-9a-f-]{27}")


def each_answers_alone(story: Story) -> None:
    """Ann has a concern. Ben's pages stay the same to the letter, and so does what the office sees of the two."""
    ann, ben, sol = story.ann, story.ben, story.sol
    step_in(sol)
    answers_about_health(ann, medicines=ANN_TAKES)
    bens, office = letters(ben, *OWN_PAGES), letters(sol, story.couple, "/today/", "/couples/")
    answers_in_private(ann, pressed="yes")
    assert letters(ben, *OWN_PAGES) == bens
    assert letters(sol, story.couple, "/today/", "/couples/") == office
    signs(ann, "Ann Archer")
    answers_about_health(ben, allergies=BEN_AVOIDS)
    answers_in_private(ben, pressed="no")
    signs(ben, "Ben Boyd")
    ann.never_reads((BEN_AVOIDS, "Walnut", "Boyd", "on hold"), *OWN_PAGES)
    ben.never_reads((ANN_TAKES, "Larkspur", "Archer", "on hold"), *OWN_PAGES)
    sol.never_reads(SAID_ALONE, story.couple, story.money)


def letters(someone: Person, *paths: str) -> dict[str, str]:
    """Pages as they are sent, to the letter, save for what is made anew with each page: its token and its key."""
    answers = [someone.page.request.get(path) for path in paths]
    assert [answer.status for answer in answers] == [200] * len(paths)
    return {answer.url: ONCE.sub("", answer.text()) for answer in answers}


def answers_about_health(someone: Person, *, medicines: str = "", allergies: str = "") -> None:
    """One page a topic, each sealed when it is sent. What is left open is asked for, and nothing chosen is lost."""
    conditions, taken, allergic = QUESTIONS[:3]
    someone.go(conditions)
    someone.press("Send and continue")
    expect(someone.page.locator(".error-summary")).to_be_focused()
    says_no_to_all(someone)
    someone.press("Send and continue")
    for topic in TOPICS:
        if topic not in {conditions, taken, allergic}:
            someone.go(topic)
            says_no_to_all(someone)
            someone.press("Send and continue")
    someone.go(taken)
    says_no_to_all(someone)
    if medicines:
        someone.fill(any_medicine="yes", medicine_1_name=f"{medicines}\x00")
        someone.press("Send and continue")
        someone.is_told("medicine_1_name", "hidden character")
        someone.fill(medicine_1_name=medicines)
    someone.press("Send and continue")
    someone.go(allergic)
    says_no_to_all(someone)
    if allergies:
        someone.fill(food_allergy="yes", allergy_words=allergies)
    someone.press("Send and continue")
    someone.go(conditions)
    assert "Add or correct" in someone.words()
    assert someone.page.locator("input[type=radio]").count() == 0


def says_no_to_all(someone: Person) -> None:
    """All at once: thirty presses one by one take a while."""
    answers = someone.page.locator("input[type=radio][value=no]:visible")
    answers.evaluate_all("radios => radios.forEach((radio) => radio.click())")


def answers_in_private(someone: Person, *, pressed: str) -> None:
    """Alone first, then a few closed questions, sent at once; and what matters, ranked alone."""
    says_alone(someone, pressed=pressed)
    ranks_alone(someone)


def says_alone(someone: Person, *, pressed: str) -> None:
    private = QUESTIONS[3]
    someone.go(private)
    someone.fill(alone="yes")
    someone.press("Continue")
    someone.fill(willing="yes", pressed=pressed, safe_partner="yes", relational_trauma="no")
    someone.press("Send and continue")
    someone.is_told("safe_home", "Do you feel safe at home?")
    someone.fill(safe_home="yes")
    someone.press("Send and continue")
    someone.go(private)
    assert "pressed" not in someone.reads(private)


def ranks_alone(someone: Person) -> None:
    someone.go(QUESTIONS[4])
    someone.fill(first="distance", second="distance")
    someone.press("Send and continue")
    someone.is_told("second", "chosen this one already")
    someone.fill(second="spark")
    someone.press("Send and continue")


def signs(someone: Person, name: str) -> None:
    """By typed name, which has to be one's own."""
    someone.go("/my/consent/1/")
    someone.fill(agreed="on", typed_name="Somebody Else")
    someone.press("Sign this text")
    if "/my/pin/" in someone.path:  # the first signature of a visit asks for the PIN
        someone.fill(pin=PIN, again=PIN)
        someone.press("Keep this PIN and go on")
    someone.is_told("typed_name", "Type your full name as we know it")
    someone.still_has(typed_name="Somebody Else")
    someone.fill(typed_name=name)
    someone.press("Sign this text")
    for text in (2, 3):
        assert someone.path == f"/my/consent/{text}/"
        someone.fill(agreed="on", typed_name=name)
        someone.press("Sign this text")
    assert "All 3 are signed" in someone.words()
