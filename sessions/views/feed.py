from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.actor import as_actor
from accounts.links import link_to
from accounts.models import Practice
from accounts.policy import Permission, SignedInRequest, public, requires
from accounts.proof import proved
from accounts.roles import Role
from sessions.actions import end_feed, make_feed
from sessions.forms.feed import FeedForm
from sessions.gather.feed import entries_of
from sessions.models import Feed
from sessions.rules.feed import Made, calendar, spoken_times


@public
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody's dates for their own calendar program, which signs in by the address alone."""
    with as_actor(role="door"):  # whoever else is signed in on this device
        found = Feed.objects.by_token(token).select_related("person").first()
    if found is None:
        raise Http404
    at = clock.now()
    with as_actor(found.person):
        entries = entries_of(found, at)
    zone = clock.practice_zone()
    practice = Practice.objects.first() or Practice()
    made = Made(practice.short_name, urlsplit(settings.SITE_URL).hostname or "", zone, at)
    said = [(entry, spoken_times(entry, zone, clock.zone_name(entry.starts_at))) for entry in entries]
    return HttpResponse(calendar(said, made), content_type="text/calendar; charset=utf-8")


@requires(Permission.HAVE_FEED)
@proved
def my_feed(request: SignedInRequest) -> HttpResponse:
    """The address for one's own calendar program: made, shown once, made anew."""
    sent = request.POST if request.method == "POST" else None  # a partner sends no words, and still sends
    form = FeedForm(sent, choose=request.user.role != Role.PARTNER)
    address = ""
    if form.is_valid():
        token = make_feed(person=request.user, words=form.cleaned_data["words"], at=clock.now())
        address = link_to("feed", token)
    context = {
        "form": form,
        "address": address,
        "webcal": f"webcal:{address.partition(':')[2]}",
        "feed": Feed.objects.visible_to(request.user).live().first(),
    }
    return render(request, "sessions/my_feed.html", context, status=422 if form.errors else 200)


@requires(Permission.HAVE_FEED)
@require_POST
def end_my_feed(request: SignedInRequest) -> HttpResponse:
    if end_feed(person=request.user, at=clock.now()):
        messages.success(request, "The address has ended. A calendar program that has it gets nothing any more.")
    return redirect("my_feed")
