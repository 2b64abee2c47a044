"""A reading taken outside a session, a lab or a letter: written down by a clinician, or by the person themselves."""

import base64
import hashlib
from datetime import date, datetime
from uuid import UUID, uuid4

from accounts import clock
from accounts.models import User
from accounts.roles import Role
from clients.models import Partner
from documents.rules import MAX_ABOUT_ONE, Brought, shown_name
from screening.actions.refusals import ImpossibleReading, TooManyPapers, once
from screening.models import HealthPaper, Layer, Measurement, Submission
from screening.rules import measured
from screening.rules.pages import PAPERS_PAGE, READINGS_PAGE


def record_measurement(
    *, partner: Partner, reading: measured.Measured, where: str, by: User, at: datetime, key: UUID | None = None
) -> None:
    """Keep a reading as it was taken. Raises ImpossibleReading, and AlreadyReceived for a second click."""
    if slips := measured.slips(reading, clock.day_of(at)):
        raise ImpossibleReading(slips)
    key = key or uuid4()
    with once("screening_measurement_pkey"):
        Measurement.objects.create(
            pk=key,
            partner=partner,
            where=where,
            measured_on=reading.measured_on,
            **{name: reading.value(name) for name in measured.POSSIBLE},
            at=at,
            by=by,
        )
        _tell(partner, READINGS_PAGE, by, at)


def keep_health_paper(
    *,
    partner: Partner,
    kind: str,
    dated: date,
    words: str = "",
    brought: Brought,
    by: User,
    at: datetime,
    key: UUID | None = None,
) -> None:
    """Keep a lab, a scan or a letter, sealed. Raises TooManyPapers, and AlreadyReceived for a second click."""
    if _brought_so_far(partner, by) >= MAX_ABOUT_ONE:
        raise TooManyPapers([f"There are {MAX_ABOUT_ONE} files already. Speak with your therapist about another."])
    with once("screening_healthpaper_pkey"):
        HealthPaper.objects.create(
            pk=key or uuid4(),
            partner=partner,
            kind=kind,
            dated=dated,
            words=words,
            called=shown_name(brought.called),
            file_kind=brought.taken.kind,
            content=base64.b64encode(brought.taken.content).decode(),
            sha256=hashlib.sha256(brought.taken.content).hexdigest(),
            at=at,
            by=by,
        )
        _tell(partner, PAPERS_PAGE, by, at)


def _brought_so_far(partner: Partner, by: User) -> int:
    """How many there are, as far as whoever brings one may know: a partner by what they themselves have sent."""
    if by.role == Role.PARTNER:
        return Submission.objects.filter(partner=partner, page=PAPERS_PAGE).count()
    return HealthPaper.objects.filter(partner=partner).count()


def _tell(partner: Partner, page: str, by: User, at: datetime) -> None:
    """That something came from the person, for whom it waits; a clinician's own entry is no news to anybody."""
    if by.role == Role.PARTNER:
        Submission.objects.create(
            pk=uuid4(), partner=partner, page=page, layer=Layer.HEALTH, sent_at=at, is_addition=True
        )
