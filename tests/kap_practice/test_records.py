"""How long records are kept, what holds them, and their end by a signed order that the operator carries out."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO

import psycopg
import pytest
import time_machine
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from accounts.actor import as_actor
from clients import actions as clients
from clients.models import Consent, Couple, LegalHold, Partner, PurgeOrder
from screening.models import SealedAnswer
from sessions import actions
from sessions.models import Appointment, Note
from tests.cast import NOON, Cast, make_cast, signed_in_as
from tests.pages import words_of
from tests.parting import alone, closed, parted, proved_as
from tests.states import ANSWERS, booked, consented, ready_for_ketamine

LATER = datetime(2033, 11, 18, 20, 0, tzinfo=NOON.tzinfo)  # seven years and a day after care ended
STILL_KEPT = LATER - timedelta(days=1)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def signed_note(cast: Cast) -> None:
    start = NOON - timedelta(days=1)
    appointment = booked(cast, kind="consult", starts_at=start, at=start - timedelta(days=1))
    by = cast.therapist
    with as_actor(by):
        actions.complete(appointment=appointment, by=by, at=start + timedelta(hours=1))
        note = actions.save_note(appointment=appointment, body="Spoke.", version=0, by=by, at=NOON)
        actions.sign_note(appointment=appointment, version=note.version, by=by, at=NOON)


def ordered(cast: Cast, partner: Partner, at: datetime = LATER) -> PurgeOrder:
    with as_actor(cast.therapist):
        return clients.order_purge(partner=partner, typed_name=partner.legal_name, by=cast.therapist, at=at)


def held(cast: Cast, partner: Partner, at: datetime = LATER) -> LegalHold:
    with as_actor(cast.therapist):
        return clients.open_legal_hold(partner=partner, reason="CANARY-WHY", by=cast.therapist, at=at)


def run(at: datetime = LATER) -> str:
    said = StringIO()
    with time_machine.travel(at, tick=False):
        call_command("purge_due", stdout=said)
    return said.getvalue()


def test_no_order_before_the_time_is_over(cast: Cast) -> None:
    with pytest.raises(clients.NotDue, match="Care goes on"):
        ordered(cast, cast.ann)
    closed(cast)
    with pytest.raises(clients.NotDue, match="kept through 17 November 2033"):
        ordered(cast, cast.ann, STILL_KEPT)
    assert ordered(cast, cast.ann) == ordered(cast, cast.ann)


def test_an_order_needs_the_name_and_can_be_taken_back(cast: Cast) -> None:
    closed(cast)
    with as_actor(cast.therapist):
        with pytest.raises(clients.NameDiffersFromRecord):
            clients.order_purge(partner=cast.ann, typed_name="Ben Boyd", by=cast.therapist, at=LATER)
        ordered(cast, cast.ann)
        assert clients.withdraw_purge(partner=cast.ann, by=cast.therapist, at=LATER) == 1
        assert not PurgeOrder.objects.waiting().exists()


def test_a_legal_hold_beats_the_date_and_takes_an_order_back(cast: Cast) -> None:
    closed(cast)
    ordered(cast, cast.ann)
    hold = held(cast, cast.ann)
    with as_actor(cast.therapist):
        assert not PurgeOrder.objects.waiting().exists()
    with pytest.raises(clients.NotDue, match="legal hold"):
        ordered(cast, cast.ann)
    with as_actor(cast.therapist):
        first = clients.release_legal_hold(legal_hold=hold, reason="Settled.", by=cast.therapist, at=LATER)
        again = clients.release_legal_hold(legal_hold=hold, reason="Twice.", by=cast.therapist, at=LATER)
    assert first == again
    ordered(cast, cast.ann)
    with as_actor(cast.therapist):
        assert PurgeOrder.objects.waiting().count() == 1


def test_holds_and_orders_are_the_therapists_alone_and_sealed(cast: Cast) -> None:
    closed(cast)
    ordered(cast, cast.ben)
    held(cast, cast.ann)
    for user in (cast.ann.user, cast.ben.user, cast.staff, cast.prescriber, cast.other_therapist):
        with as_actor(user):
            assert not LegalHold.objects.exists()
            assert not PurgeOrder.objects.exists()
    with as_actor(cast.therapist), connection.cursor() as cursor:
        cursor.execute("select reason from clients_legalhold")
        assert "CANARY" not in cursor.fetchone()[0]
        for act in ("delete from clients_legalhold", "update clients_legalhold set reason = ''"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(act)


@pytest.fixture
def world(transactional_db: None) -> Iterator[Cast]:
    """A couple with a whole record, committed, since the owner looks at it over a connection of its own."""
    cast = make_cast()
    ready_for_ketamine(cast)
    signed_note(cast)
    yield cast
    connection.close()


pytest_owner = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def counted(superuser: psycopg.Connection, table: str, column: str, partner: Partner) -> int:
    found = superuser.execute(f"select count(*) from {table} where {column} = %s", [partner.pk]).fetchone()
    assert found
    return int(found[0])


OWN = {
    "screening_sealedanswer": "partner_id",
    "screening_submission": "partner_id",
    "screening_privatecheck": "partner_id",
    "screening_decision": "partner_id",
    "screening_clearance": "partner_id",
    "clients_consent": "partner_id",
    "clients_referral": "partner_id",
    "account_emailaddress": "user_id",
}


@pytest_owner
def test_one_persons_record_goes_and_the_others_stays(world: Cast, superuser: psycopg.Connection) -> None:
    parted(world)
    alone(world, world.ben, world.therapist)
    before = {table: counted(superuser, table, column, world.ben) for table, column in OWN.items()}
    order = ordered(world, world.ann)
    assert f"Order {order.pk}: " in run()
    assert {table: counted(superuser, table, column, world.ann) for table, column in OWN.items()} == dict.fromkeys(
        OWN, 0
    )
    assert {table: counted(superuser, table, column, world.ben) for table, column in OWN.items()} == before
    papers = "select count(*) from documents_document where reader_id = %s and shelf = 'care'"
    assert superuser.execute(papers, [world.ann.pk]).fetchone() == (0,)  # what Ann signed goes with her record
    assert superuser.execute(papers, [world.ben.pk]).fetchone() == (3,)
    # Ben is in care, so the record that they share stays whole.
    assert superuser.execute("select count(*) from kap_sessions_note").fetchone() == (1,)
    person = superuser.execute(
        "select u.email, u.is_active, p.phone, p.city, p.legal_last_name from clients_partner p"
        " join accounts_user u on u.id = p.user_id where u.id = %s",
        [world.ann.pk],
    ).fetchone()
    assert person == (f"gone-{world.ann.pk}@removed.invalid", False, "", "", "Archer")


@pytest_owner
def test_the_shared_record_goes_with_the_later_of_the_two_and_dates_stay(
    world: Cast, superuser: psycopg.Connection
) -> None:
    closed(world)
    ordered(world, world.ann)
    run()
    left = [f"select count(*) from kap_sessions_{name}" for name in ("note", "appointment", "attendance")]
    assert [superuser.execute(query.encode()).fetchone() for query in left] == [(0,), (1,), (2,)]


@pytest_owner
def test_the_certificate_holds_kinds_and_counts_and_nothing_else(world: Cast, superuser: psycopg.Connection) -> None:
    closed(world)
    ordered(world, world.ann)
    assert "Ann" not in run()
    row = superuser.execute("select counts from clients_purgecertificate").fetchone()
    assert row
    assert row[0]["screening.SealedAnswer"] == len(ANSWERS)
    assert set(map(type, row[0].values())) == {int}
    assert "No order waits." in run()


@pytest_owner
def test_the_run_looks_again_and_leaves_what_is_held_by_then(world: Cast, superuser: psycopg.Connection) -> None:
    closed(world)
    ordered(world, world.ann)
    superuser.execute(
        "insert into clients_legalhold (id, partner_id, reason, at, by_id)"
        " values (gen_random_uuid(), %s, '', now(), %s)",
        [world.ann.pk, world.therapist.pk],
    )
    assert "left. A legal hold stands" in run()
    assert counted(superuser, "screening_sealedanswer", "partner_id", world.ann) == len(ANSWERS)


@pytest_owner
def test_the_triggers_that_guard_the_record_stand_again_after_a_run(world: Cast, superuser: psycopg.Connection) -> None:
    closed(world)
    ordered(world, world.ann)
    states = "select tgrelid, tgname, tgenabled from pg_trigger where not tgisinternal order by 1, 2"
    before = superuser.execute(states).fetchall()
    assert "Order" in run()
    assert superuser.execute(states).fetchall() == before


def test_the_web_cannot_destroy_a_record(cast: Cast) -> None:
    consented(cast.ann)
    for model in (SealedAnswer, Consent, Note, Appointment, Couple):
        with as_actor(cast.therapist), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            model.objects.all()._raw_delete("default")


def test_the_page_lists_whose_care_has_ended_with_their_dates(cast: Cast) -> None:
    page = reverse("records")
    assert "Nobody's care has ended." in signed_in_as(cast.therapist).get(page).content.decode()
    closed(cast)
    words = words_of(signed_in_as(cast.therapist).get(page).content.decode())
    assert "Ann Archer Ended 17 November 2026; kept through 17 November 2033 Kept" in words
    assert "Cat" not in words


def test_a_hold_is_opened_and_released_on_the_page(cast: Cast) -> None:
    browser, page = proved_as(cast.therapist), reverse("record", args=[cast.ann.pk])
    assert browser.post(reverse("open_legal_hold", args=[cast.ann.pk]), {"reason": ""}).status_code == 422
    browser.post(reverse("open_legal_hold", args=[cast.ann.pk]), {"reason": "A subpoena."})
    assert "A subpoena." in browser.get(page).content.decode()
    with as_actor(cast.therapist):
        hold = LegalHold.objects.get()
    browser.post(reverse("release_legal_hold", args=[hold.pk]), {"reason": "It was withdrawn."})
    assert "It was withdrawn." in browser.get(page).content.decode()


def test_an_order_is_signed_by_name_and_taken_back_on_the_page(cast: Cast) -> None:
    closed(cast)
    with time_machine.travel(LATER, tick=False):
        browser = proved_as(cast.therapist, LATER)
        page = reverse("order_purge", args=[cast.ann.pk])
        assert "What stays" in browser.get(page).content.decode()
        assert browser.post(page, {"typed_name": "Ben Boyd"}).status_code == 422
        browser.post(page, {"typed_name": "ann archer"})
        record = reverse("record", args=[cast.ann.pk])
        assert "Signed by Maya Okafor" in words_of(browser.get(record).content.decode())
        browser.post(reverse("withdraw_purge", args=[cast.ann.pk]))
        assert "The time of keeping is over." in browser.get(record).content.decode()
