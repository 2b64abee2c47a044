from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import clock
from accounts.papers import own_papers
from accounts.policy import Permission, SignedInRequest, may, requires
from clients import actions
from clients.models import Consent
from documents.actions import NotFailed
from documents.handing import hand_out
from documents.models import Document


@requires(Permission.READ_CONSENT)
@own_papers
def consent_pdf(request: SignedInRequest, consent_id: UUID) -> HttpResponse:
    """The paper of a signature, for the person who signed and their therapist. Anybody else's does not exist.

    Where it could not be made, the therapist's POST asks for it once more.
    """
    rows = Consent.objects.visible_to(request.user).select_related("pdf", "document", "partner")
    consent = get_object_or_404(rows, pk=consent_id)
    paper = consent.pdf
    if paper is None:
        raise Http404
    again = may(request.user, Permission.KEEP_CONSENTS) and paper.state == Document.State.FAILED
    if request.method == "POST" and again:
        try:
            actions.remake_pdf(consent=consent, by=request.user, at=clock.now())
        except NotFailed:  # somebody else did meanwhile
            messages.info(request, "It is being prepared already.")
        else:
            messages.success(request, "It is being prepared once more.")
        return redirect("consent_pdf", consent.pk)
    if paper.state != Document.State.READY:
        return render(request, "clients/consent_not_ready.html", {"paper": paper, "again": again}, status=409)
    return hand_out(bytes(paper.content or b""), content_type="application/pdf", file_name=paper.file_name)
