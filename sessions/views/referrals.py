from django.http import HttpResponse
from django.shortcuts import render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from screening.gather import safety_waiting, waiting_for_prescriber
from sessions.gather.overrides import on_her_word
from sessions.gather.prescriber import referred, summaries

# What each kind of waiting asks of the prescriber; see `screening.rules.waiting.Waiting`.
WAITING = {
    "paper_to_read": ("due", "On paper", "A paper clearance waits for a second read."),
    "answered": ("new", "Answered", "The therapist answered your question."),
    "asked_again": ("new", "Look again", "The therapist asks you to look again."),
    "to_evaluate": ("new", "To evaluate", "Health answers are here."),
    "health_added": ("due", "Added", "Something was added to the health answers."),
}


@requires(Permission.CLEAR)
def referrals(request: SignedInRequest) -> HttpResponse:
    """The prescriber's start: who waits, whose clearance ends, and what was done under one."""
    at = clock.now()
    people = referred(request.user, at)
    waiting = [(item, *WAITING[item.kind]) for item in waiting_for_prescriber(request.user, at)]
    to_read = [one for one in on_her_word(request.user) if not one.read_at]
    context = {
        "waiting": waiting,
        "to_read": to_read,
        "count": len(waiting) + len(to_read),
        "safety": safety_waiting(request.user),
        "people": people,
        "running_out": [one for one in people if one.running_out],
        "summaries": summaries(request.user),
        "zone": clock.zone_name(at),
    }
    return render(request, "sessions/referrals.html", context)
