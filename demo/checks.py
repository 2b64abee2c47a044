"""System checks that keep the demo, where anybody steps in as anybody, away from real people."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connections, transaction

LOCAL = frozenset({"localhost", "127.0.0.1", "::1", "[::1]", "testserver"})
REAL_PRACTICES = "select count(*) from accounts_practice where not filled_by_demo"


def hosts_are_local(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """demo.E001: the demo is served to this machine only."""
    hosts = {*settings.ALLOWED_HOSTS, urlsplit(settings.SITE_URL).hostname or ""}
    strange = sorted(host for host in hosts if host not in LOCAL and not host.endswith(".localhost"))
    if not strange:
        return []
    return [
        checks.Error(
            f"Demo mode lets anybody step in as anybody, so it serves this machine only, not {', '.join(strange)}.",
            hint="Set KAP_DEMO=0, or take these names out of ALLOWED_HOSTS and SITE_URL.",
            id="demo.E001",
        )
    ]


def database_is_the_demos_own(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """demo.E002: a practice that the demo did not fill is a real one."""
    return [
        checks.Error(
            "Demo mode is on, and this database holds a real practice.",
            hint="Set KAP_DEMO=0, or give the demo a database of its own.",
            id="demo.E002",
        )
        for alias in databases or ()
        if _holds_a_real_practice(alias)
    ]


def _holds_a_real_practice(alias: str) -> bool:
    try:
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.execute(REAL_PRACTICES)
            found = cursor.fetchone()
    except DatabaseError:  # not migrated yet, so it holds nobody
        return False
    return bool(found and found[0])
