"""Safety tasks as a clinician's start page and the task's own page show them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from accounts.models import Cover, User
from accounts.sealed import unseal
from clients.models import Partner
from screening.models import SafetyTask, SafetyTaskDone, SafetyWatch

REACH = "select called, phone, safe_phone, voicemail from kap_safety_reach(%s)"


@dataclass(frozen=True)
class Whom:
    """Whom to call, and at which number. `own` is one of the reader's own people, with a page to go to."""

    called: str
    phone: str
    voicemail: bool
    own: Partner | None = None


@dataclass(frozen=True)
class OnCall:
    """Who is told of an answer that nobody took up, and after how many minutes; `listed` is the day's entry, if any."""

    user: User
    minutes: int
    listed: Cover | None = None


def on_call(day: date) -> OnCall | None:
    """Who that is on this day: two queries. None while the practice has not said after how long."""
    watch = SafetyWatch.objects.current()
    if watch is None:
        return None
    cover = Cover.objects.on_call(day)
    if cover is not None and cover.user is not None and cover.user.is_active:
        return OnCall(cover.user, watch.minutes, cover)
    return OnCall(watch.user, watch.minutes)


def safety_waiting(user: User) -> list[tuple[SafetyTask, Whom]]:
    """The open tasks of this clinician, the oldest first; one query, and one more for each that was passed on."""
    found = SafetyTask.objects.visible_to(user).open().order_by("opened_at")
    return [(task, whom) for task in found if (whom := whom_to_call(task, user))]


def whom_to_call(task: SafetyTask, user: User) -> Whom | None:
    """The person behind a task: one's own, or by the narrow way that the clinician on call has; else nobody."""
    own = Partner.objects.visible_to(user).filter(pk=task.partner_id).first()
    if own is not None:
        return Whom(own.called, own.phone, voicemail=False, own=own)
    return _passed_on(task.pk)


def _passed_on(task_id: UUID) -> Whom | None:
    with connection.cursor() as cursor:
        cursor.execute(REACH, [task_id])
        row = cursor.fetchone()
    if row is None:
        return None
    called, phone, safe, voicemail = row
    return Whom(called, (unseal(safe) if safe else "") or phone, voicemail)


def taken_up(task: SafetyTask) -> SafetyTaskDone | None:
    """How the task was taken up, if it was."""
    return SafetyTaskDone.objects.filter(task=task).select_related("by").first()
