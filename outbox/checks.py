"""Looked at before the practice starts: no mail may show by its sender or its links what the practice does."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from outbox.rules import forbidden


@register
def neutral_addresses(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The sender's address and the site's, which stand in every mail, must be as neutral as its words."""
    return [
        Error(
            f"{name} says what the practice does ({', '.join(found)}). Anybody who sees a message would read it.",
            hint="Use a neutral address for mail and for the portal.",
            id="outbox.E001",
        )
        for name in ("DEFAULT_FROM_EMAIL", "SITE_URL")
        if (found := forbidden(getattr(settings, name)))
    ]
