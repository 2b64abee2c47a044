"""A package is asked for in a page and packed in the worker: made once, whole or not at all, gone after its day."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction

from accounts import clock
from accounts.actor import as_actor
from documents import actions, pdf, tasks
from documents.actions import packages
from documents.models import Package
from tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db
State = Package.State
MINUTE = timedelta(minutes=1)
CONTENTS = packages.Contents(
    title="Copy of a record",
    said={"from": "Harbor"},
    template="documents/record.html",
    page={"practice": {"name": "Harbor"}, "sentence": "Always so."},
    tables=[packages.Table("people", "People", ["Name", "Sum"], [["=1+1", "5.00"]])],
)


def asked(cast: Cast) -> Package:
    with as_actor(cast.therapist):
        return actions.ask_package(
            contents=CONTENTS,
            file_name="copy.zip",
            readers=[cast.ann.pk],
            until=NOON + timedelta(days=3),
            by=cast.therapist,
            at=NOON,
        )


def stored(package: Package) -> Package:
    with as_actor(role="worker"):
        return Package.objects.get(pk=package.pk)


def drawn(**how: Any) -> Any:
    return patch.object(pdf, "render", **how)


DONE = pdf.Pdf(b"%PDF-1.7 done", 1)


def test_it_is_packed_once_with_its_files_in_order(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    package = asked(cast)
    with drawn(return_value=DONE) as render:
        tasks.pack(str(package.pk))
        tasks.pack(str(package.pk))
    render.assert_called_once()
    made = stored(package)
    assert (made.state, made.contents, made.made_at) == (State.READY, "", NOON)
    with zipfile.ZipFile(io.BytesIO(packages.archive_of(made))) as archive:
        assert archive.namelist() == ["manifest.json", "record.pdf", "record.json", "people.csv"]
        assert archive.testzip() is None
        assert "'=1+1" in archive.read("people.csv").decode()
        assert json.loads(archive.read("record.json"))["people"] == [{"Name": "=1+1", "Sum": "5.00"}]
    assert made.size == len(packages.archive_of(made))


def test_one_that_is_not_there_is_nobodys_work() -> None:
    with drawn() as render:
        actions.pack(package_id=uuid4(), at=NOON)
    render.assert_not_called()


def test_three_failures_end_the_trying_and_it_can_be_asked_for_again(cast: Cast) -> None:
    package = asked(cast)
    with drawn(side_effect=OSError("disk full")) as render:
        for number in range(6):
            actions.pack(package_id=package.pk, at=NOON + 2 * number * MINUTE)
    assert render.call_count == 3
    assert stored(package).state == State.FAILED
    with as_actor(cast.therapist):
        actions.ask_package_again(package=package, by=cast.therapist, at=NOON)
        with pytest.raises(actions.NotFailed):
            actions.ask_package_again(package=package, by=cast.therapist, at=NOON)
    with drawn(return_value=DONE):
        actions.pack(package_id=package.pk, at=NOON)
    assert stored(package).state == State.READY


def test_one_that_kills_three_workers_is_given_up(cast: Cast) -> None:
    package = asked(cast)
    for number in range(5):
        packages._claim(package.pk, NOON + 2 * number * MINUTE)
    assert (stored(package).state, stored(package).attempts) == (State.FAILED, 3)


def test_a_worker_that_dies_while_it_keeps_leaves_no_torn_file(cast: Cast) -> None:
    """The bytes, their digest and "ready" are one statement in one transaction."""
    package = asked(cast)

    class Killed(BaseException):
        """As a signal would."""

    def killed_before_the_commit() -> None:
        with drawn(return_value=DONE), transaction.atomic():
            actions.pack(package_id=package.pk, at=NOON)
            raise Killed

    with pytest.raises(Killed):
        killed_before_the_commit()
    left = stored(package)
    assert (left.state, left.archive, left.sha256, left.size) == (State.WAITING, "", "", None)


def test_the_sweep_packs_what_nobody_told_of_and_drops_what_is_over(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = asked(cast)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    with patch.object(tasks.pack, "delay") as delay:
        tasks.sweep()
    delay.assert_called_once_with(str(package.pk))
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=3))
    with patch.object(tasks.pack, "delay"):
        tasks.sweep()
    assert (stored(package).state, stored(package).contents) == (State.OVER, "")


def test_only_its_keeper_shares_it_and_only_once_it_is_made(cast: Cast) -> None:
    package = asked(cast)
    later = NOON + timedelta(days=14)

    def shared(by: Any) -> bool:
        with as_actor(by):
            return actions.share(package=package, until=later, by=by, at=NOON)

    assert not shared(cast.therapist)
    with drawn(return_value=DONE):
        actions.pack(package_id=package.pk, at=NOON)
    assert not shared(cast.other_therapist)
    assert shared(cast.therapist)
    assert not shared(cast.therapist)


def test_nobody_but_a_therapist_asks_for_one(cast: Cast) -> None:
    for user in (cast.staff, cast.ann.user, cast.prescriber):
        with as_actor(user), pytest.raises(ProgrammingError), transaction.atomic():
            actions.ask_package(contents=CONTENTS, file_name="x.zip", readers=[user.pk], until=NOON, by=user, at=NOON)
