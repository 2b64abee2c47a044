"""`/livez` and `/readyz`, for whatever watches the servers. They name no version or host, and show no error's text."""

from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from redis.backoff import NoBackoff
from redis.retry import Retry

from accounts.checks import keys_trouble, wall_troubles

HEARTBEAT_SECONDS = 60
HEARTBEATS = "select exists (select from outbox_heartbeat where at > now() - make_interval(secs => %s))"


class HealthMiddleware:
    """Stands first, before sessions and the actor, so that a database that is down gives a 503 and not a 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in {"GET", "HEAD"}:
            if request.path == "/livez":
                return answer({"process": True})
            if request.path == "/readyz":
                return answer(checks())
        return self.get_response(request)


def forget_workers(alias: str) -> None:
    """Take back what workers said before a restart, so that ready means that one is there now."""
    with connections[alias].cursor() as cursor:
        cursor.execute("delete from outbox_heartbeat")


def answer(found: dict[str, bool]) -> JsonResponse:
    ready = all(found.values())
    body = {"ready": ready, **{name: "ok" if fine else "down" for name, fine in found.items()}}
    return JsonResponse(body, status=200 if ready else 503, headers={"Cache-Control": "no-store"})


def checks() -> dict[str, bool]:
    """What must hold before people are let in, each with whether it does."""
    asked = {
        "database": database_answers,
        "migrations": migrations_are_applied,
        "wall": wall_stands,
        "broker": broker_answers,
        "worker": worker_lives,
    }
    return {name: holds(question) for name, question in asked.items()}


def holds(question: Callable[[], bool]) -> bool:
    """The question's answer; no when the server that was asked is away."""
    try:
        return question()
    except DatabaseError:
        connection.close()
    except redis.RedisError:
        pass
    return False


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return True


def migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def wall_stands() -> bool:
    """Whether the row policies bind this server: it may have started while the database was away."""
    return not (wall_troubles() or keys_trouble())


def broker_answers() -> bool:
    patience = {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": Retry(NoBackoff(), 0)}
    with redis.Redis.from_url(settings.REDIS_URL, **patience) as client:
        return bool(client.ping())


def worker_lives() -> bool:
    """Whether some worker has lately run a task: that takes the scheduler, the broker, the worker and its database."""
    with connection.cursor() as cursor:
        cursor.execute(HEARTBEATS, [HEARTBEAT_SECONDS])
        found = cursor.fetchone()
    return bool(found and found[0])
