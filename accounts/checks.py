"""System checks: each view says who may enter, no address tells what the practice does, and the second wall stands."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connections, transaction
from django.urls import URLPattern, URLResolver, get_resolver

from accounts import wall
from accounts.models import KeyCanary
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


def the_wall_stands(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """accounts.E003: the user that serves is bound by the policies, and every table that tells of people has some.

    accounts.E004: the keys of this machine can read what the database holds. Asked of the connection that serves; a
    database that is away or empty is none to refuse, and `/readyz` asks again.
    """
    if "default" not in (databases or ()):
        return []
    try:
        with transaction.atomic():
            troubles = wall_troubles()
            unread = keys_trouble()
    except DatabaseError:
        return []
    told = [("accounts.E003", trouble) for trouble in troubles] + [("accounts.E004", trouble) for trouble in unread]
    return [checks.Error(trouble, id=number) for number, trouble in told]


def wall_troubles() -> list[str]:
    """Why the second wall does not stand, in sentences."""
    connection = connections["default"]
    found = wall.troubles_of_role(connection)
    found += [f"The table {table} has no row policies." for table in wall.unprotected_tables(connection)]
    return found + [f"The {way} looks past the row policies." for way in wall.ways_past(connection)]


def keys_trouble() -> list[str]:
    """Why the keys are the wrong ones."""
    try:
        list(KeyCanary.objects.all())
    except InvalidToken:
        return ["FIELD_KEYS cannot read what this database holds. Put back the key that was taken out."]
    return []


def url_patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern below a resolver, with its whole route."""
    for entry in resolver.url_patterns:
        route = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from url_patterns(entry, route)
        else:
            yield route, entry
