"""Step 8. Who comes is told by mail, once for each cause, in words that anybody in the house may read."""

import re

from tests.journeys.story import Story

OF_THE_WORK = re.compile(r"ketamine|medicine|couple|partner|therap|session|dose|clinic", re.IGNORECASE)
NAMES = re.compile(r"\bAnn\b|Archer|\bBen\b|Boyd")


def both_are_told_of_the_date(story: Story) -> None:
    """By the worker, from the outbox, soon after the booking."""
    for address in ("ann@example.org", "ben@example.org"):
        body = story.mail(address, "Appointment")
        assert "Pacific" in body
        assert "Harbor Office" in body
        assert not OF_THE_WORK.search(body), body
        assert not NAMES.search(body), body
    assert mailed(story) == [("ann@example.org", "booked", 1), ("ben@example.org", "booked", 1)]


def both_were_told_once(story: Story) -> None:
    """When it was booked and the day before, and no more often however often the worker has looked since."""
    people = ("ann@example.org", "ben@example.org")
    assert mailed(story) == [(address, kind, 1) for address in people for kind in ("booked", "day_before")]
    assert [len(story.mails(address, "Appointment")) for address in people] == [2, 2]


def mailed(story: Story) -> list[tuple[str, str, int]]:
    """How many messages about this appointment were sent to whom, by what they are for."""
    return story.database.execute(
        "select address, kind, count(*) from outbox_message where key like %s and state = 'sent'"
        " group by 1, 2 order by 1, 2",
        [f"appointment:{story.appointment_id}:%"],
    ).fetchall()
