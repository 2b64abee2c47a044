"""Step 8. Who comes is told by mail, once for each cause, in words that anybody in the house may read."""

import re

from tests.journeys.story import Story, wait_for

OF_THE_WORK = re.compile(r"ketamine|medicine|couple|partner|therap|session|dose|clinic", re.IGNORECASE)
PEOPLE = ("ann@example.org", "ben@example.org")
ONCE = [(address, "booked", 1) for address in PEOPLE]
TWICE = [(address, kind, 1) for address in PEOPLE for kind in ("booked", "day_before")]
NAMES = re.compile(r"\bAnn\b|Archer|\bBen\b|Boyd")


def both_are_told_of_the_date(story: Story) -> None:
    """By the worker, from the outbox, soon after the booking."""
    for address in PEOPLE:
        body = story.mail(address, "Appointment")
        assert "Pacific" in body
        assert "Harbor Office" in body
        assert not OF_THE_WORK.search(body), body
        assert not NAMES.search(body), body
    wait_for(lambda: mailed(story) == ONCE, "both are told of the date")


def both_are_told_again(story: Story) -> None:
    """When less than a day is left."""
    wait_for(lambda: mailed(story) == TWICE, "both are told when less than a day is left")


def nobody_is_told_more_often(story: Story) -> None:
    """However often the worker has looked since."""
    assert mailed(story) == TWICE
    assert [len(story.mails(address, "Appointment")) for address in PEOPLE] == [2, 2]


def mailed(story: Story) -> list[tuple[str, str, int]]:
    """How many messages about this appointment were sent to whom, by what they are for."""
    return story.database.execute(
        "select address, kind, count(*) from outbox_message where key like %s and state = 'sent'"
        " group by 1, 2 order by 1, 2",
        [f"appointment:{story.appointment_id}:%"],
    ).fetchall()
