"""Step 8. Who comes is told by mail, once for each cause, in words that anybody in the house may read."""

import re

from tests.journeys.story import Story

OF_THE_WORK = re.compile(r"ketamine|medicine|couple|partner|therap|session|dose|clinic", re.IGNORECASE)
NAMES = re.compile(r"Ann|Archer|Ben\b|Boyd")


def both_were_told_once(story: Story) -> None:
    """When it was booked and the day before, and no more often however often the worker has looked since."""
    for address in ("ann@example.org", "ben@example.org"):
        story.mail(address, "Appointment")
        bodies = story.mails(address, "Appointment")
        assert len(bodies) == 2, bodies
        for body in bodies:
            assert not OF_THE_WORK.search(body), body
            assert not NAMES.search(body), body
    rows = story.database.execute(
        "select address, subject, count(*) from demo_sentmail where address like '%@example.org' group by 1, 2"
    ).fetchall()
    assert all(count == 1 for _, subject, count in rows if not str(subject).startswith(("Your code", "Appointment")))
