"""The worker's jobs in the worker's own database role, which has no grant on what it must not read."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core import mail
from django.db import ProgrammingError, connection

from accounts import clock
from accounts.actor import as_actor
from billing import tasks as billing
from billing.models import Charge, Diagnosis, Superbill
from documents import tasks as documents
from documents.models import Document
from outbox import tasks as outbox
from reminders import tasks as reminders
from screening.models import SealedAnswer
from sessions.models import Note
from tests.billing.states import completed, insured, issued, stateable, with_fees
from tests.cast import NOON, Cast
from tests.states import answered, booked

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def as_kap_worker() -> Iterator[None]:
    web = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = "kap_worker"
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["USER"] = web


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=2))


def test_it_charges_mails_and_makes_papers(cast: Cast) -> None:
    superbill = issued(cast, stateable(cast))
    booked(cast, kind="integration", starts_at=NOON + timedelta(days=7), at=NOON)
    completed(cast, "prep", 2, NOON - timedelta(days=1))
    with as_kap_worker():
        billing.charge_completed()
        reminders.plan()
        outbox.send_due()
        outbox.heartbeat()
        documents.make(str(superbill.document_id))
    with as_actor(cast.staff):
        assert Charge.objects.count() == 2
        assert Document.objects.get().state == Document.State.READY
    assert sorted(one.to[0] for one in mail.outbox) == ["ann@example.org", "ben@example.org"]


@pytest.mark.parametrize("model", [SealedAnswer, Note, Diagnosis, Superbill])
def test_it_reads_no_answer_note_or_diagnosis(cast: Cast, model: type) -> None:
    answered(cast.ann)
    with_fees(cast)
    insured(cast, cast.ann)
    with (
        as_kap_worker(),
        pytest.raises(ProgrammingError, match="permission denied"),
        as_actor(role="worker"),
    ):
        model.objects.count()  # type: ignore[attr-defined]  # a model
