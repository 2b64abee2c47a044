"""What the product logs, kept for a look instead of filling the terminal."""

import logging
from collections.abc import MutableMapping
from typing import Any

import structlog

LINES: list[str] = []


class Keep(logging.Handler):
    """Everything that goes through the standard library's logging."""

    def emit(self, record: logging.LogRecord) -> None:
        LINES.append(self.format(record))


def keep(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    LINES.append(f"{method} {event!r}")
    raise structlog.DropEvent


def collect() -> None:
    """From here on log lines go into `LINES`, and nowhere else."""
    structlog.configure(processors=[keep], cache_logger_on_first_use=False)
    logging.getLogger().handlers[:] = [Keep()]
    for name in ("django", "django.request", "django.security"):
        logging.getLogger(name).handlers[:] = []
        logging.getLogger(name).propagate = True
