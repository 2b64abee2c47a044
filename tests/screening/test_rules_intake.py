"""The intake as data, and as its therapist reads it. The signs are those of product.md, "The practice's work"."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from screening.rules.findings import Answer
from screening.rules.intake import FIT, MISFIT, OPEN, Item, Kind
from screening.rules.intake_reading import NOT_TOLD, intake_reading, relational_trauma
from screening.rules.pages import ALONE_PAGES, PAGES
from screening.rules.private import SKIPPED
from screening.rules.reading import health_reading
from screening.rules.sendings import Sent
from tests.cast import NOON
from tests.states import NO_TO_ALL, REASSURING, TOLD

LATER = NOON + timedelta(days=1)
ITEMS = [item for page in PAGES.values() for item in page.items]


def everything(**changed: Mapping[str, str]) -> list[Sent]:
    pages = {**NO_TO_ALL, "private": REASSURING, **TOLD, **changed}
    return [Sent(page, answers, NOON) for page, answers in pages.items()]


def test_the_first_sitting_takes_twenty_minutes_at_most() -> None:
    assert 0 < sum(page.minutes for page in PAGES.values() if page.sitting == 1) <= 20


def test_seven_signs_of_a_fit_and_five_of_none() -> None:
    assert [sign.title for sign in FIT] == [
        "Stuck in traditional therapy",
        "Committed",
        "Trauma affects the connection",
        "Struggling with intimacy",
        "Open to experiential, depth work",
        "Willing to prepare and to integrate",
        "No contraindication",
    ]
    assert [sign.title for sign in MISFIT] == [
        "A quick fix without ongoing work",
        "One partner coerced or reluctant",
        "Active violence or severe relational trauma",
        "Contraindicated conditions",
        "Recreation",
    ]


def test_each_sign_is_asked_once_or_told_elsewhere() -> None:
    assert all(bool(sign.ask) != bool(sign.told_in) for sign in (*FIT, *MISFIT))


@pytest.mark.parametrize("item", [item for item in ITEMS if item.kind == Kind.CHOICE and not item.default])
def test_every_choice_can_be_unsure_or_rather_talk(item: Item) -> None:
    assert set(OPEN) <= set(item.options)


def test_pages_told_alone_have_no_room_for_words_and_no_draft() -> None:
    for page in (PAGES[key] for key in (*ALONE_PAGES, "readiness")):
        assert not page.drafted
        assert {item.kind for item in page.items} <= {Kind.CHOICE, Kind.SCALE}


def test_the_therapist_reads_what_was_told_by_its_own_name() -> None:
    pages = {page.name: page for page in intake_reading(everything()).pages}
    history = pages["History of the relationship"]
    assert ("Together", "8 to 15 years") in history.lines
    assert ("Children", "Children at home; Grown children") in history.lines
    assert ("Hard right now", "We go quiet.") in history.lines
    assert pages["Goals"].together is True
    assert history.together is None
    assert pages["Sexual concerns"].lines[1] == ("Wish for closeness", "Less")


def test_what_may_not_be_brought_up_together_says_so() -> None:
    reading = intake_reading([Sent("goals", {"goal_self": "x"}, NOON), Sent("issues", {"first": "grief"}, NOON)])
    goals = next(page for page in reading.pages if page.name == "Goals")
    assert (goals.together, reading.issues_together) == (False, False)


def test_signs_are_told_as_they_were_said() -> None:
    reading = intake_reading(everything(readiness={"stuck": "talk", "willingness": "3"}))
    said = {sign.title: sign.said for sign in (*reading.fit, *reading.misfit)}
    assert said["Stuck in traditional therapy"] == "I would rather talk about it"
    assert said["Committed"] == ""
    assert said["No contraindication"] == f"Health answers: {health_reading(everything()).weight.words}"
    assert said["One partner coerced or reluctant"] == "Wants this: Yes; Feels pressed: No"
    assert reading.willingness == "3"


def test_nothing_is_said_of_what_was_not_answered() -> None:
    reading = intake_reading([])
    assert {sign.said for sign in (*reading.fit, *reading.misfit)} == {NOT_TOLD}
    assert not reading.begun
    assert reading.issues_together is None
    assert relational_trauma([]) == NOT_TOLD


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ([], False),
        ([Sent("heart", NO_TO_ALL["heart"], NOON)], False),
        ([Sent("private", REASSURING, NOON)], True),
        (everything(), True),
    ],
)
def test_the_list_of_signs_stands_where_there_is_a_word_on_one(sent: list[Sent], says: bool) -> None:
    assert intake_reading(sent).says_of_signs is says


def test_health_is_not_spoken_of_while_pages_are_missing() -> None:
    reading = intake_reading([Sent("heart", NO_TO_ALL["heart"], NOON)])
    assert reading.fit[-1].said == NOT_TOLD


@pytest.mark.parametrize(
    ("answers", "rather_talk", "left_out"), [({SKIPPED: "yes"}, True, False), ({SKIPPED: "left_out"}, False, True)]
)
def test_a_page_that_was_skipped_says_which(answers: Mapping[str, str], rather_talk: bool, left_out: bool) -> None:
    page = intake_reading([Sent("closeness", answers, NOON)]).pages[-1]
    assert (page.rather_talk, page.left_out, list(page.lines)) == (rather_talk, left_out, [])


def test_severe_relational_trauma_is_read_from_the_latest_private_answers() -> None:
    first = Sent("private", REASSURING, NOON)
    again = Sent("private", REASSURING | {"relational_trauma": Answer.YES.value}, LATER, addition=True)
    assert relational_trauma([again, first]) == "Severe relational trauma: Yes"
    skipped = Sent("private", {SKIPPED: "yes"}, LATER + timedelta(days=1), addition=True)
    assert relational_trauma([first, again, skipped]) == "Would rather talk about it in person"


def test_what_was_added_later_stands_beside_what_was_told() -> None:
    sent = [*everything(), Sent("history", {"words": "We parted in June."}, LATER, addition=True)]
    history = intake_reading(sent).pages[0]
    assert history.additions == [(LATER, "We parted in June.")]
    assert history.sent_at == NOON
