"""A document is asked for in a page and made in the worker, by lease and claim."""

import hashlib
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from billiard.exceptions import SoftTimeLimitExceeded

from accounts import clock
from accounts.actor import as_actor
from documents import actions, pdf, tasks
from documents.actions import papers
from documents.models import Document
from tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db
State = Document.State
MINUTE = timedelta(minutes=1)
DONE = pdf.Pdf(b"%PDF-1.7 done", 1)


def asked(cast: Cast) -> Document:
    with as_actor(cast.staff):
        return actions.ask(
            title="Superbill SB-2026-0001",
            file_name="superbill-SB-2026-0001.pdf",
            template="documents/superbill.html",
            context={"number": "SB-2026-0001"},
            reader=cast.ann.user,
            at=NOON,
        )


def stored(document: Document) -> Document:
    with as_actor(role="worker"):
        return Document.objects.get(pk=document.pk)


def drawn(**how: Any) -> Any:
    return patch.object(pdf, "render", **how)


def test_a_document_waits_until_the_worker_makes_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    document = asked(cast)
    assert document.state == State.WAITING
    with drawn(return_value=DONE):
        tasks.make(str(document.pk))
    made = stored(document)
    assert (made.state, made.pages, made.made_at) == (State.READY, 1, NOON)
    assert made.sha256 == hashlib.sha256(DONE.content).hexdigest()
    assert bytes(made.content or b"") == DONE.content


def test_asking_twice_makes_it_once(cast: Cast) -> None:
    document = asked(cast)
    with drawn(return_value=DONE) as render:
        for _ in range(3):
            actions.make(document_id=document.pk, at=NOON)
    render.assert_called_once()


def test_a_document_that_is_not_there_is_nobodys_work() -> None:
    with drawn() as render:
        actions.make(document_id=uuid4(), at=NOON)
    render.assert_not_called()


@pytest.mark.parametrize("error", [ValueError("no"), SoftTimeLimitExceeded(), MemoryError()])
def test_three_failures_end_the_trying_with_a_plain_sentence(cast: Cast, error: Exception) -> None:
    document, at = asked(cast), NOON
    with drawn(side_effect=error) as render:
        for _ in range(6):
            actions.make(document_id=document.pk, at=at)
            at += 2 * MINUTE
    assert render.call_count == 3
    assert stored(document).state == State.FAILED
    assert stored(document).trouble == "The page could not be laid out. Nothing is lost; try again."


def test_a_failed_try_is_made_good_by_the_next_one(cast: Cast) -> None:
    document = asked(cast)
    with drawn(side_effect=[OSError("disk full"), DONE]):
        actions.make(document_id=document.pk, at=NOON)
        assert actions.due(at=NOON) == []
        assert actions.due(at=NOON + MINUTE) == [document.pk]
        actions.make(document_id=document.pk, at=NOON + MINUTE)
    assert stored(document).state == State.READY


def test_a_document_in_a_dead_workers_hands_comes_back(cast: Cast) -> None:
    document = asked(cast)
    assert actions.claim(document_id=document.pk, at=NOON)
    assert actions.due(at=NOON + MINUTE) == []
    assert actions.due(at=NOON + 2 * MINUTE) == [document.pk]


def test_a_document_that_kills_three_workers_is_given_up(cast: Cast) -> None:
    document, at = asked(cast), NOON
    for _ in range(5):
        actions.claim(document_id=document.pk, at=at)
        at += 2 * MINUTE
    assert (stored(document).state, stored(document).attempts) == (State.FAILED, 3)


def test_a_worker_whose_lease_ran_out_keeps_nothing(cast: Cast) -> None:
    document = asked(cast)
    slow = actions.claim(document_id=document.pk, at=NOON)
    assert slow
    assert actions.claim(document_id=document.pk, at=NOON + 2 * MINUTE)
    papers._keep(slow, DONE, NOON + 2 * MINUTE)
    assert stored(document).state == State.WAITING


def test_only_a_failed_document_is_asked_for_again(cast: Cast) -> None:
    document = asked(cast)
    with as_actor(cast.staff), pytest.raises(actions.NotFailed):
        actions.ask_again(document=document, by=cast.staff, at=NOON)
    with as_actor(role="worker"):
        Document.objects.update(state=State.FAILED, attempts=3, trouble="It failed.")
    with as_actor(cast.staff):
        actions.ask_again(document=document, by=cast.staff, at=NOON)
    assert (stored(document).state, stored(document).attempts) == (State.WAITING, 0)


def test_the_sweep_asks_for_what_nobody_told_of(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    document = asked(cast)
    with patch.object(tasks.make, "delay") as delay:
        tasks.sweep()
    delay.assert_called_once_with(str(document.pk))


def test_a_document_is_read_by_its_reader_and_the_practice_alone(cast: Cast) -> None:
    asked(cast)
    seen = {}
    for user in (cast.ann.user, cast.ben.user, cast.staff, cast.therapist, cast.prescriber):
        with as_actor(user):
            seen[user.name.split()[0]] = (
                Document.objects.count(),
                Document.objects.visible_to(user).count(),
            )
    assert seen == {"Ann": (1, 1), "Ben": (0, 0), "Sol": (1, 1), "Maya": (1, 1), "Ruth": (0, 0)}


def test_a_page_cannot_write_what_a_document_holds(cast: Cast) -> None:
    document = asked(cast)
    with as_actor(cast.staff):
        assert Document.objects.update(content=b"forged") == 0
        with pytest.raises(Exception, match="permission denied"):
            Document.objects.filter(pk=document.pk).update(context={})
