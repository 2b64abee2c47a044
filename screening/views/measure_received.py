"""What a questionnaire shows once it was sent: the same whatever was answered."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts import clock
from accounts.policy import SignedInRequest
from screening.gather import portal_measures
from screening.models import Measure
from screening.rules.instruments import Instrument

OPEN = ("not_started", "in_progress")


def measure_received(request: SignedInRequest, measure: Measure, instrument: Instrument) -> HttpResponse:
    """“Answered on”, and what comes next on the person's own list."""
    following = next((one for one in portal_measures(measure.partner, clock.now()) if one.state in OPEN), None)
    context = {"instrument": instrument, "on": clock.day_of(measure.receipt.sent_at), "following": following}
    return render(request, "portal/measure_received.html", context)
