"""What brings this person here, ranked alone."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from accounts.tablet import in_hand_off
from clients.models import Partner
from screening import actions
from screening.forms.questions import IssuesForm
from screening.rules.pages import ISSUES_PAGE, PAGES
from screening.views.received import onward, received, sent_at

PAGE = PAGES[ISSUES_PAGE]


@requires(Permission.USE_PORTAL)
@in_hand_off
@sensitive_post_parameters()
def my_issues(request: SignedInRequest) -> HttpResponse:
    """Rank as many of the nine as matter. Once sent it is not shown; to rank anew adds and never replaces."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=request.user.pk)
    at = sent_at(partner, PAGE.key)
    form = IssuesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.send_or_add(
            partner=partner,
            page=PAGE.key,
            answers=form.answers(),
            by=request.user,
            at=clock.now(),
            key=form.cleaned_data["key"],
        )
        return onward(request, PAGE)
    if at is not None and "again" not in request.GET and request.method != "POST":
        return received(request, partner, PAGE, at)
    context = {"page": PAGE, "form": form}
    return render(request, "portal/my_issues.html", context, status=422 if form.errors else 200)
