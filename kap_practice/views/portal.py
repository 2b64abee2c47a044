from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts import clock
from accounts.models import User
from accounts.policy import Permission, SignedInRequest, requires
from clients.gather import consent_tasks
from clients.models import CareTeam, Partner
from screening.gather import portal_pages
from sessions.gather import shown_to
from sessions.rules.blockers import PREPARING
from sessions.rules.publishing import PAUSE_WORDS

WORDS = {"not_started": "not started", "in_progress": "in progress", "sent": "done"}


@dataclass(frozen=True)
class Task:
    """One line of a partner's own list."""

    title: str
    state: str
    url: str
    hint: str = ""


@requires(Permission.USE_PORTAL)
def portal(request: SignedInRequest) -> HttpResponse:
    """A partner's start: the next date, and a list of their own that tells nothing of the other's."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user).select_related("user"), pk=request.user.pk)
    at = clock.now()
    tasks = own_tasks(partner)
    still_open = [task for task in tasks if task.state not in {"done", "not yet"}]
    context = {
        "partner": partner,
        "tasks": tasks,
        "left": len(still_open),
        "now": sum(task.state != "not yet" for task in tasks),
        "done": sum(task.state == "done" for task in tasks),
        "first_open": still_open[0] if still_open else None,
        "shown": shown_to(partner, request.user, at),
        "preparing": PREPARING,
        "pause": PAUSE_WORDS,
        "zone": clock.zone_name(at),
        "therapist": therapist_of(partner),
    }
    return render(request, "kap_practice/portal.html", context)


def own_tasks(partner: Partner) -> list[Task]:
    """The question pages in their order, then the agreements."""
    tasks = [Task(page.title, WORDS[page.state], page.url) for page in portal_pages(partner)]
    return [*tasks, *(Task(one.title, one.state, one.url, one.hint) for one in consent_tasks(partner))]


def therapist_of(partner: Partner) -> User | None:
    """Whoever leads this person's care now, or led it last."""
    teams = CareTeam.objects.filter(couple__memberships__partner=partner)
    found = (
        teams.select_related("user").order_by("-couple__memberships__until", "since").first()
    )  # none yet comes first
    return found.user if found else None
