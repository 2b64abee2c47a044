"""Leaving the room: each person when ready, asked alone; then the session is complete."""

from datetime import datetime

from django.conf import settings

from accounts.models import User
from clients.models import Partner
from screening.gather import person_facts
from sessions.actions.lines import going_on
from sessions.actions.publishing import tell
from sessions.actions.refusals import AlreadyLeft, NeedsWords, NotComplete
from sessions.gather.room import doses_of, leaving_people, other_of
from sessions.models import Appointment, Leaving, TherapySession
from sessions.rules import leaving as rules
from sessions.rules import phases


def record_leaving(
    *,
    therapy_session: TherapySession,
    person: Partner,
    answers: rules.LeavingFacts,
    words: str = "",
    by: User,
    at: datetime,
) -> Leaving:
    """This person is ready to leave, asked alone. Before the stay is over, or with a "not yet", it asks for words.

    Raises NeedsWords with the concerns, AlreadyLeft or SessionOver.
    """
    with going_on(therapy_session):
        own = {"therapy_session": therapy_session, "person": person}
        if Leaving.objects.filter(**own).exists():
            raise AlreadyLeft(f"{person.called} has left. The record stands; add what is missing to the note.")
        concerns = _concerns(therapy_session, person, answers, at)
        if concerns and not words.strip():
            raise NeedsWords(concerns)
        return Leaving.objects.create(
            **own,
            at=at,
            recorded_at=at,
            by=by,
            **answers.answers,
            leaves_with=answers.leaves_with,
            words=words,
        )


def complete_session(*, therapy_session: TherapySession, by: User, at: datetime) -> None:
    """The session is over, and everybody who took a dose has left. Raises NotComplete with what is missing."""
    with going_on(therapy_session) as current:
        if missing := rules.missing_to_complete(leaving_people(therapy_session)):
            raise NotComplete(" ".join(missing))
        current.completed_at, current.completed_by = at, by
        current.save(update_fields=["completed_at", "completed_by"])
        appointment = current.appointment
        appointment.state, appointment.ended_at, appointment.ended_by = Appointment.State.COMPLETED, at, by
        appointment.save(update_fields=["state", "ended_at", "ended_by"])
        tell(appointment=appointment, by=by, at=at)


def _concerns(therapy_session: TherapySession, person: Partner, answers: rules.LeavingFacts, at: datetime) -> list[str]:
    """What asks for words before this person leaves now."""
    clearance = person_facts([person])[person.pk].clearance
    return rules.concerns(
        answers,
        doses_of(therapy_session, person),
        at,
        phases.stay_of(clearance.stay_minutes if clearance else None, settings.KAP["STAY_MINUTES"]),
        other_of(therapy_session, person),
    )
