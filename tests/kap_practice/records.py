"""Copies of records on their way, made by acting: a session that took place, a request that everybody agreed to."""

import io
import json
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from accounts.actor import as_actor
from clients.models import CopyRequest, Couple, Partner
from documents import actions as documents
from documents.actions.packages import archive_of
from documents.models import Package
from kap_practice.copies import issue
from sessions import actions as sessions
from sessions.models import Appointment, Note
from sessions.rules.leaving import QUESTIONS, LeavingFacts
from tests.cast import NOON, Cast
from tests.clients.rights import agreed, asked
from tests.states import booked, ready_for_ketamine


def held(cast: Cast, said: str = "Quiet.") -> Appointment:
    """A ketamine session of both, with a dose and a typed line for each, from which both have left."""
    ready_for_ketamine(cast)
    appointment = booked(cast)
    with as_actor(cast.therapist):
        sessions.open_room(appointment=appointment, by=cast.therapist, at=NOON)
        for person, mg in ((cast.ann, "100.0"), (cast.ben, "120.0")):
            order = sessions.DoseOrder("first", "lozenge", Decimal(mg), "Maya")
            whose: dict[str, Any] = {
                "therapy_session": appointment.therapy_session,
                "person": person,
                "by": cast.therapist,
                "at": NOON,
            }
            sessions.record_dose(order=order, **whose)
            sessions.log(kind="words", words=said, **whose)
            home = LeavingFacts(dict.fromkeys(QUESTIONS, True), "Her sister")
            sessions.record_leaving(answers=home, words="Early.", **whose)
        Appointment.objects.filter(pk=appointment.pk).update(state="completed", ended_at=NOON, ended_by=cast.therapist)
    return appointment


def noted(cast: Cast, appointment: Appointment, words: str, added: str = "") -> Note:
    """A signed note of it."""
    with as_actor(cast.therapist):
        sessions.save_note(appointment=appointment, body=words, version=0, by=cast.therapist, at=NOON)
        note = sessions.sign_note(appointment=appointment, version=1, by=cast.therapist, at=NOON)
        if added:
            sessions.amend_note(note=note, body=added, by=cast.therapist, at=NOON)
        return note


def ready(cast: Cast, about: Partner | Couple) -> CopyRequest:
    """Asked for, and everybody concerned has agreed."""
    request = asked(cast, about)
    agreed(request, *([cast.ann, cast.ben] if isinstance(about, Couple) else [about]))
    return request


def issued(
    cast: Cast,
    request: CopyRequest,
    *,
    notes: Sequence[UUID] = (),
    prescriber_words: Sequence[UUID] = (),
    words: str = "",
) -> Package:
    with as_actor(cast.therapist):
        chosen: dict[str, Any] = {"notes": list(notes), "prescriber_words": list(prescriber_words), "words": words}
        return issue.issue_copy(request=request, **chosen, by=cast.therapist, at=NOON)


def packed(cast: Cast, package: Package) -> dict[str, bytes]:
    """What the worker made: each file by its name."""
    documents.pack(package_id=package.pk, at=NOON)
    with as_actor(cast.therapist):
        package = Package.objects.get(pk=package.pk)
    assert package.state == Package.State.READY
    with zipfile.ZipFile(io.BytesIO(archive_of(package))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lists(files: dict[str, bytes]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files["record.json"])
    return found
