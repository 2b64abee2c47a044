"""Going past a stop of the day, where the table leaves room for it: by the therapist, with a reason, for this once."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from accounts.policy import Permission, may
from clients.models import Partner
from screening.actions.refusals import once as received_once
from sessions.actions.lines import about, appointment_of, going_on, once
from sessions.actions.refusals import CannotOverride
from sessions.gather.now import blockers_now
from sessions.models import Appointment, Override, OverrideRead
from sessions.rules.overrides import Asked, PrescriberCall, reasons_not_to_override, standing_one


def override_blocker(
    *,
    appointment: Appointment,
    person: Partner,
    kind: str,
    reason: str,
    call: PrescriberCall | None = None,
    by: User,
    at: datetime,
    key: UUID | None = None,
) -> Override:
    """Go past one stop for one person in one session, on the fact of this moment: a new answer or reading voids it.

    The therapist records it; where the table asks for the prescriber's word, with the call. Never for consent, a "no",
    intoxication, a clearance or a hold. Raises CannotOverride with the reasons, or SessionOver.
    """
    if not may(by, Permission.RUN_ROOM):
        raise CannotOverride(["Only the therapist who runs the session can go past this."])
    with going_on(appointment.therapy_session) as session:
        key_taken = Override.objects.filter(pk=key).first() if key else None
        if key_taken is not None:
            return key_taken
        standing = blockers_now(appointment_of(session), person, at)
        asked = Asked(kind, reason, call)
        if reasons := reasons_not_to_override(asked, person.pk, standing, at):
            raise CannotOverride(reasons)
        stop = standing_one(kind, person.pk, standing)
        row = Override(
            **about(session, person, by, at, key),
            kind=kind,
            fact=stop.fact if stop else "",
            reason=reason,
            call_with=call.name if call else "",
            called_at=call.at if call else None,
            call_words=call.words if call else "",
        )
        return once(Override.objects, row)


def read_override(*, override: Override, by: User, at: datetime) -> OverrideRead:
    """A prescriber says that she has read what was gone past on her word. Raises AlreadyReceived for a second time."""
    with received_once("an_override_is_read_once_by_each"):
        return OverrideRead.objects.create(override=override, person=override.person, at=at, by=by)
