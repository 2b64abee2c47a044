"""An answer that cannot wait: telling those who must call, passing on what nobody took up, and taking it up."""

from datetime import datetime, timedelta
from uuid import UUID

from accounts import clock
from accounts.actor import as_actor
from accounts.links import link_to
from accounts.models import User
from accounts.roles import Role
from clients.models import CareTeam
from outbox.actions import put
from screening.actions.refusals import AlreadyReceived, AlreadyTakenUp, once
from screening.gather.safety import on_call
from screening.models import SafetyTask, SafetyTaskDone, SafetyWatch

TAKEN_UP = "Somebody took this up meanwhile."
SUBJECT = "Please sign in now"
TEXT = """Something came in that cannot wait. Please sign in now and look at what needs you.

{link}
"""


def name_safety_watch(*, user: User, minutes: int, by: User, at: datetime) -> SafetyWatch:
    """From now on pass a safety task on that nobody took up within so many minutes: to this clinician, unless the list
    of days names another."""
    watch = SafetyWatch(user=user, minutes=minutes, set_at=at, set_by=by)
    watch.save(force_insert=True)
    return watch


def take_up(*, task: SafetyTask, words: str, by: User, at: datetime, key: UUID | None = None) -> None:
    """Write down what was done. The clinical hold stays until the therapist decides. Raises AlreadyTakenUp."""
    try:
        with once("screening_safetytaskdone_task_id_key"):
            SafetyTaskDone(task=task, partner_id=task.partner_id, words=words, at=at, by=by).save(force_insert=True)
    except AlreadyReceived as earlier:
        raise AlreadyTakenUp([TAKEN_UP]) from earlier


def watch_safety(*, at: datetime) -> int:
    """Tell the therapists of each open task, and the clinician on call of one that stayed open too long; each once,
    however often this runs. Answers how many are open. Source: decisions 1.11.
    """
    with as_actor(role="worker"):
        told = on_call(clock.day_of(at))
        open_tasks = list(SafetyTask.objects.open().order_by("opened_at"))
        for task in open_tasks:
            team = CareTeam.objects.filter(couple__memberships__partner=task.partner_id).select_related("user")
            for person in {member.user for member in team if member.user.is_active}:
                _tell(task, person, at)
            if told is not None and at >= task.opened_at + timedelta(minutes=told.minutes):
                SafetyTask.objects.filter(pk=task.pk, passed_on_at=None).update(passed_on_at=at)
                SafetyTask.objects.filter(pk=task.pk).exclude(passed_on_to=told.user).update(passed_on_to=told.user)
                _tell(task, told.user, at)
    return len(open_tasks)


def _tell(task: SafetyTask, person: User, at: datetime) -> None:
    """Says neither whom it is about nor what was said, and goes at any hour."""
    home = "referrals" if person.role == Role.PRESCRIBER else "today"
    put(
        key=f"safety:{task.pk}:{person.pk}",
        kind="safety",
        person=person,
        address=person.address,
        subject=SUBJECT,
        body=TEXT.format(link=link_to(home)),
        due_at=at,
        at=at,
    )
