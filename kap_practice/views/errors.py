import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """What is shown when something broke: the same words for everybody, and nothing of the request or of the error.

    A database that is away is no fault of this process: 503, so that whoever stands in front tries again.
    """
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status = 503 if away else 500
    return HttpResponse(loader.get_template("500.html").render(), status=status)
