"""What each reader is told, row by row of the table."""

import pytest

from sessions.rules import blockers as table
from sessions.rules.blockers import KINDS, PREPARING, RELEASE, ROOM_PRIVATE, Blocker, BlockerKind, Reader
from tests.sessions.people import ANN

PRIVATE = {"safety_hold", "no_decision", "not_going_on", "said_no", "not_sober", "not_asked_alone", "ride_under_hold"}
# What only clinicians need to know: the office learns nothing of somebody's body from it.
CLINICAL = {"not_well", "not_fasted", "something_new", "baseline_outside", "no_ride", "ride_also_doses"}
CLINICAL |= {"no_medical_person", "other_in_danger"}


def of(kind: BlockerKind) -> Blocker:
    return Blocker(kind, ANN, "Ann", "3 March 2026")


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("reader", Reader)
def test_every_reader_gets_a_whole_sentence(kind: BlockerKind, reader: Reader) -> None:
    words = of(kind).words_for(reader)
    assert words
    assert "{" not in words
    assert "!" not in words


@pytest.mark.parametrize("key", sorted(PRIVATE))
def test_a_private_cause_is_the_same_words_for_all_but_the_therapist(key: str) -> None:
    blocker = of(KINDS[key])
    assert blocker.words_for(Reader.STAFF) == blocker.words_for(Reader.PRESCRIBER) == RELEASE
    assert blocker.words_for(Reader.ROOM) == ROOM_PRIVATE
    assert "Ann" in blocker.words_for(Reader.THERAPIST)


@pytest.mark.parametrize("key", sorted(CLINICAL))
def test_the_office_learns_nothing_of_a_body(key: str) -> None:
    assert of(KINDS[key]).words_for(Reader.STAFF) == RELEASE


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_partner_reads_one_sentence_whatever_stands_in_the_way(kind: BlockerKind) -> None:
    assert of(kind).words_for(Reader.PARTNER) == PREPARING


def test_the_same_words_stand_once_and_name_nobody() -> None:
    found = table.worded([of(table.SAFETY_HOLD), of(table.SAID_NO), of(table.NOT_SOBER)], Reader.STAFF)
    assert [(one.text, one.owner, one.final) for one in found] == [(RELEASE, "", False)]


def test_what_nobody_may_override_stands_first_and_says_so() -> None:
    found = table.worded([of(table.NOT_FASTED), of(table.SAID_NO)], Reader.THERAPIST)
    assert [(one.text, one.final) for one in found] == [
        ("Ann said no today, asked alone.", True),
        ("Ann has eaten or drunk too late today.", False),
    ]


@pytest.mark.parametrize(
    ("kind", "reader", "owner"),
    [
        (table.NO_CLEARANCE, Reader.THERAPIST, "prescriber"),
        (table.NO_CLEARANCE, Reader.PRESCRIBER, "you"),
        (table.CONSENT_MISSING, Reader.STAFF, "Ann"),
        (table.SAFETY_HOLD, Reader.THERAPIST, "you"),
        (table.NO_SECOND_STAFF, Reader.STAFF, "you"),
        (table.NOT_STARTED, Reader.THERAPIST, ""),
        (table.NO_CLEARANCE, Reader.ROOM, ""),
        (table.SAFETY_HOLD, Reader.PRESCRIBER, ""),
    ],
)
def test_a_reason_says_who_can_supply_it(kind: BlockerKind, reader: Reader, owner: str) -> None:
    assert table.worded([of(kind)], reader)[0].owner == owner


@pytest.mark.parametrize(
    ("kind", "reader", "words"),
    [
        (table.NO_MEDICAL_PERSON, Reader.ROOM, "A licensed medical person has to be here first."),
        (table.OTHER_IN_DANGER, Reader.PRESCRIBER, "Ann: no booster while the other's last reading is dangerous."),
        (table.BOOSTER_EARLY, Reader.ROOM, "Ann: a booster may follow from 3 March 2026 after the first dose."),
    ],
)
def test_the_room_says_no_more_of_a_clearance_than_is_needed(kind: BlockerKind, reader: Reader, words: str) -> None:
    assert of(kind).words_for(reader) == words


def test_a_deviation_keeps_the_true_reason() -> None:
    words = "Ann: the clearance runs out on 3 March 2026."
    assert of(table.CLEARANCE_PAST).record() == {"key": "clearance_past", "person": str(ANN), "words": words}
    assert Blocker(table.TALKING_DAY).record()["person"] == ""


def test_all_reasons_make_one_line() -> None:
    assert table.sentence([of(table.SAFETY_HOLD), of(table.NO_CLEARANCE)], Reader.STAFF) == (
        "Therapist to release. Ann: waiting for the prescriber."
    )
