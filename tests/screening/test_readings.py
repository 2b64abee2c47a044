"""Readings, labs and letters: by clinicians, and brought by the person themselves."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.actor import as_actor
from accounts.models import User
from screening import actions
from screening.models import HealthPaper, Measurement, Submission
from screening.rules.measured import Measured
from tests.cast import NOON, Cast, signed_in_as
from tests.clients.rights import PAPER
from tests.documents.files import PDF
from tests.states import referred

pytestmark = pytest.mark.django_db
OWN = "/my/more/"
CANARY = "CANARY-ANN-7f3c"
READING = {"measured_on": "2026-11-16", "systolic": "128", "diastolic": "82", "pulse": "66", "where": "home"}
LETTER = {"kind": "lab", "dated": "2026-11-02", "words": CANARY, "paper": "yes"}


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def ann(cast: Cast) -> Client:
    return signed_in_as(cast.ann.user)


def url(cast: Cast, name: str = "") -> str:
    return f"/partners/{cast.ann.pk}/readings/{name}"


def kept(cast: Cast) -> list[Measurement]:
    with as_actor(cast.therapist):
        return list(Measurement.objects.order_by("at"))


def papers(cast: Cast) -> list[HealthPaper]:
    with as_actor(cast.therapist):
        return list(HealthPaper.objects.all())


def letter() -> SimpleUploadedFile:
    return SimpleUploadedFile("../../liver.pdf", PDF, "text/html")


@pytest.mark.parametrize("role", ["therapist", "prescriber"])
def test_a_clinician_writes_down_a_reading_and_reads_it_with_its_age(cast: Cast, role: str) -> None:
    referred(cast, cast.ann)
    who = getattr(cast, role)
    page = signed_in_as(who).post(url(cast), READING | {"where": "practice"}, follow=True).content.decode()
    assert "128 / 82" in page
    assert "yesterday" in page
    assert who.name in page
    assert [(one.systolic, one.saturation) for one in kept(cast)] == [(128, None)]


def test_each_number_may_stand_alone(cast: Cast) -> None:
    maya = signed_in_as(cast.therapist)
    page = maya.post(url(cast), {"measured_on": "2026-11-16", "diastolic": "95", "where": "home"}, follow=True)
    assert "not measured / 95" in page.content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"systolic": "400"}, "The upper number lies between 60 and 260."),
        ({"diastolic": "20"}, "The lower number lies between 30 and 160."),
        ({"systolic": "80", "diastolic": "90"}, "They may have changed places."),
        ({"systolic": "high"}, "Enter a whole number"),
        ({"pulse": "-3"}, "Enter a number of 0 or more."),
        ({"measured_on": "2026-11-18"}, "It cannot be in the future."),
        ({"measured_on": "2024-11-18"}, "more than a year old"),
        ({"measured_on": ""}, "Answer “When was it measured?”"),
        ({"where": "moon"}, "Choose one of the answers shown."),
        ({"where": "", "systolic": "80", "diastolic": "90"}, "They may have changed places."),
        ({"systolic": "210"}, "210 is unusual."),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words_and_nothing_typed_is_lost(
    cast: Cast, ann: Client, changed: dict[str, str], sentence: str
) -> None:
    for client, address in ((ann, OWN), (signed_in_as(cast.therapist), url(cast))):
        page = client.post(address, READING | {"saturation": "97"} | changed)
        assert page.status_code == 422
        assert sentence in page.content.decode()
        assert 'value="97"' in page.content.decode()
    assert kept(cast) == []


def test_a_reading_has_a_number(ann: Client) -> None:
    page = ann.post(OWN, {"measured_on": "2026-11-16", "where": "home"})
    assert page.status_code == 422
    assert "Type at least one of the numbers." in page.content.decode()


def test_unusual_numbers_are_taken_once_they_were_confirmed(cast: Cast, ann: Client) -> None:
    ann.post(OWN, READING | {"systolic": "210", "sure": "on"})
    assert [one.systolic for one in kept(cast)] == [210]


def test_a_home_reading_is_received_and_not_shown_again(cast: Cast, ann: Client) -> None:
    page = ann.post(OWN, READING | {"systolic": "137"}, follow=True).content.decode()
    assert "Received. Thank you." in page
    assert "137" not in page
    with as_actor(cast.ann.user):
        assert not Measurement.objects.exists()
        assert Submission.objects.get().page == "readings"


def test_a_file_is_sealed_and_handed_out_as_a_download_to_clinicians(cast: Cast, ann: Client) -> None:
    page = ann.post(OWN, LETTER | {"file": letter()}, follow=True).content.decode()
    assert CANARY not in page
    [paper] = papers(cast)
    assert (paper.file_kind, paper.called, paper.words) == ("pdf", "liver.pdf", CANARY)
    referred(cast, cast.ann)
    for who in (cast.therapist, cast.prescriber):
        out = signed_in_as(who).get(f"/readings/papers/{paper.pk}/")
        assert out.content == PDF
        assert out.headers["Content-Disposition"] == 'attachment; filename="paper.pdf"'


@pytest.mark.parametrize("who", ["ann", "ben", "staff", "other_therapist"])
def test_nobody_else_gets_a_file(cast: Cast, who: str) -> None:
    with as_actor(cast.ann.user):
        actions.keep_health_paper(
            partner=cast.ann, kind="lab", dated=date(2026, 11, 2), brought=PAPER, by=cast.ann.user, at=NOON
        )
    [paper] = papers(cast)
    somebody = getattr(cast, who)
    user: User = getattr(somebody, "user", somebody)
    assert signed_in_as(user).get(f"/readings/papers/{paper.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"dated": "2026-11-18"}, "It cannot be in the future."),
        ({"kind": ""}, "Answer “What is it?”"),
        ({"file": b"<html>"}, "Choose a PDF, or a photo as PNG or JPEG."),
        ({"file": b""}, "This file is empty."),
        ({"file": None}, "Choose a file."),
    ],
)
def test_a_file_that_is_not_taken_says_why(cast: Cast, ann: Client, changed: dict[str, object], sentence: str) -> None:
    for client, address in ((ann, OWN), (signed_in_as(cast.therapist), url(cast, "paper/"))):
        sent: dict[str, object] = LETTER | {"file": letter()} | changed
        if isinstance(sent["file"], bytes):
            sent["file"] = SimpleUploadedFile("a.pdf", sent["file"], "application/pdf")
        page = client.post(address, {name: value for name, value in sent.items() if value is not None})
        assert page.status_code == 422
        assert sentence in page.content.decode()
        assert CANARY in page.content.decode()
    assert papers(cast) == []


def test_a_clinician_keeps_a_paper_that_came_by_post(cast: Cast) -> None:
    maya = signed_in_as(cast.therapist)
    page = maya.post(url(cast, "paper/"), LETTER | {"file": letter()}, follow=True).content.decode()
    assert "Paper of Ann kept." in page
    assert CANARY in page
    assert maya.get(url(cast, "paper/")).headers["Location"] == url(cast)


@pytest.mark.parametrize("by_partner", [True, False])
def test_nobody_fills_the_database(cast: Cast, ann: Client, monkeypatch: pytest.MonkeyPatch, by_partner: bool) -> None:
    monkeypatch.setattr("screening.actions.measured.MAX_ABOUT_ONE", 1)
    client, address = (ann, OWN) if by_partner else (signed_in_as(cast.therapist), url(cast, "paper/"))
    client.post(address, LETTER | {"file": letter()})
    page = client.post(address, LETTER | {"file": letter()})
    assert page.status_code == 422
    assert "Speak with your therapist about another." in page.content.decode()
    assert len(papers(cast)) == 1


def test_a_double_click_is_one(cast: Cast, ann: Client) -> None:
    key = str(uuid4())
    for client, address in ((ann, OWN), (signed_in_as(cast.therapist), url(cast))):
        for _ in range(2):
            client.post(address, READING | {"key": key})
    for _ in range(2):
        ann.post(OWN, LETTER | {"file": letter(), "key": key})
        signed_in_as(cast.therapist).post(url(cast, "paper/"), LETTER | {"file": letter(), "key": key})
    assert (len(kept(cast)), len(papers(cast))) == (1, 1)


def test_the_action_and_the_table_refuse_what_the_form_would(cast: Cast) -> None:
    with as_actor(cast.therapist):
        own: dict[str, Any] = {"partner": cast.ann, "by": cast.therapist, "at": NOON}
        with pytest.raises(actions.ImpossibleReading) as refusal:
            actions.record_measurement(reading=Measured(NOON.date(), 400, None), where="home", **own)
        assert set(refusal.value.slips) == {"systolic"}
        for numbers in ({}, {"systolic": 400}, {"systolic": 80, "diastolic": 90}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Measurement.objects.create(measured_on=NOON.date(), where="home", **numbers, **own)


def test_the_review_and_the_prescribers_page_show_the_latest(cast: Cast, ann: Client) -> None:
    ann.post(OWN, READING)
    ann.post(OWN, LETTER | {"file": letter()})
    referred(cast, cast.ann)
    for who, name in ((cast.therapist, ""), (cast.prescriber, "clearance/")):
        page = signed_in_as(who).get(f"/partners/{cast.ann.pk}/screening/{name}").content.decode()
        assert "128 / 82 mmHg, pulse 66" in page
        assert "Lab result" in page
