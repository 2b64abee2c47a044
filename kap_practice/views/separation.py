"""A separation before its effect: one page for the couple's therapist, and nothing for anybody else."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateformat import format as formatted

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from clients import actions
from clients.models import Couple, Partner, Separation, Telling
from kap_practice.views.close_care import couple_of
from sessions.forms.parting import TellingForm
from sessions.gather.parting import latest_tellings
from sessions.views.book import when


@dataclass(frozen=True)
class Event:
    """One line of the timeline."""

    title: str
    at: str
    text: str
    icon: str


@requires(Permission.END_CARE)
def separation(request: SignedInRequest, couple_id: UUID) -> HttpResponse:
    """Where the separation stands: who was told, what happened so far, what can be done next."""
    couple = couple_of(request, couple_id)
    found = standing(request, couple)
    if found is None:
        return redirect("close_care" if couple.closed_at is None else "couple", couple.pk)
    told = latest_tellings(found)
    context = {
        "couple": couple,
        "separation": found,
        "people": [(place, partner, told[partner]) for place, partner in zip("ab", couple.partners(), strict=False)],
        "both_told": None not in told.values(),
        "events": events_of(found),
    }
    return render(request, "kap_practice/separation.html", context)


@requires(Permission.END_CARE)
def open_separation(request: SignedInRequest, couple_id: UUID) -> HttpResponse:
    """Begin a separation. Nothing changes for anybody but its therapist."""
    couple = couple_of(request, couple_id)
    if request.method == "POST":
        try:
            actions.open_separation(couple=couple, by=request.user, at=clock.now())
        except actions.CareHasEnded:
            messages.info(request, "This couple's care has ended already.")
            return redirect("couple", couple.pk)
        except actions.NotOfCouple:
            return redirect("close_care", couple.pk)
    return redirect("separation", couple.pk)


@requires(Permission.END_CARE)
def tell_partner(request: SignedInRequest, couple_id: UUID, partner_id: UUID) -> HttpResponse:
    """Write down that one of the two was told, alone."""
    couple = couple_of(request, couple_id)
    found = get_object_or_404(Separation.objects.visible_to(request.user).standing(), couple=couple)
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=partner_id, memberships__couple=couple)
    at = clock.now()
    form = TellingForm(request.POST or None, **when(at))
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.record_telling(
                separation=found,
                partner=partner,
                how=given["how"],
                told_at=given["starts_at"],
                words=given["words"],
                by=request.user,
                at=at,
            )
        except actions.NotStanding:
            messages.info(request, "This separation has taken effect, or was taken back.")
        else:
            messages.success(request, f"Written down: {partner} was told.")
        return redirect("separation", couple.pk)
    context = {"couple": couple, "partner": partner, "form": form}
    return render(request, "kap_practice/tell_partner.html", context, status=422 if form.errors else 200)


@requires(Permission.END_CARE)
def withdraw_separation(request: SignedInRequest, couple_id: UUID) -> HttpResponse:
    """Take a separation back before its effect."""
    couple = couple_of(request, couple_id)
    found = standing(request, couple)
    if request.method == "POST" and found is not None:
        try:
            actions.withdraw_separation(separation=found, by=request.user, at=clock.now())
        except actions.NotStanding:
            messages.info(request, "This separation has taken effect already.")
        else:
            messages.success(request, "Taken back. Nothing has changed for either of them.")
    return redirect("couple", couple.pk)


def standing(request: SignedInRequest, couple: Couple) -> Separation | None:
    """The couple's separation that was not taken back, if there is one."""
    rows = Separation.objects.visible_to(request.user).standing().filter(couple=couple)
    return rows.select_related("opened_by", "took_effect_by").first()


def events_of(separation: Separation) -> list[Event]:
    """All that is written down of it, newest first."""
    rows = separation.tellings.select_related("partner", "by").order_by("at")
    found = [Event("Opened", _told(separation.opened_at), f"By {separation.opened_by.name}.", "pencil-line")]
    found += [_telling(row) for row in rows]
    if separation.took_effect_at is not None and separation.took_effect_by is not None:
        by = f"By {separation.took_effect_by.name}. Dates to come were cancelled, the record closed."
        found.append(Event("Took effect", _told(separation.took_effect_at), by, "circle-check"))
    return found[::-1]


def _telling(row: Telling) -> Event:
    words = f" “{row.words}”" if row.words else ""
    return Event(
        f"{row.partner.called} was told",
        _told(row.told_at),
        f"{row.get_how_display()}. Written down by {row.by.name}.{words}",
        "message-circle",
    )


def _told(moment: datetime) -> str:
    return formatted(moment.astimezone(clock.practice_zone()), "j F Y, H:i")
