"""Step 6. The note: written, signed once, and read by nobody else."""

from tests.journeys.people import Person
from tests.journeys.story import Story

WORDS = "Ann wept for a while 🌊, and Ben stayed close without talking."


def the_note_is_signed(story: Story) -> None:
    maya, note = story.maya, f"{story.appointment}note/"
    maya.go(note)
    maya.fill(body="Ann wept\x00")
    maya.press("Save")
    maya.is_told("body", "hidden character")
    maya.fill(body=WORDS)
    maya.press("Review and sign")
    other_tab = maya.other_tab()
    other_tab.go(maya.path)
    maya.press("Sign and lock note")
    assert "Signed and locked" in maya.words()
    signs_again(other_tab, story)
    for someone in (story.sol, story.ruth, story.ann, story.ben):
        someone.is_kept_out_of(note, f"{note}sign/")
    story.sol.never_reads(("wept", "Larkspur", "Walnut"), story.couple, story.appointment, story.money)
    story.ruth.never_reads(("wept",), "/referrals/")


def signs_again(maya: Person, story: Story) -> None:
    """In a tab that was still open: told that it is signed, and nothing changes."""
    maya.press("Sign and lock note")
    assert "This note is signed and locked." in maya.words()
    assert WORDS in maya.words()
    maya.page.close()
