from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from clients import actions
from clients.forms import AskCopyForm
from clients.gather.rights import STANDINGS, copy_rows, release_rows, told_about
from clients.models import CopyRequest, Couple, Partner, Release
from clients.views.edit_partner import couple_page


@requires(Permission.RELEASE_RECORDS)
def partner_record(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Who may see or be told what of one person's record: copies asked for, releases, and what was told to whom."""
    partner = seen(request, partner_id)
    releases = Release.objects.visible_to(request.user).about(partner).select_related("person", "couple")
    requests = CopyRequest.objects.visible_to(request.user).about(partner).select_related("person", "couple")
    rows = release_rows(releases.order_by("-until", "-made_at"), clock.today())
    context = {
        "partner": partner,
        "copies": copy_rows(requests.order_by("-asked_at"), clock.today()),
        "releases": [
            {"row": row, "words": STANDINGS[row.standing][0], "chip": STANDINGS[row.standing][1]} for row in rows
        ],
        "told": told_about(partner),
        "back": couple_page(partner),
    }
    return render(request, "clients/partner_record.html", context)


@requires(Permission.RELEASE_RECORDS)
def ask_copy(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Write down that somebody asked for a record: the law's clock runs from then on."""
    partner = seen(request, partner_id)
    form = AskCopyForm(request.POST or None, partner=partner, couples=couples_of(request, partner))
    if form.is_valid():
        try:
            asked = actions.ask_for_copy(**form.cleaned_data, by=request.user, at=clock.now())
        except actions.AskedAlready:
            form.add_error("about", "This record was asked for already, and is not done yet.")
        else:
            messages.success(request, f"Asked for. The law gives you until {asked.due_on:%A, %B} {asked.due_on.day}.")
            return redirect("copy_request", asked.pk)
    context = {"partner": partner, "form": form, "terms": actions.copy_terms()}
    return render(request, "clients/ask_copy.html", context, status=422 if form.errors else 200)


def seen(request: SignedInRequest, partner_id: UUID) -> Partner:
    return get_object_or_404(Partner.objects.visible_to(request.user).select_related("user"), pk=partner_id)


def couples_of(request: SignedInRequest, partner: Partner) -> list[Couple]:
    """Each couple that this person is or was half of, as far as the reader sees it."""
    found = Couple.objects.visible_to(request.user).filter(memberships__partner=partner)
    return list(found.distinct().order_by("-opened_at"))
