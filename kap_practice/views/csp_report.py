import structlog
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.policy import public

log = structlog.get_logger()
LONGEST_REPORT = 4096


@public
@csrf_exempt
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Browsers report here what the content security policy stopped. Only the size is trusted."""
    log.warning("csp", report=request.body[:LONGEST_REPORT].decode(errors="replace"))
    return HttpResponse(status=204)
