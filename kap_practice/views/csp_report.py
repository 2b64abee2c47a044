import json

import structlog
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.policy import public
from accounts.tablet import in_hand_off

log = structlog.get_logger()
LONGEST_REPORT = 4096
NAMES = frozenset(
    f"{kind}-src{part}"
    for kind in (
        "default",
        "script",
        "style",
        "img",
        "font",
        "connect",
        "worker",
        "manifest",
        "object",
        "frame",
        "media",
    )
    for part in ("", "-elem", "-attr")
) | {"form-action", "base-uri", "frame-ancestors"}


@public
@in_hand_off
@csrf_exempt
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Browsers report here what the content security policy stopped. Of a report only the directive is kept, and only
    one that there is: the rest is a stranger's text with addresses in it.
    """
    log.warning("csp", directive=directive_of(request.body[:LONGEST_REPORT]))
    return HttpResponse(status=204)


def directive_of(body: bytes) -> str:
    try:
        told = json.loads(body)["csp-report"]["effective-directive"]
    except (ValueError, KeyError, TypeError):
        return "unknown"
    return told if isinstance(told, str) and told in NAMES else "unknown"
