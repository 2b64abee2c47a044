"""Asking for a document, and making it in the worker. Lease and claim, as in the outbox."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db.models import F
from django.template.loader import render_to_string

from accounts.actor import as_actor
from accounts.models import User
from accounts.wake import wake
from documents import pdf
from documents.models import Document

log = structlog.get_logger()
MAKE = "documents.tasks.make"
MAX_ATTEMPTS = 3
LEASE = timedelta(minutes=2)
WAITS = (timedelta(seconds=10), timedelta(minutes=1))
TROUBLE = "The page could not be laid out. Nothing is lost; try again."
State = Document.State


class NotFailed(Exception):
    """Only a document that could not be made is asked for again."""


def ask(
    *,
    title: str,
    file_name: str,
    template: str,
    context: dict[str, Any],
    reader: User | None,
    at: datetime,
    shelf: str = Document.Shelf.MONEY,
) -> Document:
    """Ask for a PDF of `template` (with the stylesheet of the same name) drawn from `context`, which is fixed now.

    Kept in the caller's transaction; the worker is woken once that is committed. `reader` is the partner who may read;
    `shelf` says who of the practice may.
    """
    document = Document(
        title=title,
        file_name=file_name,
        template=template,
        context=context,
        reader=reader,
        shelf=shelf,
        asked_at=at,
        try_at=at,
    )
    document.save(force_insert=True)
    wake(MAKE, str(document.pk))
    return document


def ask_again(*, document: Document, by: User, at: datetime) -> None:
    """Try once more to make a document that could not be made. Raises NotFailed."""
    revived = Document.objects.filter(pk=document.pk, state=State.FAILED).update(
        state=State.WAITING, attempts=0, try_at=at, trouble=""
    )
    if not revived:
        raise NotFailed
    wake(MAKE, str(document.pk))


@dataclass(frozen=True)
class Claim:
    """A document in this worker's hands, and the words that it is made of."""

    document_id: UUID
    attempt: int
    template: str
    context: dict[str, Any]


def claim(*, document_id: UUID, at: datetime) -> Claim | None:
    """Take a due document into hand for the length of a lease; nothing when another has it, or it is made."""
    with as_actor(role="worker"):
        due = Document.objects.due(at).filter(pk=document_id)
        if due.filter(attempts__gte=MAX_ATTEMPTS).update(state=State.FAILED, trouble=TROUBLE):
            return None
        if not due.update(attempts=F("attempts") + 1, try_at=at + LEASE):
            return None
        document = Document.objects.defer("content").get(pk=document_id)
        return Claim(document.pk, document.attempts, document.template, document.context)


def make(*, document_id: UUID, at: datetime) -> None:
    """Make one document, if it is due. Whatever goes wrong is kept as a failed attempt."""
    claimed = claim(document_id=document_id, at=at)
    if claimed is None:
        return
    try:
        made = pdf.render(
            html=render_to_string(claimed.template, claimed.context),
            style=f"{claimed.template.removesuffix('html')}css",
        )
    except Exception as trouble:  # noqa: BLE001 - a layout engine may raise anything, also "time is up"
        log.warning("document not made", document=str(document_id), trouble=type(trouble).__name__)
        _mark_failed(claimed, at)
    else:
        _keep(claimed, made, at)


def _keep(claimed: Claim, made: pdf.Pdf, at: datetime) -> None:
    with as_actor(role="worker"):
        Document.objects.waiting().filter(pk=claimed.document_id, attempts=claimed.attempt).update(
            state=State.READY,
            content=made.content,
            sha256=hashlib.sha256(made.content).hexdigest(),
            pages=made.pages,
            made_at=at,
        )


def _mark_failed(claimed: Claim, at: datetime) -> None:
    over = claimed.attempt >= MAX_ATTEMPTS
    after = {"state": State.FAILED, "trouble": TROUBLE} if over else {"try_at": at + WAITS[claimed.attempt - 1]}
    with as_actor(role="worker"):
        Document.objects.waiting().filter(pk=claimed.document_id, attempts=claimed.attempt).update(**after)


def due(*, at: datetime, limit: int = 20) -> list[UUID]:
    """The documents that no wake-up has told of, the longest waiting first."""
    with as_actor(role="worker"):
        return list(Document.objects.due(at).order_by("try_at").values_list("pk", flat=True)[:limit])
