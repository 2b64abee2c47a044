"""Going past a stop of the day: by the action, by the page, and never past what the law leaves shut."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from pytest_django import Settings

from accounts.actor import as_actor
from accounts.models import User
from clients.models import Partner
from sessions import actions
from sessions.actions import CannotOverride, NotReady
from sessions.actions import refusals as no
from sessions.models import Override, OverrideRead, Role
from sessions.rules.blockers import NEVER_OVERRIDDEN
from sessions.rules.overrides import PrescriberCall
from sessions.rules.readings import ReadingFacts
from tests.cast import NOON, Cast, signed_in_as
from tests.sessions.people import CHECK
from tests.sessions.test_room_actions import MINUTE, Room, keys_of

pytestmark = pytest.mark.django_db
CALL = PrescriberCall("Dr Lee", NOON + 6 * MINUTE, "Half the dose, and watch.")
POST = {"kind": "not_fasted", "reason": "Tea.", "call_with": "Dr Lee", "called": "12:06", "call_words": "Go ahead."}


@pytest.fixture
def room(cast: Cast) -> Room:
    """Ann takes it, Ben supports; Ann has had tea at ten."""
    found = Room(cast, {cast.ann: Role.DOSING, cast.ben: Role.WITNESS})
    found.check(cast.ann, replace(CHECK, fasted=False))
    found.read(cast.ann)
    return found


def go_past(
    room: Room,
    kind: str = "not_fasted",
    *,
    reason: str = "Tea at ten.",
    call: PrescriberCall | None = CALL,
    by: User | None = None,
    minute: int = 8,
    key: UUID | None = None,
) -> Override:
    by = by or room.by
    with as_actor(by):
        return actions.override_blocker(
            appointment=room.appointment,
            person=room.cast.ann,
            kind=kind,
            reason=reason,
            call=call,
            by=by,
            at=NOON + minute * MINUTE,
            key=key,
        )


def test_the_prescribers_word_opens_what_leaves_room_and_is_kept(room: Room) -> None:
    with pytest.raises(NotReady) as refusal:
        room.start(room.cast.ann)
    assert keys_of(refusal) == ["not_fasted"]
    go_past(room)
    assert room.start(room.cast.ann)
    with as_actor(room.by):
        row = Override.objects.get()
    assert (row.kind, row.call_with, row.called_at, row.by) == ("not_fasted", "Dr Lee", CALL.at, room.by)
    assert (row.reason, row.call_words) == ("Tea at ten.", "Half the dose, and watch.")


def test_a_new_answer_ends_it(room: Room) -> None:
    go_past(room)
    room.check(room.cast.ann, replace(CHECK, fasted=False), minute=9)
    with pytest.raises(NotReady) as refusal:
        room.start(room.cast.ann)
    assert keys_of(refusal) == ["not_fasted"]


def test_a_new_reading_ends_it(cast: Cast) -> None:
    room = Room(cast, {cast.ann: Role.DOSING, cast.ben: Role.WITNESS})
    room.check(cast.ann)
    room.read(cast.ann, ReadingFacts(152, 84, 70))
    go_past(room, "baseline_outside")
    room.read(cast.ann, ReadingFacts(151, 84, 70), minute=9)
    with pytest.raises(NotReady) as refusal:
        room.start(cast.ann)
    assert keys_of(refusal) == ["baseline_outside"]
    go_past(room, "baseline_outside", minute=10)
    assert room.start(cast.ann, minute=11)


def test_it_counts_for_one_person_and_one_session(cast: Cast) -> None:
    room = Room(cast)
    for person in (cast.ann, cast.ben):
        room.check(person, replace(CHECK, fasted=False))
        room.read(person)
    go_past(room)
    assert room.start(cast.ann)
    with pytest.raises(NotReady) as refusal:
        room.start(cast.ben)
    assert keys_of(refusal) == ["not_fasted"]


@pytest.mark.parametrize("kind", sorted(NEVER_OVERRIDDEN))
def test_nobody_goes_past_any_of_these(room: Room, kind: str) -> None:
    with pytest.raises(CannotOverride, match="Nobody can go past this"):
        go_past(room, kind)


@pytest.mark.parametrize("kind", sorted(NEVER_OVERRIDDEN))
def test_the_database_takes_no_row_for_them_either(room: Room, kind: str) -> None:
    row = {"id": uuid4(), "therapy_session": room.session, "person": room.cast.ann, "at": NOON, "recorded_at": NOON}
    with as_actor(room.by), transaction.atomic(), pytest.raises(IntegrityError):
        Override(**row, by=room.by, kind=kind[:20], fact="x", reason="y", call_with="Dr", called_at=NOON).save(
            force_insert=True
        )


def test_the_prescribers_word_is_a_call(room: Room) -> None:
    with pytest.raises(CannotOverride, match="Call the prescriber first"):
        go_past(room, call=None)
    row = {"id": uuid4(), "therapy_session": room.session, "person": room.cast.ann, "at": NOON, "recorded_at": NOON}
    with as_actor(room.by), transaction.atomic(), pytest.raises(IntegrityError):
        Override(**row, by=room.by, kind="not_fasted", fact="x", reason="y").save(force_insert=True)


@pytest.mark.parametrize("who", ["staff", "prescriber"])
def test_only_the_therapist_records_it(room: Room, who: str) -> None:
    with pytest.raises(CannotOverride, match="Only the therapist"):
        go_past(room, by=getattr(room.cast, who))


def test_what_does_not_stand_is_not_gone_past(room: Room) -> None:
    with pytest.raises(CannotOverride, match="does not stand in the way now"):
        go_past(room, "something_new")


def test_after_the_session_nothing_is_gone_past(room: Room) -> None:
    room.dose(room.cast.ann)
    room.leave(room.cast.ann)
    room.complete()
    with pytest.raises(no.SessionOver):
        go_past(room, minute=200)


def test_a_double_click_is_one_row(room: Room) -> None:
    key = uuid4()
    assert go_past(room, key=key) == go_past(room, key=key)


def test_a_second_staff_member_is_the_therapists_own_word(cast: Cast, settings: Settings) -> None:
    settings.KAP = settings.KAP | {"SECOND_STAFF": "required"}
    room = Room(cast)
    room.prepare(cast.ann)
    go_past(room, "no_second_staff", call=None, reason="Jo is ill. Both have taken it here before.")
    assert room.start(cast.ann)


def test_a_row_is_never_changed_nor_taken_away(room: Room) -> None:
    row = go_past(room)
    for act in (lambda: Override.objects.filter(pk=row.pk).update(fact="x"), Override.objects.filter(pk=row.pk).delete):
        with as_actor(room.by), transaction.atomic(), pytest.raises(ProgrammingError, match="permission denied"):
            act()


@pytest.fixture
def at_eight(room: Room) -> Iterator[Room]:
    with time_machine.travel(NOON + timedelta(minutes=8), tick=False):
        yield room


def url(room: Room, name: str = "go_past", person: Partner | None = None) -> str:
    return reverse(name, args=[room.appointment.pk, *([(person or room.cast.ann).pk] if name == "go_past" else [])])


def test_the_page_keeps_it_and_shows_it_in_the_room_beside_the_note_and_on_the_date(at_eight: Room) -> None:
    client = signed_in_as(at_eight.by)
    assert url(at_eight) in client.get(url(at_eight, "room")).content.decode()
    assert client.post(url(at_eight), POST)["Location"] == url(at_eight, "room")
    for name in ("room", "note", "appointment"):
        text = client.get(url(at_eight, name)).content.decode()
        assert "Ann: had eaten or drunk too late" in text, name
        assert "Dr Lee, by phone 12:06: Go ahead." in text, name
    public = client.get(url(at_eight, "room")).content.decode().split("Gone past today, for you alone")[0]
    assert "eaten" not in public


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "Write why, in a few words."),
        ({"call_with": ""}, "Write whom you spoke with."),
        ({"called": ""}, "Give the time of the call."),
        ({"call_words": ""}, "Write what they said."),
        ({"called": "12:09"}, "The time of the call has not come yet."),
        ({"kind": "said_no"}, "Choose"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(at_eight: Room, changes: dict[str, str], sentence: str) -> None:
    response = signed_in_as(at_eight.by).post(url(at_eight), POST | changes)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    with as_actor(at_eight.by):
        assert not Override.objects.exists()


def test_a_no_today_is_shown_as_final_and_offers_nothing(cast: Cast) -> None:
    room = Room(cast, {cast.ann: Role.DOSING, cast.ben: Role.WITNESS})
    room.check(cast.ann, replace(CHECK, goes_ahead=False))
    room.read(cast.ann)
    with time_machine.travel(NOON + 8 * MINUTE, tick=False):
        text = signed_in_as(cast.therapist).get(url(room)).content.decode()
    assert "Ann said no today, asked alone." in text
    assert "Nothing stands here that anybody could go past." in text


def test_a_room_that_is_over_leads_to_its_date(at_eight: Room) -> None:
    at_eight.talk()
    response = signed_in_as(at_eight.by).get(url(at_eight))
    assert response["Location"] == url(at_eight, "appointment")


def of_prescriber(cast: Cast, name: str, *args: object) -> str:
    with time_machine.travel(NOON + 20 * MINUTE, tick=False):
        return signed_in_as(cast.prescriber, at=NOON).get(reverse(name, args=args)).content.decode()


def test_the_prescriber_reads_what_was_gone_past_on_her_word_until_she_says_so(room: Room) -> None:
    cast = room.cast
    row = go_past(room)
    assert "Gone past on your word on 17 November: had eaten or drunk too late." in of_prescriber(cast, "referrals")
    page = of_prescriber(cast, "clearance", cast.ann.pk)
    for words in ("To read", "Tea at ten.", "Dr Lee, by phone 12:06: Half the dose, and watch.", "by Maya Okafor"):
        assert words in page
    assert "Tea at ten." not in of_prescriber(cast, "clearance", cast.ben.pk)
    with time_machine.travel(NOON + 20 * MINUTE, tick=False):
        browser = signed_in_as(cast.prescriber, at=NOON)
        for _ in range(2):  # a double click
            assert browser.post(reverse("read_override", args=[row.pk])).status_code == 302
    assert "Gone past on your word on" not in of_prescriber(cast, "referrals")
    page = of_prescriber(cast, "clearance", cast.ann.pk)
    assert "You read this on 17 November 2026" in page
    assert "Tea at ten." in page


def test_what_the_therapist_went_past_on_her_own_word_is_not_the_prescribers(cast: Cast, settings: Settings) -> None:
    settings.KAP = {**settings.KAP, "SECOND_STAFF": "required"}
    room = Room(cast)
    go_past(room, "no_second_staff", call=None)
    with as_actor(cast.prescriber):
        assert not Override.objects.exists()
    assert "Gone past on your word" not in of_prescriber(cast, "clearance", cast.ann.pk)


@pytest.mark.parametrize("who", ["staff", "ann", "ben", "other_therapist"])
def test_nobody_else_reads_it_or_that_it_was_read(room: Room, who: str) -> None:
    cast = room.cast
    row = go_past(room)
    with as_actor(cast.prescriber):
        actions.read_override(override=row, by=cast.prescriber, at=NOON)
    somebody = getattr(cast, who)
    with as_actor(getattr(somebody, "user", somebody)):
        assert not Override.objects.exists()
        assert not OverrideRead.objects.exists()


def test_a_prescriber_of_nobody_here_cannot_say_that_it_is_read(room: Room) -> None:
    cast = room.cast
    row = go_past(room)
    with as_actor(cast.therapist):
        cast.ann.referrals.update(ended_at=NOON)
    with as_actor(cast.prescriber):
        assert not Override.objects.exists()
        with transaction.atomic(), pytest.raises(ProgrammingError):
            actions.read_override(override=row, by=cast.prescriber, at=NOON)
