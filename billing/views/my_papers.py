from django.http import HttpResponse
from django.shortcuts import render

from accounts.papers import own_papers
from accounts.policy import Permission, SignedInRequest, requires
from billing.models import Superbill
from clients.gather.consents import signed_papers
from clients.views.my_consent import own_partner


@requires(Permission.USE_PORTAL)
@own_papers
def my_papers(request: SignedInRequest) -> HttpResponse:
    """A partner's own statements for the insurer, and the agreements that they signed."""
    papers = Superbill.objects.visible_to(request.user).select_related("document", "void_document")
    newest_first = papers.defer("document__content", "void_document__content").order_by("-year", "-number")
    context = {"papers": newest_first, "agreements": signed_papers(own_partner(request))}
    return render(request, "billing/my_papers.html", context)
