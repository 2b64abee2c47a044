"""Step 4. The office books: refused while something is missing, in words that tell nothing private."""

from datetime import datetime, timedelta

from playwright.sync_api import expect

from tests.journeys.people import Person
from tests.journeys.steps.portal import SAID_ALONE
from tests.journeys.story import PACIFIC, Story

BOOK = "Book this session"


def the_office_cannot_book_yet(story: Story) -> None:
    """Before anybody decided or cleared: the same sentences before the attempt and after it, neutral for the office."""
    sol = story.sol
    sol.go(booking_of(story, "ketamine"))
    assert "Therapist to release" in sol.words()
    fill_booking(sol, story.starts_at)
    sol.press(BOOK)
    expect(sol.page.locator(".error-summary")).to_contain_text("cannot be booked like this yet")
    for sentence in ("Therapist to release", "Ann: waiting for the prescriber."):
        assert sentence in sol.words()
    sol.sees_none_of(SAID_ALONE)
    assert story.count("kap_sessions_appointment where couple_id = %s", story.couple_id) == 0


def the_office_books(story: Story) -> None:
    """One dose, one support. A time that has passed or is taken is refused beside its field."""
    sol = story.sol
    sol.go(booking_of(story, "ketamine"))
    fill_booking(sol, story.clock.now() - timedelta(hours=1))
    sol.press(BOOK)
    sol.is_told("hour", "still to come")
    fill_booking(sol, story.starts_at)
    sol.press(BOOK)
    story.appointment = sol.path
    assert f"{story.starts_at.astimezone(PACIFIC):%H:%M} Pacific" in sol.words()
    overlaps(story)
    story.ruth.is_kept_out_of(f"/room/{story.appointment_id}/", f"{story.appointment}note/")
    for someone in (story.ann, story.ben):
        someone.is_kept_out_of(story.appointment, booking_of(story, "consult"))


def overlaps(story: Story) -> None:
    """The database refuses two things at one time, and the form says which."""
    sol = story.sol
    sol.go(booking_of(story, "consult"))
    sol.fill(day=f"{story.starts_at.astimezone(PACIFIC):%Y-%m-%d}")
    sol.fill(hour=f"{story.starts_at.astimezone(PACIFIC) + timedelta(minutes=30):%H:%M}")
    sol.press(BOOK)
    sol.is_told("hour", "busy then")
    sol.still_has(hour=f"{story.starts_at.astimezone(PACIFIC) + timedelta(minutes=30):%H:%M}")


def each_reads_an_own_date(story: Story) -> None:
    """What to do that day is one's own; the other's part stands on no page of theirs."""
    dosing, supporting = "You are taking the medicine.", "You are the supporting partner."
    for someone, own, others in ((story.ann, dosing, supporting), (story.ben, supporting, dosing)):
        someone.go("/my/appointments/")
        assert own in someone.words()
        someone.never_reads((others, *SAID_ALONE), "/my/appointments/")
    assert "No food after" in story.ann.words()


def fill_booking(someone: Person, moment: datetime) -> None:
    local = moment.astimezone(PACIFIC)
    someone.fill(day=f"{local:%Y-%m-%d}", hour=f"{local:%H:%M}", part_a="dosing", part_b="witness")


def booking_of(story: Story, kind: str) -> str:
    """Where the first step of a kind is given its date."""
    row = story.database.execute(
        "select id from kap_sessions_planstep where couple_id = %s and kind = %s and number = 1",
        [story.couple_id, kind],
    ).fetchone()
    assert row is not None
    return f"{story.couple}steps/{row[0]}/book/"
