from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import actions, clock
from accounts.models import Cover, Practice
from accounts.policy import Permission, SignedInRequest, requires
from accounts.practice_forms import CoverForm, WatchForm
from accounts.proof import proved
from accounts.watching import watch_lines


@requires(Permission.SET_UP_PRACTICE)
@proved
def practice_hours(request: SignedInRequest) -> HttpResponse:
    """When somebody reads and answers, who is on call or stands in, and what partners read of it right now."""
    practice = get_object_or_404(Practice)
    form = WatchForm(request.POST or None, practice=practice)
    if form.is_valid():
        actions.set_watch(
            practice=practice,
            week=form.week(),
            after_hours_phone=form.cleaned_data["after_hours_phone"],
            leave_url=form.cleaned_data["leave_url"],
            by=request.user,
            at=clock.now(),
        )
        messages.success(request, "The hours are saved. Partners read them under every page from now on.")
        return redirect("practice_hours")
    return _page(request, practice, form, CoverForm(auto_id="cover_%s"))


@requires(Permission.SET_UP_PRACTICE)
@proved
def add_cover(request: SignedInRequest) -> HttpResponse:
    """Write down who is on call, or stands in for somebody who is away."""
    practice = get_object_or_404(Practice)
    if request.method != "POST":
        return redirect("practice_hours")
    form = CoverForm(request.POST, auto_id="cover_%s")
    if not form.is_valid():
        return _page(request, practice, WatchForm(practice=practice), form)
    actions.add_cover(**form.cleaned_data, by=request.user, at=clock.now())
    messages.success(request, f"{form.cleaned_data['name']} is written down.")
    return redirect("practice_hours")


@requires(Permission.SET_UP_PRACTICE)
@proved
def withdraw_cover(request: SignedInRequest, cover_id: UUID) -> HttpResponse:
    """Take an entry back."""
    cover = get_object_or_404(Cover, pk=cover_id)
    if request.method == "POST":
        actions.withdraw_cover(cover=cover, by=request.user, at=clock.now())
        messages.success(request, f"{cover.name} is taken off the list.")
    return redirect("practice_hours")


def _page(request: SignedInRequest, practice: Practice, form: WatchForm, cover_form: CoverForm) -> HttpResponse:
    at = clock.now()
    covers = list(Cover.objects.standing(clock.day_of(at)).select_related("away"))
    facts = [cover.facts() for cover in covers]
    context = {
        "form": cover_form if cover_form.errors else form,
        "hours_form": form,
        "cover_form": cover_form,
        "covers": covers,
        "lines": watch_lines(practice.week, facts, at, clock.practice_zone(), after_hours=practice.after_hours_phone),
        "zone": clock.zone_name(at),
    }
    status = 422 if form.errors or cover_form.errors else 200
    return render(request, "accounts/practice_hours.html", context, status=status)
