from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from clients import actions
from clients.forms import DisclosureForm, PaperForm, ReleaseForm
from clients.gather.rights import STANDINGS, each_said, said_of, text_of_release
from clients.models import Partner, Release
from clients.rules import rights as rules
from clients.rules.consents import PAPER_UNDER_EFFECT
from clients.views.partner_record import couples_of, seen
from documents.actions import TooMany

FULL = "No more papers can be kept about this person here."


@requires(Permission.RELEASE_RECORDS)
def add_release(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Write down who outside may be told what; it begins to hold with the signatures."""
    partner = seen(request, partner_id)
    couples = couples_of(request, partner)
    form = ReleaseForm(request.POST or None, partner=partner, couples=couples, initial={"since": clock.today()})
    if form.is_valid():
        try:
            release = actions.add_release(**form.cleaned_data, by=request.user, at=clock.now())
        except actions.DatesRefused as refusal:
            form.add_error("until", str(refusal))
        else:
            messages.success(request, "Written down. It begins to hold once it is signed.")
            return redirect("release", release.pk)
    context = {"partner": partner, "form": form}
    return render(request, "clients/add_release.html", context, status=422 if form.errors else 200)


@requires(Permission.RELEASE_RECORDS)
def release(request: SignedInRequest, release_id: UUID) -> HttpResponse:
    """One release: what it says, who has signed, and what was told under it."""
    return page(request, found(request, release_id))


@requires(Permission.RELEASE_RECORDS)
@require_POST
def keep_release_paper(request: SignedInRequest, release_id: UUID) -> HttpResponse:
    """Keep a sheet that somebody signed by hand."""
    release = found(request, release_id)
    form = PaperForm(request.POST, request.FILES, people=release.people())
    if not form.is_valid():
        return page(request, release, paper=form)
    try:
        actions.keep_signed_release(release=release, **form.cleaned_data, by=request.user, at=clock.now())
    except (TooMany, actions.UnderEffect) as refusal:
        form.add_error("paper", FULL if isinstance(refusal, TooMany) else PAPER_UNDER_EFFECT)
        return page(request, release, paper=form)
    messages.success(request, f"Kept: {form.cleaned_data['person']} signed on paper.")
    return redirect("release", release.pk)


@requires(Permission.RELEASE_RECORDS)
@require_POST
def end_release(request: SignedInRequest, release_id: UUID) -> HttpResponse:
    """Take it back on somebody's word. It ends at once."""
    release = found(request, release_id)
    person = one_of(release.people(), request.POST.get("person", ""))
    if person is None:
        return redirect("release", release.pk)
    actions.end_release(release=release, person=person, by=request.user, at=clock.now())
    messages.success(request, f"{person} took it back. Nothing more may be told under it.")
    return redirect("release", release.pk)


@requires(Permission.RELEASE_RECORDS)
@proved
@require_POST
def disclose(request: SignedInRequest, release_id: UUID) -> HttpResponse:
    """Write down that the recipient was told something. Refused when the release does not hold."""
    release = found(request, release_id)
    form = DisclosureForm(request.POST, today=clock.today())
    if form.is_valid():
        try:
            actions.disclose(release=release, **form.cleaned_data, by=request.user, at=clock.now())
        except actions.NotReleased as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, f"Written down: told to {release}.")
            return redirect("release", release.pk)
    return page(request, release, told=form)


def found(request: SignedInRequest, release_id: UUID) -> Release:
    rows = Release.objects.visible_to(request.user).select_related("person__user", "couple", "made_by")
    return get_object_or_404(rows, pk=release_id)


def one_of(people: list[Partner], key: str) -> Partner | None:
    return next((one for one in people if str(one.pk) == key), None)


def page(
    request: SignedInRequest, release: Release, paper: PaperForm | None = None, told: DisclosureForm | None = None
) -> HttpResponse:
    people, day = release.people(), clock.today()
    said = said_of(release)
    standing = rules.standing(said, release.since, release.until, day)
    words, chip = STANDINGS[standing]
    context: dict[str, Any] = {
        "release": release,
        "people": people,
        "whose": " & ".join(one.called for one in people),
        "text": text_of_release(release),
        "words": words,
        "chip": chip,
        "over": standing == rules.Standing.OVER,
        "said": each_said(release),
        "blockers": rules.release_blockers(said, release.since, release.until, day),
        "told": release.disclosures.filter(person=people[0]).order_by("-on", "-at"),
        "paper": paper or PaperForm(people=people),
        "telling": told or DisclosureForm(today=day),
    }
    refused = (paper and paper.errors) or (told and told.errors)
    return render(request, "clients/release.html", context, status=422 if refused else 200)
