"""What the log, an error's page and the mail box hold when something breaks in the middle of somebody's words."""

import io
import json
import logging
import logging.config
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from django.conf import settings
from django.core import mail
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.utils.module_loading import import_string

from accounts.forms import KapForm
from accounts.policy import public
from kap_practice import logs
from kap_practice.urls import urlpatterns
from tests.cast import Cast, signed_in_as

CANARY = "CANARY-ANN-7f3c"
SOME_KEY = "8a6f0d6e-4a3e-4c53-9d1e-0b7a3c1c9f10"


@public
def in_post(request: HttpRequest) -> HttpResponse:
    request.session["words"] = request.POST["words"]
    raise ValueError(request.POST["words"])


@public
def in_sql(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("select %s::uuid", [request.POST["words"]])
    return HttpResponse()


@public
def in_form(request: HttpRequest) -> HttpResponse:
    form = KapForm(request.POST)
    form.add_error(None, request.POST["words"])
    raise RuntimeError(form.errors) from KeyError(request.POST["words"])


@public
def in_own_line(request: HttpRequest) -> HttpResponse:
    words = request.POST["words"]
    log = structlog.get_logger()
    log.warning("kept", words=words, name=words, user=words, of="Ann Archer", by="passkey", document=SOME_KEY)
    logging.getLogger("some.library").warning("It says %s", words)
    logging.getLogger("some.library").warning(f"It says {words}")  # noqa: G004 - as libraries do
    return HttpResponse()


class Planted:
    """The product's addresses and four that break or chatter while they hold somebody's words."""

    urlpatterns = [
        *urlpatterns,
        *(path(f"planted/{view.__name__}/", view) for view in (in_post, in_sql, in_form, in_own_line)),
    ]
    handler500 = "kap_practice.views.errors.server_error"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Everything that is logged, as production writes it."""
    written = io.StringIO()
    config = logs.configuration(as_json=True)
    config["handlers"]["console"]["stream"] = written
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    logging.config.dictConfig(config)
    yield written
    root.handlers = before
    root.setLevel(level)


@pytest.mark.parametrize("where", ["in_post", "in_sql", "in_form"])
def test_words_in_hand_when_something_breaks_are_in_no_line_page_or_mail(
    cast: Cast, lines: io.StringIO, where: str
) -> None:
    browser = signed_in_as(cast.ann.user)
    browser.raise_request_exception = False
    with override_settings(ROOT_URLCONF=Planted, ADMINS=[("A", "admin@example.org")], SERVER_EMAIL="a@example.org"):
        answer = browser.post(f"/planted/{where}/?q={CANARY}", {"words": CANARY})
    assert answer.status_code == 500
    told = lines.getvalue()
    assert where in told
    assert '"error": ' in told
    for text in (told, answer.content.decode(), str(answer.headers)):
        assert CANARY not in text
        assert "ann@example.org" not in text
    assert mail.outbox == []


def test_a_line_says_only_what_is_on_the_list(cast: Cast, lines: io.StringIO) -> None:
    with override_settings(ROOT_URLCONF=Planted):
        signed_in_as(cast.ann.user).post("/planted/in_own_line/", {"words": CANARY})
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert CANARY not in lines.getvalue()
    own = next(line for line in told if line["event"] == "kept")
    assert set(own) == {"event", "level", "timestamp", "logger", "document", "by", "request_id"}
    assert [line["event"] for line in told if line["logger"] == "some.library"] == ["It says %s", logs.WITHHELD]


def test_a_request_is_one_line_by_view_key_and_role(cast: Cast, lines: io.StringIO) -> None:
    signed_in_as(cast.therapist).get(f"/couples/{cast.couple.pk}/?name=Ann")
    [line] = [json.loads(one) for one in lines.getvalue().splitlines() if '"request"' in one]
    assert (line["view"], line["status"], line["method"]) == ("couple", 200, "GET")
    assert (line["actor"], line["role"]) == (str(cast.therapist.pk), "therapist")
    assert line["milliseconds"] >= 0
    assert str(cast.couple.pk) not in lines.getvalue()


def test_a_path_that_leads_nowhere_is_not_written_down(lines: io.StringIO, client: Client, db: None) -> None:
    client.get(f"/{CANARY}/?{CANARY}")
    client.post("/csp-report", f'{{"csp-report": {{"effective-directive": "{CANARY}"}}}}', content_type="text/plain")
    client.post("/csp-report", '{"csp-report": {"effective-directive": "script-src-elem"}}', content_type="text/plain")
    assert CANARY not in lines.getvalue()
    assert [json.loads(one).get("directive") for one in lines.getvalue().splitlines() if '"csp"' in one] == [
        "unknown",
        "script-src-elem",
    ]


def test_a_report_of_an_error_holds_its_kind_alone() -> None:
    kind = import_string(settings.DEFAULT_EXCEPTION_REPORTER)
    reporter = kind(None, ValueError, ValueError(CANARY), None)
    assert reporter.get_traceback_text() == reporter.get_traceback_html() == "ValueError"


def test_nobody_is_mailed_an_error() -> None:
    handlers = [one for name in ("", "django", "django.request") for one in logging.getLogger(name).handlers]
    assert not [one for one in handlers if "AdminEmail" in type(one).__name__]


def test_what_celery_logs_keeps_the_task_and_no_arguments(lines: io.StringIO) -> None:
    data = {"name": "documents.tasks.make", "id": "an-id", "args": CANARY, "kwargs": CANARY, "return_value": CANARY}
    logging.getLogger("celery.app.trace").info("Task %(name)s[%(id)s] %(args)s", data, extra={"data": data})
    line = json.loads(lines.getvalue())
    assert (line["task"], line["task_id"]) == ("documents.tasks.make", "an-id")
    assert CANARY not in lines.getvalue()


def test_gunicorn_names_no_server_and_logs_by_the_same_list() -> None:
    code = (
        "import runpy; found = runpy.run_path('gunicorn.conf.py'); from gunicorn.http import wsgi;"
        "import inspect; print(found['accesslog'], wsgi.Response is found['_Response'],"
        " found['logconfig_dict']['loggers']['gunicorn.error']['handlers'])"
    )
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["None", "True", "['console']"]
