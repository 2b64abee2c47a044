"""A clearance that a prescriber signed on paper: typed, read a second time, settled; or set aside."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, time
from uuid import UUID, uuid4

from django.db import transaction

from accounts import clock
from accounts.models import User
from clients.models import Partner
from documents import actions as documents
from documents.models import Upload
from documents.rules import Brought
from screening.actions.clearances import columns_of
from screening.actions.refusals import AlreadyReceived, CannotRead, ImpossibleClearance, NotSettled, once
from screening.gather.papers import last_reading, scans_to_type, typed_in
from screening.models import Clearance, PaperClearance, PaperReading, PaperSetAside
from screening.rules import papers


def keep_scan(*, partner: Partner, scan: Brought, by: User, at: datetime) -> Upload:
    """Keep the scan of a paper, to be typed from; the very same file once more is the one that is there.

    Raises `documents.actions.TooMany`.
    """
    digest = hashlib.sha256(scan.taken.content).hexdigest()
    before = scans_to_type(partner, by).filter(sha256=digest).first()
    return before or documents.keep(about=partner.user, purpose=Upload.Purpose.CLEARANCE, brought=scan, by=by, at=at)


def keep_paper(
    *, partner: Partner, scan: Upload, read: papers.Read, by: User, at: datetime, key: UUID | None = None
) -> PaperClearance:
    """Keep what one person reads on a scan. It opens nothing until it was read a second time.

    Raises ImpossibleClearance, and AlreadyReceived for a second click or a scan that was typed meanwhile.
    """
    if slips := papers.slips(read, clock.day_of(at)):
        raise ImpossibleClearance(slips)
    if key and PaperClearance.objects.filter(pk=key).exists():
        raise AlreadyReceived
    if not scans_to_type(partner, by).filter(pk=scan.pk).exists():
        raise AlreadyReceived
    with once("screening_paperclearance_pkey"):
        paper = PaperClearance(
            pk=key or uuid4(),
            partner=partner,
            scan=scan,
            signer_name=read.signer.name,
            npi=read.signer.npi,
            licence_number=read.signer.licence_number,
            licence_state=read.signer.licence_state,
            signed_on=read.signer.signed_on,
            order=_sealed(read),
            at=at,
            by=by,
        )
        paper.save(force_insert=True)
    return paper


def read_paper(
    *, paper: PaperClearance, read: papers.Read, by: User, at: datetime
) -> tuple[Clearance | None, list[papers.Difference]]:
    """Read a paper a second time. The same twice is a clearance from now on; else the differences are answered.

    Raises CannotRead, and AlreadyReceived where another reader was faster.
    """
    with transaction.atomic():
        _open(paper, by, at)
        PaperReading(paper=paper, partner=paper.partner, typed=_sealed(read), at=at, by=by).save(force_insert=True)
        first = typed_in(paper)
        found = papers.differences(first, read)
        return (None if found else _confirm(paper, first, by, at)), found


def settle_paper(*, paper: PaperClearance, choices: Mapping[str, str], by: User, at: datetime) -> Clearance:
    """Say of each difference what the paper says; it is a clearance from now on. By whoever read it last.

    Raises CannotRead, NotSettled, or ImpossibleClearance where the outcome cannot be meant.
    """
    with transaction.atomic():
        _open(paper, by, at)
        reading = last_reading(paper)
        if reading is None or reading.by_id != by.pk:
            raise CannotRead(["Read the paper a second time first."])
        first, second = typed_in(paper), typed_in(reading)
        if papers.not_settled(papers.differences(first, second), choices):
            raise NotSettled(["Choose for each line what the paper says."])
        return _confirm(paper, papers.settled(first, second, choices), by, at)


def set_paper_aside(*, paper: PaperClearance, reason: str, by: User, at: datetime) -> None:
    """Do not read this transcription again; scan and words stay. Raises CannotRead, AlreadyReceived."""
    if Clearance.objects.filter(paper=paper).exists():
        raise CannotRead(["This paper is in force. Suspend the clearance instead."])
    with once("screening_papersetaside_paper_id_key"):
        PaperSetAside(paper=paper, partner=paper.partner, reason=reason, at=at, by=by).save(force_insert=True)


def _open(paper: PaperClearance, by: User, at: datetime) -> None:
    """Raises CannotRead unless this person may read this paper a second time now."""
    if Clearance.objects.filter(paper=paper).exists():
        raise CannotRead(["This paper was read twice already, and is in force."])
    if PaperSetAside.objects.filter(paper=paper).exists():
        raise CannotRead(["This paper was set aside."])
    if reasons := papers.reasons_not_to_read(typed_by=paper.by_id, typed_at=paper.at, reader=by.pk, at=at):
        raise CannotRead(reasons)


def _confirm(paper: PaperClearance, read: papers.Read, by: User, at: datetime) -> Clearance:
    if slips := papers.slips(read, clock.day_of(at)):
        raise ImpossibleClearance(slips)
    # From the first moment of the day on the paper: a session of that very day counts against it.
    since = datetime.combine(read.signer.signed_on, time(), clock.practice_zone())
    clearance = Clearance(
        partner=paper.partner,
        paper=paper,
        signer_name=read.signer.name,
        signer_npi=read.signer.npi,
        signer_licence=f"{read.signer.licence_state} {read.signer.licence_number}",
        confirmed_at=at,
        confirmed_by=by,
        given_at=since,
        **columns_of(read.order),
    )
    with once("screening_clearance_paper_id_key"):
        clearance.save(force_insert=True)
    return clearance


def _sealed(read: papers.Read) -> str:
    return json.dumps(papers.as_data(read))
