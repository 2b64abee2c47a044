"""Step 5. The session room: a gate that a button cannot pass, readings, a dose, and leaving."""

from datetime import timedelta

from playwright.sync_api import Locator, expect

from tests.journeys.people import Person
from tests.journeys.steps.portal import ANN_TAKES, BEN_AVOIDS
from tests.journeys.story import Story, everybody_comes_back, step_in

CHECK = ("asked_alone", "goes_ahead", "other_welcome", "sober", "well", "fasted", "nothing_new")
LEAVING = ("oriented", "steady", "settled", "no_new_thoughts", "safe_to_go", "has_instructions")
DOSES = "kap_sessions_dose"
DEVIATIONS = f"kap_sessions_deviation deviation join {DOSES} dose on dose.id = deviation.dose_id"
START = "Start Ann's dose"
EARLY_MINUTES, STAY_MINUTES = 30, 150


def the_medicine_is_taken(story: Story) -> None:
    """Half an hour before the session everybody signs in anew; the room is the therapist's alone."""
    tablet = story.tablet
    story.clock.stand_at(story.starts_at - timedelta(minutes=EARLY_MINUTES))
    everybody_comes_back(story)
    step_in(tablet)
    tablet.go(story.appointment)
    tablet.press("Open the room")
    room = tablet.path
    for someone in (story.sol, story.ruth, story.ann, story.ben):
        someone.is_kept_out_of(room)
    what_is_private_is_closed(story)
    has_the_emergency_sheet_at_hand(tablet)
    cannot_start_yet(tablet, story)
    asks_alone(tablet)
    takes_a_reading(tablet)
    takes_the_medicine(tablet, story)


def the_session_ends(story: Story) -> None:
    """Ready to leave after the stay; by then the tablet was quiet for too long, and she signs in anew."""
    tablet, room = story.tablet, story.tablet.path
    story.clock.go_on(minutes=STAY_MINUTES)
    step_in(tablet)
    tablet.go(room)
    is_ready_to_leave(tablet)
    tablet.press("Complete this session")
    everybody_comes_back(story)
    who_was_not_there(story)


def who_was_not_there(story: Story) -> None:
    """The prescriber reads what was given and measured, the office and the two that it took place."""
    of_the_room = ("118/80", "100 mg", "Jo, her sister", "Calm")
    assert "118/80" in story.ruth.reads("/referrals/")
    story.ruth.never_reads(("Jo, her sister", "Talking"))
    story.sol.never_reads(of_the_room, story.couple, story.appointment)
    for someone in (story.ann, story.ben):
        someone.never_reads(of_the_room)


def what_is_private_is_closed(story: Story) -> None:
    """While both are in the room with her, her own page of the two opens with private parts closed."""
    story.maya.go(story.couple)
    assert "For you alone" in story.maya.words()
    assert story.maya.page.locator("details.more[open]").count() == 0


def has_the_emergency_sheet_at_hand(tablet: Person) -> None:
    """What an ambulance has to know of each, in the words that each wrote alone."""
    tablet.page.get_by_role("button", name="Open emergency sheet").click()
    sheet = tablet.page.get_by_role("dialog", name="Emergency sheet")
    for words in (ANN_TAKES, BEN_AVOIDS, "1200 Grove Street"):
        expect(sheet).to_contain_text(words)
    tablet.look()
    tablet.page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def cannot_start_yet(tablet: Person, story: Story) -> None:
    """The button is closed and says why; pressed all the same, the server refuses and says it again."""
    start = tablet.page.get_by_role("button", name=START)
    expect(start).to_be_disabled()
    why = tablet.page.locator(f"#{start.get_attribute('aria-describedby')}")
    for reason in ("the questions of the day are still to ask", "take a reading before the dose"):
        expect(why).to_contain_text(reason)
    start.evaluate("button => button.disabled = false")
    tablet.press(START)
    expect(tablet.page.locator(".error-summary")).to_contain_text("Not yet.")
    expect(tablet.page.locator(".error-summary")).to_contain_text("take a reading before the dose")
    assert story.count("kap_sessions_dosingstart where therapy_session_id = %s", story.appointment_id) == 0


def asks_alone(tablet: Person) -> None:
    form = opened(tablet, "Questions of the day, alone with Ann")
    tablet.press("Keep these answers", inside=form)
    tablet.is_told("sober", "Answer yes or no", inside=ann(tablet))
    form = opened(tablet, "Questions of the day, alone with Ann")
    tablet.fill(form, **dict.fromkeys(CHECK, "yes"), ride_name="Jo, her sister")
    tablet.press("Keep these answers", inside=form)


def takes_a_reading(tablet: Person) -> None:
    """Numbers that changed places are asked for again, and stay as they were typed."""
    form = opened(tablet, "Take a reading")
    tablet.fill(form, systolic="80", diastolic="118", pulse="70")
    tablet.press("Keep this reading", inside=form)
    tablet.is_told("diastolic", "They may have changed places", inside=ann(tablet))
    form = opened(tablet, "Take a reading")
    expect(form.locator("[name=systolic]")).to_have_value("80")
    tablet.fill(form, systolic="118", diastolic="80")
    tablet.press("Keep this reading", inside=form)
    assert "118/80" in ann(tablet).inner_text()


def takes_the_medicine(tablet: Person, story: Story) -> None:
    story.clock.go_on(minutes=5)
    tablet.press(START)
    form = opened(tablet, "Record a dose")
    tablet.fill(form, mg="100", given_by="Ann herself, observed")
    tablet.press("Record this dose", inside=form)
    expect(ann(tablet).get_by_role("timer")).to_be_visible()
    tablet.press("Calm", inside=ann(tablet))
    tablet.press("Talking", inside=tablet.part("Ben"))
    assert story.count(f"{DOSES} where therapy_session_id = %s", story.appointment_id) == 1
    assert story.count(f"{DEVIATIONS} where therapy_session_id = %s", story.appointment_id) == 0


def is_ready_to_leave(tablet: Person) -> None:
    form = opened(tablet, "Ready to leave, alone with Ann")
    tablet.fill(form, **dict.fromkeys(LEAVING, "yes"), leaves_with="Jo, her sister")
    tablet.press("Ann is ready to leave", inside=form)


def ann(tablet: Person) -> Locator:
    return tablet.part("Ann")


def opened(tablet: Person, summary: str) -> Locator:
    """A part of Ann's column that opens at a tap."""
    part = ann(tablet).locator("details", has=tablet.page.locator("summary", has_text=summary))
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    return part
