"""Between booking and the day. Both wait for the practice's review, in the same words, unless the therapist decides."""

from tests.journeys.story import Story

SHOW = "Show this from then"
SAME_FOR_ALL = ("We are preparing your next date.", "Every couple has it.", "Some days become talking days")


def both_wait_for_the_review(story: Story) -> None:
    """Nothing of the date stands on either portal yet, and both read the same."""
    for someone in (story.ann, story.ben):
        someone.go("/my/appointments/")
        for words in SAME_FOR_ALL:
            assert words in someone.words()
        assert "medicine" not in someone.words()
    assert story.ann.words() == story.ben.words()


def the_therapist_shows_it_now(story: Story) -> None:
    """Less than a day after an answer that takes a second word."""
    maya = story.maya
    maya.go(f"{story.couple}shown/")
    assert maya.words().count("We are preparing your next date.") == 2
    maya.go(f"{story.appointment}shown/")
    maya.fill(when="now")
    maya.press(SHOW)
    maya.is_told("confirmed", "An answer came less than a day before.")
    maya.fill(confirmed="on")
    maya.press(SHOW)
    assert maya.path == f"{story.couple}shown/"
    assert "We are preparing your next date." not in maya.words()
    for someone in (story.sol, story.ruth, story.ann, story.ben):
        someone.is_kept_out_of(f"{story.couple}shown/", f"{story.appointment}shown/")
