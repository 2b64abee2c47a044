"""Issuing a copy, and giving it. What goes in is read as the therapist, in her own request, and fixed there."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.dateformat import format as formatted

from accounts import clock
from accounts.models import Practice, User
from accounts.rules import phone_as_spoken
from clients.actions import tell
from clients.gather.rights import said_of
from clients.models import CopyRequest
from clients.rules.rights import not_agreed
from documents import actions as documents
from documents.actions.packages import Contents
from documents.models import Package
from kap_practice.copies.of_couple import joint_record_of
from kap_practice.copies.of_person import record_of
from kap_practice.copies.sessions import notes_to_choose
from kap_practice.copies.tables import STANDING_SENTENCE

TEMPLATE = "documents/record.html"
# Made, but not given: so long it waits for the therapist to look it through.
UNGIVEN = timedelta(days=30)


class NotReady(Exception):
    """The copy cannot be made or given now; `reasons` is the list that the page shows."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def blockers(request: CopyRequest) -> list[str]:
    """Why the copy cannot be made. Empty when everybody concerned has agreed."""
    if request.closed_at:
        return ["This request is closed."]
    if request.issued_at and not _is_over(request):
        return ["The copy is made already."]
    return not_agreed(said_of(request))


def _is_over(request: CopyRequest) -> bool:
    return Package.objects.filter(copyrequest=request, state=Package.State.OVER).exists()


def issue_copy(
    *, request: CopyRequest, notes: list[UUID], prescriber_words: list[UUID], words: str, by: User, at: datetime
) -> Package:
    """Fix what the copy holds, and ask the worker to make it. `notes` are the signed notes to put in,
    `prescriber_words` the questions and answers with the prescriber, `words` the therapist's own to whoever gets it.
    Raises NotReady.
    """
    with transaction.atomic():
        request = CopyRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if reasons := blockers(request):
            raise NotReady(reasons)
        people = request.people()
        allowed = {note.pk for note in notes_to_choose(request, by)}
        chosen = [note for note in notes if note in allowed]
        day = clock.day_of(at)
        practice = Practice.objects.get()
        names = " and ".join(person.legal_name for person in people)
        whose = "joint record" if request.is_joint else "record"
        made_of = (
            joint_record_of(request.couple, people, chosen)
            if request.couple
            else record_of(people[0], chosen, prescriber_words, by)
        )
        package = documents.ask_package(
            contents=Contents(
                title=f"Copy of the {whose} of {names}",
                said={
                    "from": practice.name,
                    "made_on": day.isoformat(),
                    "issued_by": by.name,
                    "what_copies_never_hold": STANDING_SENTENCE,
                },
                template=TEMPLATE,
                page={
                    "practice": {
                        "name": practice.name,
                        "address": _address(practice),
                        "phone": phone_as_spoken(practice.phone),
                    },
                    "names": names,
                    "made_on": formatted(day, "F j, Y"),
                    "made_on_iso": day.isoformat(),
                    "issued_by": by.name,
                    "words": words,
                    "sentence": STANDING_SENTENCE,
                    "zone": clock.zone_name(at),
                },
                tables=made_of,
            ),
            file_name=f"copy-{day.isoformat()}.zip",
            readers=[person.pk for person in people],
            until=at + UNGIVEN,
            by=by,
            at=at,
        )
        CopyRequest.objects.filter(pk=request.pk).update(package=package, issued_at=at, issued_by=by)
    return package


def _address(practice: Practice) -> str:
    return f"{practice.address_line_1}, {practice.city}, {practice.state} {practice.postal_code}"


def give_copy(*, request: CopyRequest, how: str, by: User, at: datetime) -> None:
    """Give a copy that was made and looked through: in the portal for some days, or by hand. Ends the request.

    Raises NotReady.
    """
    package = Package.objects.open_at(at).filter(copyrequest=request, keeper=by).first()
    if package is None or request.closed_at:
        raise NotReady(["The copy is not there to be given."])
    with transaction.atomic():
        if how == "portal":
            until = at + timedelta(days=settings.KAP["COPY_OPEN_DAYS"])
            documents.share(package=package, until=until, by=by, at=at)
            for person in request.people():
                tell(person, f"copy-ready:{request.pk}:{person.pk}", at)
        CopyRequest.objects.filter(pk=request.pk, closed_at=None).update(given_how=how, closed_at=at, closed_by=by)
