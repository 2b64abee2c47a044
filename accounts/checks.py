"""System checks: each view says who may enter, and no address tells what the practice does."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.policies_of_others import THIRD_PARTY
from accounts.rules import forbidden_words


def every_view_declares_a_policy(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """accounts.E001: a view without a policy is closed by the middleware, so it is a mistake to have one."""
    return [
        checks.Error(
            f"The view at “/{route}” declares no policy.",
            hint="Decorate it with @requires(Permission.X), @signed_in or @public from accounts.policy.",
            obj=pattern.name or pattern.lookup_str,
            id="accounts.E001",
        )
        for route, pattern in url_patterns(get_resolver())
        if getattr(pattern.callback, "policy", None) is None and pattern.name not in THIRD_PARTY
    ]


def addresses_are_neutral(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """accounts.E002: the web address and the sender stand in every mail, where anybody at home may read them."""
    host, sender = urlsplit(settings.SITE_URL).hostname or "", settings.DEFAULT_FROM_EMAIL
    return [
        checks.Error(f"{name} says what the practice does: {', '.join(words)}.", id="accounts.E002")
        for name, words in (("SITE_URL", forbidden_words(host)), ("DEFAULT_FROM_EMAIL", forbidden_words(sender)))
        if words
    ]


def url_patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern below a resolver, with its whole route."""
    for entry in resolver.url_patterns:
        route = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from url_patterns(entry, route)
        else:
            yield route, entry
