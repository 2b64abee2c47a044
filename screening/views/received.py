"""What a page shows once it was sent: the same whatever was answered."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import clock
from accounts.policy import SignedInRequest
from clients.models import Partner
from screening.gather import portal_pages
from screening.models import Submission
from screening.rules.pages import ALONE_PAGES, MIND_PAGE, Page, keys_of


def sent_at(partner: Partner, page: str) -> datetime | None:
    """When the page was first sent, as the person's own row says."""
    first = Submission.objects.filter(partner=partner, page__in=keys_of(page), is_addition=False)
    return first.values_list("sent_at", flat=True).first()


def onward(request: SignedInRequest, page: Page) -> HttpResponse:
    """After a page was sent."""
    if page.key == MIND_PAGE:  # where help stands first, whatever was answered
        return redirect("my_page", page.key)
    return go_on(request, page.sitting)


def go_on(request: SignedInRequest, sitting: int) -> HttpResponse:
    """To the next open page or questionnaire of a sitting, or to what comes after that. `my_next` is a page of the
    project, since not all of a sitting is screening's."""
    messages.success(request, "Received.")
    return redirect(f"{reverse('my_next')}?part={sitting}")


def received(request: SignedInRequest, partner: Partner, page: Page, at: datetime, **more: Any) -> HttpResponse:
    """“Answered on”, what comes next, and whatever the page adds."""
    form = more.get("form")
    # The first sitting before the second, which is closed until then.
    pages = sorted(portal_pages(partner), key=lambda each: each.sitting)
    following = next((each for each in pages if each.state != "sent"), None)
    context = {
        "page": page,
        "readers": page.readers,
        "on": clock.day_of(at),
        "following": following,
        "is_private": page.key in ALONE_PAGES,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "portal/received.html", context | more, status=status)
