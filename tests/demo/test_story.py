import pytest

from accounts.actor import act_as, as_actor
from accounts.models import User
from billing.models import DiagnosisCode, Superbill
from clients.models import Couple
from demo.story.load import load
from screening.gather import portal_pages
from screening.rules.pages import NEEDED_PAGES
from sessions.gather import agenda
from sessions.models import Note
from tests.cast import NOON


@pytest.fixture
def maya(db: None) -> User:
    """The therapist of the demo practice, just loaded."""
    DiagnosisCode.objects.create(code="F41.1", label="Generalized anxiety disorder", billable=True)
    load(NOON)
    act_as(role="door")
    maya = User.objects.get(email="maya@demo.example")
    act_as(maya)
    return maya


def couple_named(name: str) -> Couple:
    return next(one for one in Couple.objects.all() if str(one) == name)


def test_a_couple_is_ready_for_a_ketamine_session_today(maya: User) -> None:
    with as_actor(maya):
        ready = [row for row in agenda(maya, NOON.date(), NOON) if row.is_ketamine]
    assert [(row.names, row.label, row.is_ready) for row in ready] == [("Ines & Sam", "Ketamine 3 of 8", True)]


def test_a_couple_has_something_outstanding(maya: User) -> None:
    with as_actor(maya):
        sent = {
            one.called: {page.key for page in portal_pages(one) if page.state == "sent"}
            for one in couple_named("Priya & Tom").partners()
        }
    assert set(NEEDED_PAGES) <= sent["Priya"]
    assert sent["Tom"] == {"heart", "head", "body"}


def test_a_couple_is_new(maya: User) -> None:
    assert [partner.user.is_active for partner in couple_named("Noor & Eli").partners()] == [False, False]


def test_one_note_waits_for_its_signature_and_one_superbill_is_issued(maya: User) -> None:
    with as_actor(maya):
        assert Note.objects.filter(signed_at=None).count() == 1
        assert [str(bill) for bill in Superbill.objects.all()] == ["SB-2026-0001"]
