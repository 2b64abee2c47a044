from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.policy import Permission, SignedInRequest, requires
from accounts.tablet import in_hand_off
from clients import rules
from clients.models import PRIVATE_TEXT, ConsentDocument


@requires(Permission.USE_PORTAL)
@in_hand_off
def who_reads_what(request: SignedInRequest) -> HttpResponse:
    """What the therapist keeps to herself, and the limits that the law sets: to read at any time, whatever was sent."""
    newest = get_object_or_404(ConsentDocument.objects.filter(kind=PRIVATE_TEXT).order_by("-version")[:1])
    context = {"document": newest, "sections": rules.sections(newest.body)}
    return render(request, "clients/who_reads_what.html", context)
