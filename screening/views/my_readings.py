"""A partner's own readings and papers: brought, received, and not shown again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from accounts.tablet import in_hand_off
from clients.models import Partner
from screening import actions
from screening.forms.measured import HealthPaperForm, OwnMeasurementForm
from screening.rules.pages import READERS
from screening.views.readings import paper_of


@requires(Permission.USE_PORTAL)
@in_hand_off
@sensitive_post_parameters()
def my_readings(request: SignedInRequest) -> HttpResponse:
    """Add a reading taken at home, or a lab, scan or letter."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=request.user.pk)
    today, at, posted = clock.today(), clock.now(), request.method == "POST"
    brings_paper = posted and "paper" in request.POST
    paper = HealthPaperForm(*((request.POST, request.FILES) if brings_paper else ()), today=today)
    reading = OwnMeasurementForm(
        request.POST if posted and not brings_paper else None, today=today, initial={"measured_on": today}
    )
    form = paper if brings_paper else reading
    if posted and form.is_valid():
        try:
            if brings_paper:
                actions.keep_health_paper(partner=partner, by=request.user, at=at, **paper_of(paper))
            else:
                actions.record_measurement(
                    partner=partner,
                    reading=reading.reading(),
                    where=reading.cleaned_data["where"],
                    by=request.user,
                    at=at,
                    key=reading.cleaned_data["key"],
                )
        except actions.TooManyPapers as refusal:
            form.add_error("file", refusal.reasons)
        except actions.AlreadyReceived:
            messages.info(request, "We already have this.")
            return redirect("my_readings")
        else:
            messages.success(request, "Received. Thank you.")
            return redirect("my_readings")
    context = {"form": form if form.errors else None, "reading": reading, "paper": paper, "readers": READERS["health"]}
    return render(request, "portal/my_readings.html", context, status=422 if form.errors else 200)
