"""The room's screen, from the open door to the last person's leaving, post by post."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.actor import as_actor
from accounts.models import Credential
from screening.actions import report_change
from screening.models import Hold
from sessions import actions
from sessions.models import Appointment, Deviation, Dose, LogEntry, Reading, Role
from sessions.rules.leaving import QUESTIONS
from tests.cast import NOON, Cast, signed_in_as
from tests.states import answered, booked, plan_step, ready_for_ketamine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
QUESTIONS_OF_THE_DAY = ("asked_alone", "goes_ahead", "other_welcome", "sober", "well", "fasted", "nothing_new")
DAY = dict.fromkeys(QUESTIONS_OF_THE_DAY, "yes")
CHECK = {**DAY, "ride_name": "Her sister"}
READING = {"systolic": "118", "diastolic": "76", "pulse": "68", "saturation": "98"}
DOSE = {"kind": "first", "route": "lozenge", "mg": "100", "given_by": "Ann herself"}
LEAVE = {**dict.fromkeys(QUESTIONS, "yes"), "leaves_with": "Her sister"}


class Screen:
    """The tablet in the room of Ann and Ben."""

    def __init__(self, cast: Cast, roles: dict[object, Role] | None = None) -> None:
        ready_for_ketamine(cast)
        self.cast = cast
        self.appointment = booked(cast, roles=roles)  # type: ignore[arg-type]  # partners
        with as_actor(cast.therapist):
            actions.open_room(appointment=self.appointment, by=cast.therapist, at=NOON)
        self.client: Client = signed_in_as(cast.therapist)

    def look(self) -> str:
        return self.client.get(reverse("room", args=[self.appointment.pk])).content.decode()

    def post(self, what: str, data: dict[str, str], who: str = "ann") -> tuple[int, str]:
        """The status, and the page that follows."""
        url = reverse(f"room_{what}", args=[self.appointment.pk, getattr(self.cast, who).pk])
        response = self.client.post(url, data)
        return response.status_code, self.look() if response.status_code == 302 else response.content.decode()


def test_a_session_from_the_door_to_leaving(cast: Cast, noon: time_machine.Traveller) -> None:
    screen = Screen(cast, {cast.ann: Role.DOSING, cast.ben: Role.WITNESS})
    assert "Start Ann" in screen.look()
    for what, data in (("check", CHECK), ("reading", READING), ("start", {"route": "lozenge"}), ("dose", DOSE)):
        assert screen.post(what, data)[0] == 302
    noon.move_to(NOON + timedelta(minutes=47))
    screen.client = signed_in_as(cast.therapist)
    text = screen.look()
    assert ">0:47</time>" in text
    assert "phase phase-now" in text
    assert "The reading at 40 minutes is due." in text
    assert screen.post("log", {"kind": "tearful"})[0] == 302
    noon.move_to(NOON + timedelta(minutes=121))
    screen.client = signed_in_as(cast.therapist)
    assert screen.post("leave", LEAVE)[0] == 302
    response = screen.client.post(reverse("room_complete", args=[screen.appointment.pk]))
    assert response["Location"] == reverse("note", args=[screen.appointment.pk])
    screen.appointment.refresh_from_db()
    assert screen.appointment.state == Appointment.State.COMPLETED


def test_the_room_tells_the_therapist_alone_what_the_day_page_tells(cast: Cast, settings: Settings) -> None:
    screen = Screen(cast, {cast.ann: Role.DOSING, cast.ben: Role.WITNESS})
    assert "health answers will be" not in screen.look()
    settings.KAP = {**settings.KAP, "ANSWER_DAYS": -1}  # every answer is old
    page = screen.look()
    public, alone = page.split("For you alone")  # Ben takes no medicine, and so has no such place
    assert "health answers will be" not in public
    assert "Worth knowing" in alone
    assert "Ann: health answers will be" in alone
    assert "Ben: health answers" not in alone


def test_the_place_for_the_therapist_alone_is_there_for_both_whatever_is_in_it(cast: Cast, settings: Settings) -> None:
    """Both may see the screen: that something is noted of one of them shows nowhere outside of it."""
    screen = Screen(cast)
    assert screen.look().count("For you alone") == 2
    for who in ("ann", "ben"):
        for what, data in (("check", CHECK), ("reading", READING)):
            assert screen.post(what, data, who)[0] == 302
        partner = getattr(cast, who)
        with as_actor(partner.user):
            report_change(partner=partner, answers={"change_words": ""}, by=partner.user, at=NOON)
    settings.KAP = {**settings.KAP, "SECOND_STAFF": "off"}
    page = screen.look()
    assert page.count("For you alone") == page.count("Nothing to note.") == 2


def test_the_start_is_greyed_with_reasons_that_both_may_see(cast: Cast) -> None:
    screen = Screen(cast)
    with as_actor(cast.therapist):
        Hold.objects.create(partner=cast.ben, scope=Hold.Scope.SAFETY, opened_at=NOON)
    text = screen.look()
    assert 'disabled aria-describedby="why-a"' in text
    public = text.split("For you alone")[0]
    assert "Ann: take a reading before the dose." in public
    assert "The therapist is still preparing." in public
    assert "private answer" not in public


def test_what_is_private_stands_closed(cast: Cast) -> None:
    screen = Screen(cast)
    screen.post("check", {**CHECK, "goes_ahead": "no", "words": "CANARY-ALONE"})
    text = screen.look()
    assert "CANARY-ALONE" not in text
    alone = text.index("Ann said no today, asked alone.")
    opened = text.rindex("<details", 0, alone)
    assert "open" not in text[opened : text.index(">", opened)]


def test_a_start_that_is_refused_says_why_without_a_private_word(cast: Cast) -> None:
    screen = Screen(cast, {cast.ann: Role.DOSING, cast.ben: Role.WITNESS})
    screen.post("check", {**CHECK, "sober": "no"})
    status, text = screen.post("start", {"route": "lozenge"})
    assert status == 422
    assert "Not yet. The therapist is still preparing. Ann: take a reading before the dose." in text


def test_a_dose_is_recorded_whatever_the_gate_says(cast: Cast) -> None:
    screen = Screen(cast)
    assert screen.post("dose", DOSE)[0] == 302
    with as_actor(cast.therapist):
        assert (Dose.objects.count(), Deviation.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("what", "data", "sentence"),
    [
        ("reading", READING | {"diastolic": "130"}, "They may have changed places."),
        ("reading", READING | {"systolic": "300"}, "The upper number is usually between 60 and 260."),
        ("reading", READING | {"pulse": "fast"}, "Enter a whole number, like 12."),
        ("reading", READING | {"happened": "23:59"}, "This time has not come yet."),
        ("reading", {}, "Fill in “Upper”."),
        ("check", {}, "Answer yes or no: Feels well today?"),
        ("check", CHECK | {"ride_name": "x" * 121}, "Shorten this to 120 characters."),
        ("check", CHECK | {"words": "\x00"}, "Remove the hidden character"),
        ("dose", DOSE | {"mg": "0"}, "Enter a number of 0.1 or more."),
        ("dose", DOSE | {"mg": "1e9"}, "Enter a"),
        ("dose", DOSE | {"mg": "NaN"}, "Enter a number"),
        ("dose", DOSE | {"kind": "booster"}, "Record the first dose before a booster."),
        ("dose", DOSE | {"given_by": ""}, "Write who gave it"),
        ("log", {"kind": "words"}, "Write a few words first."),
        ("log", {"kind": "nonsense"}, "There is one thing to check"),
        ("leave", LEAVE | {"leaves_with": ""}, "Write who goes home with this person."),
    ],
)
def test_bad_input_gets_a_sentence_and_nothing_is_kept(
    cast: Cast, what: str, data: dict[str, str], sentence: str
) -> None:
    screen = Screen(cast)
    status, text = screen.post(what, data)
    assert status == 422
    assert sentence in text
    with as_actor(cast.therapist):
        assert Reading.objects.count() + Dose.objects.count() + LogEntry.objects.count() == 0


def test_typed_text_comes_back_to_its_own_person(cast: Cast) -> None:
    screen = Screen(cast)
    _, text = screen.post("reading", READING | {"diastolic": "130"}, who="ben")
    assert 'id="b_reading_systolic" aria-describedby' in text or 'value="118"' in text
    assert text.count('value="118"') == 1


def test_the_second_click_of_one_form_is_one_line(cast: Cast) -> None:
    screen = Screen(cast)
    data = READING | {"key": "7b1b6f8e-62d5-4c9d-9a1e-0a1f3e6f2c11"}
    screen.post("reading", data)
    screen.post("reading", data)
    assert Reading.objects.count() == 1


def test_leaving_early_comes_back_with_what_to_write(cast: Cast) -> None:
    screen = Screen(cast)
    screen.post("dose", DOSE)
    status, text = screen.post("leave", LEAVE)
    assert status == 422
    assert "The stay is not over: 2:00 to go." in text
    assert screen.post("leave", LEAVE | {"words": "A nurse stays with her."})[0] == 302


def test_completing_too_soon_gets_a_sentence(cast: Cast) -> None:
    screen = Screen(cast)
    screen.client.post(reverse("room_complete", args=[screen.appointment.pk]))
    assert "Nobody has taken a dose." in screen.look()


def test_a_high_reading_names_the_limit_and_what_comes_next(cast: Cast) -> None:
    screen = Screen(cast)
    _, text = screen.post("reading", READING | {"systolic": "152"})
    assert "Upper number 152 is above the limit Ruth Lee set (140)." in text
    assert "Rest 5 to 10 minutes, then take another reading." in text


def test_the_emergency_bar_says_where_and_whom_to_call(cast: Cast) -> None:
    with as_actor(role="door"):
        Credential.objects.filter(user=cast.prescriber).update(phone="+15105550177")
    text = Screen(cast).look()
    for words in ('href="tel:911"', "1200 Grove Street, Suite 4, Oakland, CA 94612", 'href="tel:+15105550177"'):
        assert words in text


def test_two_doses_without_a_helper_are_warned_of_and_a_helper_can_be_named(cast: Cast) -> None:
    screen = Screen(cast)
    assert "no second staff member is named" in screen.look()
    url = reverse("room_helper", args=[screen.appointment.pk])
    assert screen.client.post(url, {"name": "", "qualification": ""}).status_code == 422
    screen.client.post(url, {"name": "Jo Park", "qualification": "RN"})
    assert "Second staff member: Jo Park" in screen.look()


def test_an_absent_partner_has_an_empty_column(cast: Cast) -> None:
    text = Screen(cast, {cast.ann: Role.DOSING}).look()
    assert "Ben is not in this session." in text
    assert "Log of Ben" not in text


def test_a_room_that_is_over_is_its_appointments_page(cast: Cast) -> None:
    screen = Screen(cast)
    with as_actor(cast.therapist):
        actions.convert_to_talking(appointment=screen.appointment, words="Unwell", by=cast.therapist, at=NOON)
    url = reverse("room", args=[screen.appointment.pk])
    assert screen.client.get(url)["Location"] == reverse("appointment", args=[screen.appointment.pk])


@pytest.mark.parametrize("who", ["staff", "prescriber", "other_therapist", "ann", "ben"])
@pytest.mark.parametrize("what", ["check", "reading", "start", "dose", "log", "leave"])
def test_nobody_else_records(cast: Cast, who: str, what: str) -> None:
    screen = Screen(cast)
    person = getattr(cast, who)
    url = reverse(f"room_{what}", args=[screen.appointment.pk, cast.ann.pk])
    assert signed_in_as(getattr(person, "user", person)).post(url, {}).status_code == 404


def test_a_person_of_another_couple_is_not_in_this_room(cast: Cast) -> None:
    screen = Screen(cast)
    url = reverse("room_log", args=[screen.appointment.pk, cast.cat.pk])
    assert screen.client.post(url, {"kind": "calm"}).status_code == 404


@pytest.mark.parametrize("what", ["check", "reading", "start", "dose", "log", "leave"])
def test_signing_in_again_leads_back_to_the_room(cast: Cast, what: str) -> None:
    screen = Screen(cast)
    url = reverse(f"room_{what}", args=[screen.appointment.pk, cast.ann.pk])
    assert screen.client.get(url)["Location"] == reverse("room", args=[screen.appointment.pk])


@pytest.mark.parametrize("what", ["helper", "complete"])
def test_a_room_that_is_over_takes_no_more(cast: Cast, what: str) -> None:
    screen = Screen(cast)
    with as_actor(cast.therapist):
        actions.convert_to_talking(appointment=screen.appointment, words="Unwell", by=cast.therapist, at=NOON)
    response = screen.client.post(reverse(f"room_{what}", args=[screen.appointment.pk]), {})
    assert response["Location"] == reverse("appointment", args=[screen.appointment.pk])


def test_a_line_after_the_end_gets_a_sentence(cast: Cast) -> None:
    screen = Screen(cast)
    with as_actor(cast.therapist):
        actions.convert_to_talking(appointment=screen.appointment, words="Unwell", by=cast.therapist, at=NOON)
        actions.complete(appointment=screen.appointment, by=cast.therapist, at=NOON)
    url = reverse("room_log", args=[screen.appointment.pk, cast.ann.pk])
    text = screen.client.post(url, {"kind": "calm"}, follow=True).content.decode()
    assert "This session is complete. Add what is missing to the note." in text


def test_the_sheet_for_an_ambulance_holds_what_it_asks(cast: Cast) -> None:
    takes = {"medicine_1_name": "sertraline", "medicine_1_dose": "50 mg"}
    answered(cast.ann, NOON - timedelta(days=1), medicines=takes)
    answered(cast.ben, NOON - timedelta(days=1), allergies={"latex_allergy": "yes"})
    with as_actor(cast.therapist):
        step = plan_step(cast, "ketamine")
        appointment = Appointment.objects.create(
            couple=cast.couple,
            step=step,
            therapist=cast.therapist,
            starts_at=NOON,
            ends_at=NOON + timedelta(hours=3),
            busy_until=NOON + timedelta(hours=3),
            booked_at=NOON,
            booked_by=cast.therapist,
        )
        for person in (cast.ann, cast.ben):
            appointment.attendances.create(
                person=person, role=Role.DOSING, starts_at=NOON, ends_at=NOON + timedelta(hours=3)
            )
        actions.open_room(appointment=appointment, by=cast.therapist, at=NOON)
    text = signed_in_as(cast.therapist).get(reverse("room", args=[appointment.pk])).content.decode()
    sheet = text[text.index('id="sheet"') :]
    assert "sertraline 50 mg" in sheet
    assert "Latex" in sheet
    assert "born March 4, 1988" in sheet
