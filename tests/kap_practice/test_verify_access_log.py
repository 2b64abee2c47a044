"""Whatever is done to the record by hand, the walk along it shows."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from random import Random
from time import monotonic
from uuid import uuid4

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, ProgrammingError, connection, connections, transaction
from pytest_django import Settings

from accounts.access import Entry, write
from accounts.actor import as_actor
from accounts.chain import TABLE, TRIGGERS
from accounts.models import AccessLog
from kap_practice.actions import anchor_record
from kap_practice.anchors import read_anchors, walk
from outbox.models import Message
from tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
LINES = 12
FORGED = (
    f"insert into {TABLE} (id, place, at, role, what, layer, outcome, hash)"
    f" values (gen_random_uuid(), {LINES + 3}, now(), '', 'x', 'none', 'done', '')"
)


@pytest.fixture
def path(tmp_path: Path, settings: Settings) -> Path:
    settings.KAP_ANCHOR_FILE = tmp_path / "kept" / "anchors.txt"
    return tmp_path / "kept" / "anchors.txt"


@pytest.fixture
def anchored(cast: Cast, path: Path) -> Iterator[None]:
    """A dozen lines, of which the anchor of the day knows, and two more."""
    add(cast, LINES)
    anchor_record(path=path, at=NOON)
    add(cast, 2)
    yield
    connections["owner"].close()


def add(cast: Cast, count: int) -> None:
    with as_actor(cast.staff):
        write([Entry("couple", couple=cast.couple.pk) for _ in range(count)], by=cast.staff, at=NOON)


def verify() -> str:
    said = StringIO()
    call_command("verify_access_log", stdout=said)
    return said.getvalue()


def by_hand(superuser: psycopg.Connection, statement: str) -> None:
    """As somebody who owns the server and has switched the guards off meanwhile."""
    superuser.execute(f"alter table {TABLE} disable trigger user")
    superuser.execute(statement.encode())
    for name in TRIGGERS:
        superuser.execute(f"alter table {TABLE} enable always trigger {name}".encode())


def test_a_whole_record_is_said_to_be_whole(anchored: None) -> None:
    said = verify()
    assert f"Lines: {LINES + 2}" in said
    assert "First broken line: none" in said
    assert "Anchors compared: 1" in said
    assert said.endswith("The record is whole.\n")


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (f"update {TABLE} set what = 'today' where place = 5", "Line 5 does not follow"),
        (f"update {TABLE} set at = at + interval '1 second' where place = 5", "Line 5 does not follow"),
        (f"update {TABLE} set about_couple = null where place = 5", "Line 5 does not follow"),
        (f"delete from {TABLE} where place = 5", "Line 6 does not follow"),
        (f"delete from {TABLE} where place = 1", "Line 2 does not follow"),
        (f"delete from {TABLE} where place > 10", f"says {LINES} lines"),
        (f"truncate {TABLE}", f"says {LINES} lines"),
        (
            FORGED,
            "Line 15 does not follow",
        ),
    ],
)
def test_a_hand_on_the_record_is_found(anchored: None, superuser: psycopg.Connection, statement: str, why: str) -> None:
    by_hand(superuser, statement)
    with pytest.raises(CommandError, match=why):
        verify()


@pytest.mark.parametrize("name", TRIGGERS)
def test_a_guard_that_is_switched_off_is_found(anchored: None, superuser: psycopg.Connection, name: str) -> None:
    superuser.execute(f"alter table {TABLE} disable trigger {name}".encode())
    with pytest.raises(CommandError, match=f"“{name}” is switched off"):
        verify()


def test_a_record_written_anew_does_not_fit_its_anchor(
    cast: Cast, anchored: None, superuser: psycopg.Connection
) -> None:
    by_hand(superuser, f"truncate {TABLE}")
    add(cast, LINES + 2)
    with pytest.raises(CommandError, match=f"says {LINES} lines"):
        verify()


def test_random_tampering_is_found_every_time(anchored: None, superuser: psycopg.Connection, path: Path) -> None:
    """A sample of what a hand could do; each act is undone by its transaction."""
    dice, anchors = Random(7), read_anchors(path)
    changes = (
        "what = what || 'x'",
        "role = 'partner'",
        "outcome = 'refused'",
        "about_couple = null",
        "hash = md5(hash)",
    )
    for _ in range(60):
        place = dice.randint(1, LINES)
        acts = [f"update {TABLE} set {dice.choice(changes)} where place = {place}"] * 3
        acts += [f"delete from {TABLE} where place = {place}", f"delete from {TABLE} where place >= {place}"]
        act = dice.choice(acts)
        superuser.execute("begin")
        by_hand(superuser, act)
        found = walk(superuser, anchors)  # type: ignore[arg-type]  # its cursors speak alike
        superuser.execute("rollback")
        assert found.troubles, act


def test_the_owner_itself_cannot_change_it(anchored: None) -> None:
    for act in (f"update {TABLE} set what = 'x'", f"delete from {TABLE}", f"truncate {TABLE}"):
        with pytest.raises((ProgrammingError, InternalError)), transaction.atomic("owner"):
            connections["owner"].cursor().execute(act)


def test_the_web_role_can_only_add_and_only_as_itself(cast: Cast, anchored: None) -> None:
    for act in (f"update {TABLE} set what = 'x'", f"delete from {TABLE}", f"truncate {TABLE}"):
        with pytest.raises(ProgrammingError), as_actor(cast.therapist):
            connection.cursor().execute(act)
    with pytest.raises(ProgrammingError), as_actor(cast.ben.user):
        write([Entry("couple")], by=cast.staff, at=NOON)


def test_an_anchor_is_kept_once_a_day_and_mailed_in_neutral_words(cast: Cast, anchored: None, path: Path) -> None:
    assert anchor_record(path=path, at=NOON + timedelta(hours=2)) is None
    assert anchor_record(path=path, at=NOON + timedelta(days=1))
    first, second = read_anchors(path)
    assert (first.count, second.count) == (LINES, LINES + 2)
    with as_actor(cast.therapist):
        mails = Message.objects.filter(kind="record", person=cast.therapist).order_by("planned_at")
        assert [mail.subject for mail in mails] == ["Mark of the day"] * 2
        assert f"Lines: {LINES}\nMark: {first.mark}" in mails[0].body


def test_a_file_that_holds_something_else_is_said(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("yesterday\n")
    with pytest.raises(CommandError, match="no anchor"):
        verify()


def test_a_hundred_thousand_lines_take_less_than_ten_seconds(superuser: psycopg.Connection, cast: Cast) -> None:
    superuser.execute(
        f"insert into {TABLE} (id, place, at, role, what, layer, outcome, hash) select gen_random_uuid(), 0,"
        " now(), 'staff', 'couple', 'dates', 'opened', '' from generate_series(1, 100000)".encode()
    )
    began = monotonic()
    found = walk(connections["owner"], [])
    assert (found.count, found.troubles) == (100_000, [])
    assert monotonic() - began < 10
    connections["owner"].close()


def test_a_line_is_about_one(cast: Cast) -> None:
    both = Entry("couple", partner=cast.ann.pk, couple=uuid4())
    with pytest.raises(IntegrityError, match="a_line_is_about_one"), as_actor(cast.staff):
        write([both], by=cast.staff, at=NOON)
    assert AccessLog._meta.db_table == TABLE
