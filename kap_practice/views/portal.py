from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts import clock
from accounts.models import User
from accounts.policy import Permission, SignedInRequest, requires
from accounts.tablet import in_hand_off, is_handed_off
from clients.gather import ConsentTask, consent_tasks
from clients.models import CareTeam, Partner
from kap_practice.own_list import DONE, IN_PROGRESS, NOT_STARTED, NOT_YET, SENT, OwnList, Task, own_list
from screening.gather import MeasureState, PageState, portal_measures, portal_pages
from sessions.gather import change_asked, shown_to
from sessions.rules.blockers import PREPARING
from sessions.rules.publishing import PAUSE_WORDS

WORDS = {"not_started": NOT_STARTED, "in_progress": IN_PROGRESS, "sent": SENT, "not_yet": NOT_YET}


@requires(Permission.USE_PORTAL)
@in_hand_off
def portal(request: SignedInRequest) -> HttpResponse:
    """A partner's start: what to do now, the next date, and a list of their own that tells nothing of the other's."""
    partner, at = own_partner(request), clock.now()
    own = own_tasks(partner, at, handed_off=is_handed_off(request))
    context = about_what_comes(partner, request.user, at) | {"partner": partner, "list": own}
    return render(request, "kap_practice/portal.html", context)


@requires(Permission.USE_PORTAL)
@in_hand_off
def my_next(request: SignedInRequest) -> HttpResponse:
    """Where a page that was sent leads: to the next one of its sitting, or to what happens after that, when, and whom
    to call. The address names no more than the sitting."""
    partner, at = own_partner(request), clock.now()
    own = own_tasks(partner, at)
    following = own.after(request.GET.get("part", ""))
    if following is not None:
        return redirect(following.url)
    context = about_what_comes(partner, request.user, at) | {"partner": partner, "list": own}
    return render(request, "kap_practice/my_next.html", context)


def own_partner(request: SignedInRequest) -> Partner:
    return get_object_or_404(Partner.objects.visible_to(request.user).select_related("user"), pk=request.user.pk)


def about_what_comes(partner: Partner, user: User, at: datetime) -> dict[str, Any]:
    """The next date as it is shown to this person, and who is there for them."""
    return {
        "shown": shown_to(partner, user, at),
        "preparing": PREPARING,
        "pause": PAUSE_WORDS,
        "zone": clock.zone_name(at),
        "therapist": therapist_of(partner),
    }


def own_tasks(partner: Partner, at: datetime, *, handed_off: bool = False) -> OwnList:
    """What is asked before a date, question pages and questionnaires by their sitting, and what there is to sign. On a
    device of the practice what was signed is not opened again: reading it wants the PIN, which is not typed there."""
    pages: list[PageState | MeasureState] = [*portal_pages(partner), *portal_measures(partner, at)]
    signing = [agreement(one) for one in consent_tasks(partner)]
    if handed_off:
        signing = [replace(task, url="") if task.is_over else task for task in signing]
    return own_list(
        before=change_tasks(partner, at),
        now=[question(page) for page in pages if page.sitting == 1],
        later=[question(page) for page in pages if page.sitting != 1],
        signing=signing,
    )


def change_tasks(partner: Partner, at: datetime) -> list[Task]:
    """Whether anything changed, once the days before a ketamine date have come."""
    asking = change_asked(partner, partner.user, at)
    state = asking.state(at) if asking else NOT_YET
    return [] if state == NOT_YET else [Task("Has anything changed?", state, reverse("my_change"), 1)]


def question(page: PageState | MeasureState) -> Task:
    """What only the therapist reads is done once it is sent, answered or skipped; the rest is read and talked about."""
    state = DONE if page.state == "sent" and page.layer == "private" else WORDS[page.state]
    return Task(page.title, state, page.url, page.minutes)


def agreement(task: ConsentTask) -> Task:
    return Task(task.title, task.state, task.url, task.minutes)


def therapist_of(partner: Partner) -> User | None:
    """Whoever leads this person's care now, or led it last."""
    teams = CareTeam.objects.filter(couple__memberships__partner=partner)
    found = (
        teams.select_related("user").order_by("-couple__memberships__until", "since").first()
    )  # none yet comes first
    return found.user if found else None
