"""The therapist's page about one person and the prescriber: what was cleared, what was asked, and what she answers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from clients.models import Couple, Partner
from screening import actions
from screening.forms.clearing import SuspensionForm, WordForm
from screening.gather import clearance_facts
from screening.gather.clearances import Event, current_clearance, history, thread
from screening.gather.papers import papers_of
from screening.models import WordToPrescriber

KINDS = WordToPrescriber.Kind


@requires(Permission.DECIDE)
@sensitive_post_parameters()
def with_prescriber(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Clearances, questions and papers of one person; answering, and asking to look again."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=partner_id)
    if request.method != "POST":
        return page(request, partner)
    form = WordForm(request.POST)
    if not form.is_valid():
        return page(request, partner, word=form)
    kind = KINDS.AGAIN if waits_for(thread(partner, request.user)) == "decline" else KINDS.ANSWER
    try:
        actions.write_to_prescriber(partner=partner, kind=kind, by=request.user, at=clock.now(), **form.cleaned_data)
    except actions.NobodyToTell as refusal:
        form.add_error(None, refusal.reasons)
        return page(request, partner, word=form)
    except actions.AlreadyReceived:
        return redirect("with_prescriber", partner.pk)
    messages.success(request, f"Sent to the prescriber of {partner.called}.")
    return redirect("with_prescriber", partner.pk)


def waits_for(said: list[Event]) -> str:
    """The prescriber's last word, where nothing was written back since: ask, decline, or nothing."""
    return said[-1].kind if said and said[-1].kind in {"ask", "decline"} else ""


def page(
    request: SignedInRequest,
    partner: Partner,
    *,
    word: WordForm | None = None,
    suspension: SuspensionForm | None = None,
) -> HttpResponse:
    """The page with its forms; the one with errors is named "form", so that the title says so."""
    user, at = request.user, clock.now()
    current = current_clearance(partner, user)
    stands = current is not None and clearance_facts(current).stands_on(clock.day_of(at))
    said = thread(partner, user)
    failed = word or suspension
    couple = Couple.objects.visible_to(user).filter(memberships__partner=partner).order_by("opened_at").last()
    context: dict[str, Any] = {
        "partner": partner,
        "couple": couple,
        "referral": partner.referrals.filter(ended_at=None).select_related("prescriber").first(),
        "thread": said,
        "waits_for": waits_for(said),
        "history": [event for event in history(partner, user) if event.kind in {"clearance", "suspension"}],
        "papers": papers_of(partner, user, at),
        "current": current if stands else None,
        "form": failed,
        "word_form": word or WordForm(),
        "suspension_form": suspension or SuspensionForm(),
    }
    status = 422 if failed is not None and failed.errors else 200
    return render(request, "screening/with_prescriber.html", context, status=status)
