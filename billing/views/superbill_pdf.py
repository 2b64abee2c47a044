from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.papers import own_papers
from accounts.policy import Permission, SignedInRequest, requires
from accounts.roles import Role
from billing.models import Superbill
from documents.models import Document


@requires(Permission.READ_SUPERBILL)
@own_papers
def superbill_pdf(request: SignedInRequest, superbill_id: UUID) -> HttpResponse:
    """The PDF, for the practice and for the person it is about. Anybody else's does not exist."""
    rows = Superbill.objects.visible_to(request.user).select_related("document", "void_document")
    superbill = get_object_or_404(rows, pk=superbill_id)
    paper = superbill.paper
    if paper.state != Document.State.READY:
        shell = "portal.html" if request.user.role == Role.PARTNER else "practice.html"
        context = {"superbill": superbill, "paper": paper, "shell": shell}
        return render(request, "billing/not_ready.html", context, status=409)
    headers = {
        "Content-Disposition": f'attachment; filename="{paper.file_name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(bytes(paper.content or b""), content_type="application/pdf", headers=headers)
