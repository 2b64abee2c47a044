"""Issuing a superbill, and voiding one. Nothing that was issued is ever edited."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.models import User
from billing.gather.statements import empty_statement, paid_between, statements
from billing.locks import lock_accounts
from billing.models import ChargeLine, NumberCounter, Superbill, SuperbillLine
from billing.rules import papers
from billing.rules.statement import Missing, Statement, missing
from clients.models import Partner
from documents import actions as documents
from documents.models import Document

TEMPLATE = "documents/superbill.html"
KIND = "superbill"


class NotReady(Exception):
    """Something that the paper must state is not there; `missing` is the list that the page shows."""

    def __init__(self, lacking: Sequence[Missing]) -> None:
        super().__init__(" ".join(one.what for one in lacking))
        self.missing = lacking


class AlreadyStated(Exception):
    """Some of these sessions stand on a superbill that holds: on `superbill`."""

    def __init__(self, superbill: Superbill) -> None:
        super().__init__(f"These sessions are on {superbill} already.")
        self.superbill = superbill


class AlreadyVoid(Exception):
    """A superbill is voided once."""


def issue_superbill(*, person: Partner, lines: Collection[UUID], by: User, at: datetime) -> Superbill:
    """Issue a superbill for `person` over these charge lines, and ask for its PDF.

    All its facts are copied now. It takes the next number of the year in this same transaction, so that none is skipped
    when something fails. Raises NotReady or AlreadyStated.
    """
    issued_on = clock.day_of(at)
    with transaction.atomic():
        lock_accounts([person])
        counter = _lock_counter(issued_on.year)
        _refuse_stated(lines)
        statement = _statement(person, lines)
        if lacking := missing(statement):
            raise NotReady(lacking)
        own = [line.id for line in statement.lines]
        number = counter.last + 1
        facts = papers.snapshot(
            statement,
            number=papers.number_in_words(issued_on.year, number),
            issued_on=issued_on,
            issued_by=by.name,
            replaces=_replaced(own),
        )
        superbill = Superbill(
            year=issued_on.year,
            number=number,
            person=person,
            issued_at=at,
            issued_by=by,
            facts=facts,
            total=statement.total,
            paid=statement.paid,
            document=_ask(facts, papers.printable(facts), person, at),
        )
        superbill.save(force_insert=True)
        _state(superbill, own)
        counter.last = number
        counter.save(update_fields=["last"])
    return superbill


def void_superbill(*, superbill: Superbill, reason: str, by: User, at: datetime) -> None:
    """Take a superbill out of force. It keeps its number, prints VOID with the reason, and its sessions are free again.

    Raises AlreadyVoid.
    """
    with transaction.atomic():
        _lock_counter(superbill.year)
        if Superbill.objects.filter(pk=superbill.pk, voided_at__isnull=False).exists():
            raise AlreadyVoid
        voided_on = clock.day_of(at)
        printed = papers.printable(superbill.facts, voided_on=voided_on, void_reason=reason)
        Superbill.objects.filter(pk=superbill.pk).update(
            voided_at=at,
            voided_by=by,
            void_reason=reason,
            void_document=_ask(superbill.facts, printed, superbill.person, at),
        )
        SuperbillLine.objects.filter(superbill=superbill).update(live=False)


def _lock_counter(year: int) -> NumberCounter:
    """The year's counter, held until the end of the transaction: issues and voids follow one another."""
    NumberCounter.objects.get_or_create(kind=KIND, year=year)
    return NumberCounter.objects.select_for_update().get(kind=KIND, year=year)


def _refuse_stated(lines: Collection[UUID]) -> None:
    stated = SuperbillLine.objects.filter(line__in=lines, live=True).select_related("superbill").first()
    if stated is not None:
        raise AlreadyStated(stated.superbill)


def _statement(person: Partner, lines: Collection[UUID]) -> Statement:
    """What these lines make for this person; lines of somebody else or without a code are left out."""
    own = ChargeLine.objects.filter(pk__in=lines, charge__account=person).coded()
    found = statements(own)
    if len(found) > 1:
        names = " and ".join(statement.provider.name for statement in found)
        raise NotReady([Missing(f"One therapist for one superbill. These sessions were held by {names}.", "billing")])
    if not found:
        return empty_statement(person)
    return replace(found[0], **paid_between(line.id for line in found[0].lines))


def _replaced(lines: Collection[UUID]) -> list[str]:
    """The numbers of the void superbills that stated these sessions last."""
    earlier = SuperbillLine.objects.filter(line__in=lines, live=False).select_related("superbill")
    latest: dict[UUID, Superbill] = {}
    for row in earlier.order_by("superbill__year", "superbill__number"):
        latest[row.line_id] = row.superbill
    return sorted({str(superbill) for superbill in latest.values()})


def _ask(facts: dict[str, object], context: dict[str, object], person: Partner, at: datetime) -> Document:
    return documents.ask(
        title=f"Superbill {facts['number']}",
        file_name=f"statement-{facts['number']}.pdf",
        template=TEMPLATE,
        context=context,
        reader=person.user,
        at=at,
    )


def _state(superbill: Superbill, lines: Collection[UUID]) -> None:
    """Bind the lines. The database refuses one that another superbill took in the same moment."""
    try:
        with transaction.atomic():
            SuperbillLine.objects.bulk_create(SuperbillLine(superbill=superbill, line_id=line) for line in lines)
    except IntegrityError:
        _refuse_stated(lines)
        raise
