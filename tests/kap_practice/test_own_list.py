"""What a partner's list says of itself: states, counts and minutes."""

from kap_practice.own_list import DONE, IN_PROGRESS, NOT_STARTED, NOT_YET, SENT, OwnList, Task, own_list


def a_list(*now: str, later: str = NOT_STARTED, signing: str = NOT_STARTED) -> OwnList:
    return own_list(
        now=[Task(f"Now {number}", state, f"/{number}/", 2) for number, state in enumerate(now)],
        later=[Task("Later", later, "/later/", 3)],
        signing=[Task("Consent", signing, "/sign/", 5)],
    )


def test_later_opens_when_the_first_sitting_is_sent() -> None:
    closed = a_list(SENT, IN_PROGRESS).later
    assert (closed.tasks[0].state, closed.tasks[0].url, closed.is_closed) == (NOT_YET, "", True)
    open_ = a_list(SENT, DONE).later
    assert (open_.tasks[0].state, open_.tasks[0].url, open_.is_closed) == (NOT_STARTED, "/later/", False)


def test_what_was_sent_early_stays_sent() -> None:
    assert a_list(NOT_STARTED, later=DONE).later.tasks[0].state == DONE


def test_sent_and_done_count() -> None:
    found = a_list(SENT, DONE, IN_PROGRESS)
    assert (found.done, found.total, found.is_over) == (2, 5, False)
    assert a_list(SENT, later=DONE, signing=DONE).is_over


def test_minutes_are_told_for_what_is_left() -> None:
    found = a_list(SENT, IN_PROGRESS, NOT_STARTED)
    assert found.now.time_left == "About 4 minutes"
    assert found.later.time_left == "About 3 minutes"
    assert [task.hint for task in found.now.tasks] == ["", "2 minutes", "2 minutes"]
    assert Task("One", NOT_STARTED, "/", 1).hint == "1 minute"


def test_the_first_open_one_is_the_one_to_go_on_with() -> None:
    assert a_list(SENT, IN_PROGRESS, NOT_STARTED).first_open == Task("Now 1", IN_PROGRESS, "/1/", 2)
    assert a_list(SENT, later=DONE).first_open == Task("Consent", NOT_STARTED, "/sign/", 5)
    assert a_list(SENT, later=DONE, signing=DONE).first_open is None


def test_a_page_leads_on_within_its_sitting_and_then_to_a_rest() -> None:
    assert a_list(SENT, NOT_STARTED).after("1") == Task("Now 1", NOT_STARTED, "/1/", 2)
    assert a_list(SENT, SENT).after("1") is None
    assert a_list(SENT).after("2") == Task("Later", NOT_STARTED, "/later/", 3)
    assert a_list(SENT, later=DONE).after("2") is None


def test_a_later_page_sent_early_leads_back_to_the_first_sitting() -> None:
    assert a_list(SENT, NOT_STARTED, later=DONE).after("2") == Task("Now 1", NOT_STARTED, "/1/", 2)


def test_an_unknown_part_is_the_first() -> None:
    assert a_list(NOT_STARTED).after("9") == Task("Now 0", NOT_STARTED, "/0/", 2)


def test_an_empty_sitting_is_not_shown() -> None:
    assert [sitting.part for sitting in own_list(now=[], later=[], signing=[Task("C", DONE, "/")]).sittings] == ["3"]


def test_what_is_planned_for_another_day_is_told_and_not_counted() -> None:
    found = own_list(now=[Task("A", DONE, "/a/")], later=[Task("B", NOT_YET, "/b/", 3, "From 3 December")], signing=[])
    [planned] = found.later.tasks
    assert (planned.url, planned.hint, found.later.is_closed) == ("", "From 3 December", False)
    assert (found.done, found.total, found.is_over, found.later.minutes_left) == (1, 1, True, 0)
