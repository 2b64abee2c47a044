"""What each of a couple sees on their own pages, and when; and the therapist's ways to plan it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateformat import format as formatted

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from clients.models import Couple
from sessions import actions
from sessions.forms.publishing import REVIEW, MomentForm, PlanLineForm, PublishDateForm
from sessions.gather.publishing import Showing, history_of, review_days, sides_of
from sessions.models import Appointment, Published
from sessions.rules.blockers import PREPARING
from sessions.rules.plan import own_step_name
from sessions.rules.publishing import PAUSE_WORDS, next_review
from sessions.views.appointment import load
from sessions.views.book import told

FIRST_EVENTS = 8


@dataclass(frozen=True)
class Event:
    """One line of what was shown, in the shape that the timeline draws."""

    title: str
    at: str
    text: str
    icon: str


@requires(Permission.PUBLISH)
def what_each_sees(request: SignedInRequest, couple_id: UUID) -> HttpResponse:
    """Both portals side by side, word for word; what is planned for them, and what was shown when."""
    couple = _couple(request, couple_id)
    at = clock.now()
    review = review_days()
    events = [_event(one) for one in history_of(couple, request.user, at)]
    context = {
        "couple": couple,
        "sides": sides_of(couple, request.user, at),
        "events": events[:FIRST_EVENTS],
        "earlier": events[FIRST_EVENTS:],
        "preparing": PREPARING,
        "pause": PAUSE_WORDS,
        "zone": clock.zone_name(at),
        "review_at": told(next_review(at, review)),
        "review_words": review.words,
    }
    return render(request, "sessions/what_each_sees.html", context)


@requires(Permission.PUBLISH)
def publish_date(request: SignedInRequest, appointment_id: UUID) -> HttpResponse:
    """What both are shown of one date, and from when; with a warning soon after an answer."""
    found = load(request, appointment_id)
    at = clock.now()
    words = {Published.Kind.DATE.value: told(found.starts_at)} if found.state == Appointment.State.BOOKED else {}
    words[Published.Kind.PREPARING.value] = PREPARING
    initial = {"kind": next(iter(words)), "when": REVIEW}
    form = PublishDateForm(request.POST or None, words=words, initial=initial, **_moments(at))
    if form.is_valid():
        act = {"appointment": found, "kind": form.kind_chosen(), "by": request.user, "at": at}
        if _done(form, actions.publish_date, act):
            messages.success(request, f"{words[form.kind_chosen()]} That is shown from {told(_since(form, at))}.")
            return redirect("what_each_sees", found.couple_id)
    context = {
        "couple": found.couple,
        "form": form,
        "name": own_step_name(found.step.kind, found.step.number, talking=found.became_talking_at is not None),
    }
    return render(request, "sessions/publish_date.html", context, status=422 if form.errors else 200)


@requires(Permission.PUBLISH)
def plan_line(request: SignedInRequest, couple_id: UUID) -> HttpResponse:
    """A neutral sentence for one of the two, agreed with them, or for both."""
    couple = _couple(request, couple_id)
    at = clock.now()
    form = PlanLineForm(
        request.POST or None, partners=couple.partners(), initial={"people": "both", "when": REVIEW}, **_moments(at)
    )
    if form.is_valid():
        act = {
            "couple": couple,
            "people": form.people_chosen(),
            "line": form.line_chosen(),
            "agreed_on": form.cleaned_data["agreed_on"],
            "by": request.user,
            "at": at,
        }
        if _done(form, actions.plan_line, act):
            messages.success(request, f"Planned. It is shown from {told(_since(form, at))}.")
            return redirect("what_each_sees", couple.pk)
    return render(
        request,
        "sessions/plan_line.html",
        {"couple": couple, "form": form},
        status=422 if form.errors else 200,
    )


def _done(form: MomentForm, act: Any, facts: dict[str, Any]) -> bool:
    """Do it, or say on the form why not."""
    try:
        act(since=form.cleaned_data["since"], confirmed=form.cleaned_data["confirmed"], **facts)
    except actions.TooSoonAfterAnswer as refusal:
        form.warn(f"{refusal.sentence} From {told(refusal.safe_from)} on, or at the next review, it cannot be.")
    except actions.NotAgreed as refusal:
        form.add_error("agreed_on", refusal.sentence)
    except actions.Refused as refusal:
        form.add_error("line" if "line" in form.fields else "when", refusal.sentence)
    else:
        return True
    return False


def _since(form: MomentForm, at: datetime) -> datetime:
    since: datetime = form.cleaned_data["since"]
    return max(since, at)


def _couple(request: SignedInRequest, couple_id: UUID) -> Couple:
    return get_object_or_404(Couple.objects.visible_to(request.user).with_partners(), pk=couple_id)


def _moments(at: datetime) -> dict[str, Any]:
    review_at = next_review(at, review_days())
    return {"now": at, "review_at": review_at, "review_words": told(review_at), "zone": clock.practice_zone()}


def _event(showing: Showing) -> Event:
    one = showing.first
    row = one.row
    agreed = getattr(row, "agreed_on", None)
    by = f"Planned by {row.by.name} on {_spoken(row.at)}" + (f", agreed on {agreed:%-d %B}." if agreed else ".")
    names = " & ".join(person.called for person in showing.people)
    return Event(f"{names}, {one.about}: {one.words}", _spoken(row.visible_from), by, "eye")


def _spoken(moment: datetime) -> str:
    return formatted(moment.astimezone(clock.practice_zone()), "j F, H:i")
