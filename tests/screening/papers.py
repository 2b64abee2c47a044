"""A clearance on paper as tests type it: once, and a second time."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from accounts.actor import as_actor
from accounts.models import User
from clients.models import Partner
from documents import rules as files
from documents.models import Upload
from screening import actions
from screening.models import PaperClearance
from screening.rules.papers import Read, Signer
from tests.cast import NOON
from tests.documents.files import PDF
from tests.states import ORDER

SCAN = files.Brought(files.take(PDF), "fax.pdf")
SIGNER = Signer("Dr Paul Meier", "1234567893", "A 12345", "CA", date(2026, 11, 16))
READ = Read(SIGNER, ORDER)


def changed(read: Read = READ, **changes: Any) -> Read:
    """The reading with some numbers typed differently."""
    return replace(read, order=replace(read.order, **changes))


def kept_scan(partner: Partner, by: User, at: datetime = NOON) -> Upload:
    with as_actor(by):
        return actions.keep_scan(partner=partner, scan=SCAN, by=by, at=at)


def kept_paper(partner: Partner, by: User, at: datetime = NOON, read: Read = READ) -> PaperClearance:
    """A scan, typed once."""
    scan = kept_scan(partner, by, at)
    with as_actor(by):
        return actions.keep_paper(partner=partner, scan=scan, read=read, by=by, at=at)
