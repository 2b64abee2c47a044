from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from accounts.policy import Permission, SignedInRequest, requires
from clients.models import Partner
from documents.handing import hand_out_upload
from documents.models import Upload

SIGNED = (Upload.Purpose.AGREEMENT, Upload.Purpose.CONSENT)


@requires(Permission.RELEASE_RECORDS)
def paper(request: SignedInRequest, upload_id: UUID) -> HttpResponse:
    """A signed sheet, for the therapist of the person who signed it. Only ever a download."""
    people = Partner.objects.visible_to(request.user).values("pk")
    rows = Upload.objects.visible_to(request.user).filter(about__in=people, purpose__in=SIGNED)
    upload = get_object_or_404(rows, pk=upload_id)
    return hand_out_upload(bytes(upload.content), upload.kind)
