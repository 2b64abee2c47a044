"""Instruction sheets, and papers made of them: what each reader gets, and when."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts import clock
from accounts.actor import as_actor
from clients.models import Disclosure, Partner
from documents.actions import pack
from documents.models import Package
from screening import actions as screening
from screening.actions import suspend_clearance
from screening.rules.measured import Measured
from sessions import actions
from sessions.gather.packet import packet_parts
from sessions.gather.sheets import date_sheets, own_sheets
from sessions.models import Appointment, GivenSheet, Printed, Role
from tests.cast import NOON, Cast, signed_in_as
from tests.clients.rights import release_of, signed_release
from tests.proofs import proved_as
from tests.screening.measures import answered_measure, sent_measure
from tests.sessions.medicine import prescribed, printed_sheet
from tests.states import BEFORE, HOUR, ORDER, answered, booked, given_clearance, ready_for_ketamine, worried
from tests.trust.canaries import words_of_pdf

WEEK = timedelta(days=7)


@pytest.fixture
def date(cast: Cast) -> Appointment:
    """Both are cleared, and take the medicine in a week."""
    ready_for_ketamine(cast)
    return booked(cast, starts_at=NOON + WEEK, roles={cast.ann: Role.DOSING, cast.ben: Role.WITNESS})


def given(cast: Cast, date: Appointment, at: Any = NOON) -> GivenSheet:
    with as_actor(cast.therapist):
        return actions.give_sheet(partner=cast.ann, appointment=date, by=cast.therapist, at=at)


def read_by(cast: Cast, at: Any) -> int:
    with as_actor(cast.ann.user):
        return len(own_sheets(cast.ann, cast.ann.user, at))


@pytest.mark.django_db
def test_a_partner_reads_a_sheet_once_its_date_was_told(cast: Cast, date: Appointment) -> None:
    with as_actor(cast.therapist):
        shown = date.published.get(person=cast.ann).visible_from
    given(cast, date)
    assert read_by(cast, shown - timedelta(minutes=1)) == 0
    assert read_by(cast, shown) == 1
    assert read_by(cast, NOON + WEEK + timedelta(hours=5)) == 0


@pytest.mark.django_db
def test_a_sheet_of_a_date_that_moved_is_not_read(cast: Cast, date: Appointment) -> None:
    with as_actor(cast.therapist):
        shown = date.published.get(person=cast.ann).visible_from
    given(cast, date)
    with as_actor(cast.therapist):
        actions.move(appointment=date, starts_at=NOON + WEEK + timedelta(hours=1), by=cast.therapist, at=NOON)
        [sheet] = date_sheets(cast.ann, cast.therapist, NOON)
    assert sheet.words == "The date moved since: give it again"
    assert read_by(cast, shown + timedelta(days=5)) == 0


@pytest.mark.django_db
def test_the_page_says_how_far_a_sheet_is(cast: Cast, date: Appointment) -> None:
    with as_actor(cast.therapist):
        [sheet] = date_sheets(cast.ann, cast.therapist, NOON)
    assert (sheet.words, sheet.chip) == ("Not given yet", "notyet")
    given(cast, date)
    with as_actor(cast.therapist):
        [sheet] = date_sheets(cast.ann, cast.therapist, NOON)
    assert (sheet.words, sheet.chip) == ("Given", "sent")
    given_clearance(cast, cast.ann, NOON, replace(ORDER, food_hours=8))
    with as_actor(cast.therapist):
        [sheet] = date_sheets(cast.ann, cast.therapist, NOON)
    assert (sheet.words, sheet.chip) == ("Something changed since: give it again", "due")


@pytest.mark.django_db
def test_a_sheet_says_what_to_bring(cast: Cast, date: Appointment) -> None:
    prescribed(cast, cast.ann)
    with as_actor(cast.therapist):
        [sheet] = date_sheets(cast.ann, cast.therapist, NOON)
    assert any("Bring your lozenges" in line for part in sheet.parts for line in part.lines)


@pytest.mark.django_db
def test_nobody_gets_a_sheet_without_a_clearance_or_a_part(cast: Cast, date: Appointment) -> None:
    with as_actor(cast.therapist), pytest.raises(actions.NoSheet):
        actions.give_sheet(partner=cast.ben, appointment=date, by=cast.therapist, at=NOON)
    with as_actor(cast.prescriber):
        suspend_clearance(clearance=cast.ann.clearances.get(), reason="Results", by=cast.prescriber, at=NOON)
    with as_actor(cast.therapist):
        for appointment in (None, date):
            with pytest.raises(actions.NoSheet):
                actions.print_sheet(partner=cast.ann, appointment=appointment, by=cast.therapist, at=NOON)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["staff", "ben", "prescriber", "other_therapist"])
def test_nobody_else_reads_a_sheet_or_a_paper(cast: Cast, date: Appointment, who: str) -> None:
    given(cast, date)
    somebody = getattr(cast, who)
    with as_actor(getattr(somebody, "user", somebody)):
        assert not GivenSheet.objects.exists()
        assert not Printed.objects.exists()


@pytest.mark.django_db
def test_the_therapist_gives_it_and_has_it_made(cast: Cast, date: Appointment) -> None:
    with time_machine.travel(NOON, tick=False):
        maya = proved_as(cast.therapist)
        page = reverse("instruction_sheet", args=[cast.ann.pk])
        assert "Give it to Ann" in maya.get(page).content.decode()
        give = reverse("give_instruction_sheet", args=[cast.ann.pk, date.pk])
        assert "reads it as soon as this date was told" in maya.post(give, follow=True).content.decode()
        wrong = reverse("give_instruction_sheet", args=[cast.ben.pk, date.pk])
        assert "There is no clearance" in maya.post(wrong, follow=True).content.decode()
        make = reverse("print_instruction_sheet", args=[cast.ann.pk])
        assert "Being made" in maya.post(make, {"date": str(date.pk)}, follow=True).content.decode()
        assert maya.post(make, {"date": "0"}).status_code == 404
        assert maya.post(make).status_code == 302
        with as_actor(cast.therapist):
            rows = list(Printed.objects.order_by("at"))
        assert {row.kind for row in rows} == {"own", "sheet"}


@pytest.mark.django_db
def test_without_a_clearance_there_is_no_sheet_to_make(cast: Cast) -> None:
    maya = signed_in_as(cast.therapist)
    assert (
        "There is no clearance in force." in maya.get(reverse("instruction_sheet", args=[cast.ann.pk])).content.decode()
    )
    make = reverse("print_instruction_sheet", args=[cast.ann.pk])
    assert "There is no clearance in force." in maya.post(make, follow=True).content.decode()


@pytest.mark.django_db
def test_the_partners_pages_lead_to_the_sheet(cast: Cast, date: Appointment) -> None:
    given(cast, date)
    with as_actor(cast.therapist):
        shown = date.published.get(person=cast.ann).visible_from
    with time_machine.travel(shown, tick=False):
        ann, ben = signed_in_as(cast.ann.user, at=shown), signed_in_as(cast.ben.user, at=shown)
        assert reverse("my_sheets") in ann.get(reverse("my_appointments")).content.decode()
        assert "No food after 08:00." in ann.get(reverse("my_sheets")).content.decode()
        assert "will stand here" in ben.get(reverse("my_sheets")).content.decode()


@pytest.mark.django_db
def test_a_packet_needs_a_release_in_force(cast: Cast) -> None:
    answered(cast.ann, BEFORE)
    release = release_of(cast, cast.ann)
    url = reverse("referral_packet", args=[cast.ann.pk])
    with time_machine.travel(NOON, tick=False):
        maya = proved_as(cast.therapist)
        assert "No release is in force" in maya.get(url).content.decode()
        assert maya.post(url, {"release": str(release.pk), "asked": "Please."}).status_code == 422
    with as_actor(cast.therapist):
        assert not Printed.objects.exists()


@pytest.mark.django_db
def test_a_packet_is_made_told_and_downloaded(cast: Cast) -> None:
    answered(cast.ann, BEFORE, heart={"stroke": "yes"}, private={"safe_home": "no"})
    release = release_of(cast, cast.ann)
    signed_release(release, cast.ann)
    url = reverse("referral_packet", args=[cast.ann.pk])
    with time_machine.travel(NOON, tick=False):
        maya = proved_as(cast.therapist)
        assert (
            "Being made"
            in maya.post(url, {"release": str(release.pk), "asked": "Please."}, follow=True).content.decode()
        )
        with as_actor(cast.therapist):
            printed = Printed.objects.get()
            assert Disclosure.objects.get().recipient == "Dr. Alan Park"
        download = reverse("printed_pdf", args=[printed.pk])
        assert maya.post(download).status_code == 404
        pack(package_id=printed.package_id, at=NOON)
        answer = maya.post(download)
    assert answer["Content-Disposition"] == 'attachment; filename="papers-2026-11-17.pdf"'
    text = words_of_pdf(answer.content)
    assert "a serious hazard" in text
    assert "Please." in text
    assert "Call above this upper pressure" in text
    assert "Safe at home" not in text


def packet_of(cast: Cast, person: Partner) -> str:
    """Every word of the packet, as the therapist has it made."""
    with as_actor(cast.therapist):
        return json.dumps(packet_parts(person, cast.therapist, NOON, "Please."), ensure_ascii=False)


@pytest.mark.django_db
def test_a_packet_holds_what_a_prescriber_needs_of_the_health_layer(cast: Cast) -> None:
    answered(
        cast.ann,
        BEFORE,
        heart={"stroke": "yes", "stroke_when": "In 2019"},
        medicines={"any_medicine": "yes", "medicine_1_name": "Lexapro", "medicine_1_dose": "10 mg"},
    )
    with as_actor(cast.ann.user):
        changed = {"change_bladder": "yes", "change_words": "It burns."}
        screening.report_change(partner=cast.ann, answers=changed, by=cast.ann.user, at=NOON - HOUR)
    sent_measure(cast, cast.ann, item_9=1)
    with as_actor(cast.therapist):
        screening.record_measurement(
            partner=cast.ann,
            reading=Measured(clock.day_of(BEFORE), 128, 82, 70, 97),
            where="clinic",
            by=cast.therapist,
            at=NOON,
        )
    packet = packet_of(cast, cast.ann)
    for words in (
        "In 2019",
        "Lexapro, 10 mg",
        "Antidepressants that are generally continued; vitamins",
        "PHQ-9, November 17, 2026",
        "9 of 27, mild",
        "128 / 82 mmHg, pulse 70, oxygen 97\u00a0%. At a clinic or pharmacy, by Maya Okafor",
        "It burns.",
    ):
        assert words in packet


@pytest.mark.django_db
def test_not_one_word_of_a_packet_depends_on_the_private_layer_or_on_the_other(cast: Cast) -> None:
    answered(cast.ann, BEFORE)
    answered(cast.ben, BEFORE)
    before = packet_of(cast, cast.ann)
    worried(cast.ann, NOON)
    worried(cast.ben, NOON)
    answered_measure(cast, cast.ann, "hark", [0, 1, 0, 0])
    sent_measure(cast, cast.ben, item_9=1)
    assert packet_of(cast, cast.ann) == before


@pytest.mark.django_db
def test_a_paper_lies_encrypted_and_goes_after_its_day(cast: Cast) -> None:
    printed = printed_sheet(cast, cast.ann)
    from django.db import connection  # noqa: PLC0415 - this test only

    with as_actor(cast.therapist), connection.cursor() as cursor:
        cursor.execute("select archive from documents_package")
        assert cursor.fetchone()[0].startswith("gAAAA")
        assert Package.objects.get(pk=printed.package_id).file_name.endswith(".pdf")
