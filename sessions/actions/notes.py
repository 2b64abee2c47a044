"""Notes: saved with a version, signed once, then only added to."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from sessions.actions.refusals import AppointmentEnded, NoteChanged, NoteEmpty, NoteSigned, NotSigned
from sessions.models import Amendment, Appointment, Note
from sessions.rules.notes import digest


def save_note(*, appointment: Appointment, body: str, version: int, by: User, at: datetime) -> Note:
    """Keep the text of an unsigned note. `version` is the one that the writer saw, 0 before the first.

    Raises NoteChanged with both texts when another tab saved since, NoteSigned, or AppointmentEnded if cancelled.
    """
    with transaction.atomic():
        note = _held(appointment)
        if note is None:
            return Note.objects.create(appointment=appointment, author=by, body=body, version=1, saved_at=at)
        if note.signed_at is not None:
            raise NoteSigned
        if note.version != version:
            if note.body == body:
                return note
            raise NoteChanged(mine=body, theirs=note.body, version=note.version)
        note.body, note.version, note.saved_at = body, note.version + 1, at
        note.save(update_fields=["body", "version", "saved_at"])
        return note


def sign_note(*, appointment: Appointment, version: int, by: User, at: datetime) -> Note:
    """Fix the text that the signer has just read, with its digest. After this it can only be added to.

    Raises NoteEmpty, NoteSigned for a second signature, or NoteChanged when the text is not the one that was read.
    """
    with transaction.atomic():
        note = _held(appointment)
        if note is None or not note.body.strip():
            raise NoteEmpty
        if note.signed_at is not None:
            raise NoteSigned
        if note.version != version:
            raise NoteChanged(mine="", theirs=note.body, version=note.version)
        note.signed_at, note.signed_by, note.sha256 = at, by, digest(note.body)
        note.save(update_fields=["signed_at", "signed_by", "sha256"])
        return note


def amend_note(*, note: Note, body: str, by: User, at: datetime) -> Amendment:
    """Add words to a signed note; the original stays as it was. Raises NotSigned or NoteEmpty."""
    if note.signed_at is None:
        raise NotSigned
    if not body.strip():
        raise NoteEmpty("Write the amendment before you add it.")
    return Amendment.objects.create(note=note, body=body, at=at, by=by)


def _held(appointment: Appointment) -> Note | None:
    """The note, while nobody else writes it. The lock is the appointment's: row policy hides a signed note from one."""
    held = Appointment.objects.select_for_update(no_key=True).get(pk=appointment.pk)
    if held.state == Appointment.State.CANCELLED:
        raise AppointmentEnded("This appointment was cancelled. There is no note to write.")
    return Note.objects.filter(appointment=appointment).first()
