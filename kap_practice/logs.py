"""Log lines as data, without anything that a person wrote or is known by.

What may be said is a list (`KNOWN`): every other key is dropped, so that nobody has to think of what must not be said.
Of an error only its kind and the place in our own code are kept, since its text can hold a name, a row or an answer.
Of what libraries log only the sentence is kept, without what they would put into it.

Settings and gunicorn read this module before there is a Django.
"""

import logging
import re
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

HERE = Path(__file__).resolve().parent.parent
WITHHELD = "(words withheld)"
# Whose or what by its key, or one of our own lower-case words, like "passkey". A name or an address is neither.
KEYS = frozenset({"actor", "appointment", "by", "document", "message", "of", "person", "user"})
KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z ]{0,20}")
# Kinds and counts, keys, names of our own code. Never an address, a number to call, a query string, or form data.
KNOWN = KEYS | {
    *("event", "level", "timestamp", "logger", "error", "error_at"),
    *("request_id", "method", "view", "status", "milliseconds", "role", "permission"),
    *("task", "task_id", "trouble", "template", "forbidden", "attempt", "directive", "count", "given"),
}
_EXTRA_OF_CELERY = {"name": "task", "id": "task_id"}


def without_unknown(logger: Any, name: str, event: EventDict) -> EventDict:
    """Drop every key that is not on the list, and of those that name a row whatever is no key."""
    return {
        key: value
        for key, value in event.items()
        if key.startswith("_") or (key in KNOWN and (key not in KEYS or KEY.fullmatch(str(value))))
    }


def with_kind_of_error(logger: Any, name: str, event: EventDict) -> EventDict:
    """Replace an exception by its kind, that of its causes, and the last place of it in our own code."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["error"] = " from ".join(_kinds(error))
        event["error_at"] = _place(error.__traceback__)
    return event


def of_others(logger: Any, name: str, event: EventDict) -> EventDict:
    """Of a line that a library logs: the sentence before anything is put into it, and Celery's task.

    A sentence that comes with nothing to put into it may have been filled already, so it is withheld.
    """
    record: logging.LogRecord = event["_record"]
    filled_later = event.pop("positional_args", None)
    event["event"] = record.msg if isinstance(record.msg, str) and filled_later else WITHHELD
    data = getattr(record, "data", None)
    if record.name.startswith("celery.") and isinstance(data, dict):
        event.update({key: str(data[name]) for name, key in _EXTRA_OF_CELERY.items() if name in data})
    return event


def _kinds(error: BaseException | None) -> list[str]:
    found: list[str] = []
    while error is not None and len(found) < 5:
        found.append(type(error).__name__)
        error = error.__cause__ or error.__context__
    return found


def _place(trace: TracebackType | None) -> str:
    place = ""
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(HERE) and "site-packages" not in path.parts:
            place = f"{path.relative_to(HERE)}:{trace.tb_lineno} {trace.tb_frame.f_code.co_name}"
        trace = trace.tb_next
    return place


SHARED: list[Processor] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.contextvars.merge_contextvars,
]
SAFE: list[Processor] = [
    with_kind_of_error,
    without_unknown,
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
]


class Broke(logging.Filter):
    """Of what Django says of requests only what broke: an answer of 503 by a page that looked is no error."""

    def filter(self, record: logging.LogRecord) -> bool:
        return bool(record.exc_info)


def configure() -> None:
    """Send our own lines the way that the libraries' go."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def configuration(*, as_json: bool, level: str = "INFO") -> dict[str, Any]:
    """Settings for Python's logging: one handler, to stderr, and every logger through it.

    Django's own handler that mails errors to administrators is taken away: a mail of an error would hold the request.
    """
    drawn: Processor = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "safe": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [*SHARED, of_others],
                "processors": [*SAFE, drawn],
                "use_get_message": False,
                "pass_foreign_args": True,
            }
        },
        "filters": {"broke": {"()": Broke}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "safe"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
            # What is refused has a line of our own, and each request too.
            "django.request": {"level": "ERROR", "filters": ["broke"]},
            "gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False},
            "gunicorn.access": {"handlers": [], "propagate": False},
            "celery.beat": {"level": "WARNING"},
        },
    }


class SilentReporter:
    """Stands in for Django's report of an error, which holds the request and every variable on the way."""

    def __init__(self, request: Any, exc_type: Any, exc_value: Any, tb: Any, is_email: bool = False) -> None:
        self.kind = getattr(exc_type, "__name__", "Error")

    def get_traceback_text(self) -> str:
        return self.kind

    get_traceback_html = get_traceback_text
