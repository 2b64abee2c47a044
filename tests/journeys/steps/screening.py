"""Step 3. One at a time: a private check, a decision, a referral, and a prescriber's clearance."""

import re
from datetime import timedelta

from tests.journeys.people import Person
from tests.journeys.steps.portal import ANN_TAKES, BEN_AVOIDS, OWN_PAGES, SAID_ALONE
from tests.journeys.story import PACIFIC, Story, step_in

WORDS_OF = {"Ann": ANN_TAKES, "Ben": BEN_AVOIDS}


def the_therapist_decides(story: Story) -> None:
    """She reads one of the two at a time. Nobody else reads anything."""
    maya, sol, ruth = story.maya, story.sol, story.ruth
    step_in(ruth)
    maya.go(story.couple)
    story.reviews = {name: maya.link("Screening", inside=maya.part(name)) for name in WORDS_OF}
    for closed in story.reviews.values():
        for someone in (sol, ruth, story.ann, story.ben):
            someone.is_kept_out_of(closed, f"{closed}clearance/")
    for name, other in (("Ann", "Ben"), ("Ben", "Ann")):
        reviews(maya, story, name, other)
    sol.never_reads(SAID_ALONE, story.couple)


def reviews(maya: Person, story: Story, name: str, other: str) -> None:
    """Her own private check comes before any decision, and lifts what a private answer has stopped."""
    review = story.reviews[name]
    maya.go(review)
    assert WORDS_OF[name] in maya.reads(review)
    assert WORDS_OF[other] not in maya.reads(review)
    assert "No decision can be recorded yet." in maya.words()
    maya.press("Record the private check")
    maya.is_told("how", "how you spoke")
    maya.fill(how="in_person", finding="safe", words="Wants this. Felt hurried by the date, not by a person.")
    maya.press("Record the private check")
    if name == "Ann":
        assert "On hold" in maya.words()
        maya.press("Lift the safety hold")
    maya.fill(outcome="go_on", reason="Alone and at ease.")
    maya.press("Record the decision")
    maya.go(review.replace("screening/", "referral/"))
    maya.tick(maya.page.get_by_label("Ruth Lee"))
    maya.press(maya.page.get_by_role("button", name=re.compile("^Refer ")).inner_text().strip())


def the_prescriber_clears(story: Story) -> None:
    """Health answers of who was referred, and nothing that was said to the therapist alone."""
    ruth = story.ruth
    for name, words in WORDS_OF.items():
        clearance = f"{story.reviews[name]}clearance/"
        ruth.go("/referrals/")
        ruth.go(clearance)
        assert words in ruth.reads(clearance)
        ruth.never_reads((*SAID_ALONE[2:], "hurried", "at ease", "spark"), clearance)
        clears(ruth, story)
        ruth.is_kept_out_of(story.reviews[name])
    story.sol.never_reads((*SAID_ALONE, "hurried", "150 mg"), story.couple)
    for someone, other in ((story.ann, BEN_AVOIDS), (story.ben, ANN_TAKES)):
        someone.never_reads((other, "clear", "decision", "hurried", "on hold"), *OWN_PAGES[:3])


def clears(ruth: Person, story: Story) -> None:
    today = story.clock.now().astimezone(PACIFIC).date()
    ruth.fill(routes="lozenge", max_dose_mg="150", max_booster_mg="200", sessions="2")
    ruth.fill(max_systolic="145", max_diastolic="92", max_pulse="105")
    ruth.fill(valid_until=f"{today + timedelta(days=60)}", evaluated_on=f"{today}", evaluated_how="telehealth")
    ruth.press("Give this clearance")
    ruth.is_told("max_booster_mg", "at most as high as the first dose")
    ruth.fill(max_booster_mg="50")
    ruth.press("Give this clearance")
    assert "In force" in ruth.words()
