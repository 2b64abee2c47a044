"""What a couple's record still waits for before it is closed; the plan of one person; a phase in words. No database."""

from uuid import UUID

from sessions.rules.parting import Loose, RecordFacts, reasons_not_to_close, reasons_not_to_end, reasons_not_to_part
from sessions.rules.phases import Phase
from sessions.rules.plan import plan_of_one

DATE = Loose(UUID(int=1), "Preparation 1", "3 March")
WHOLE, TORN = RecordFacts([], []), RecordFacts([DATE], [DATE])


def test_a_whole_record_can_be_closed() -> None:
    assert reasons_not_to_close(WHOLE) == reasons_not_to_end(WHOLE, 0) == reasons_not_to_part(WHOLE, []) == []


def test_what_is_half_done_is_named_with_its_date() -> None:
    assert [one.text for one in reasons_not_to_close(TORN)] == [
        "Preparation 1 of 3 March has not been completed or cancelled.",
        "The note of Preparation 1, 3 March, is not signed.",
    ]


def test_dates_to_come_are_counted() -> None:
    assert reasons_not_to_end(WHOLE, 1)[0].text.startswith("A date is still to come.")
    assert reasons_not_to_end(WHOLE, 3)[0].text.startswith("3 dates are still to come.")


def test_each_of_the_two_is_told_first() -> None:
    assert [one.text for one in reasons_not_to_part(WHOLE, ["Ann"])] == ["Ann has not been told, alone."]


def test_one_person_goes_on_with_talks() -> None:
    assert [step.kind for step in plan_of_one()] == ["intake", *["integration"] * 4]


def test_a_phase_says_until_when() -> None:
    assert Phase("altered", "Deep", 20, 90, "now").words == "until 1:30"
