"""The two servers: how each is set up, started, asked whether it lives, and stopped."""

import fcntl
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from kap_practice.embedded import folders
from kap_practice.embedded.folders import POSTGRES, VALKEY, program, write
from kap_practice.embedded.place import Servers
from kap_practice.embedded.processes import end, launch, pid_file, run, running


def start(servers: Servers, *, postgres: bool = True, valkey: bool = True) -> None:
    """Start what is not running and wait until it answers. Raises ServerTrouble."""
    folders.prepare(servers)
    with _one_at_a_time(servers):
        if postgres and not postgres_answers(servers):
            _start_postgres(servers)
        if valkey and not valkey_answers(servers):
            _start_valkey(servers)


def revive(servers: Servers, *, postgres: bool = True, valkey: bool = True) -> None:
    """Start again a server whose process has died. Raises ServerTrouble."""
    start(
        servers,
        postgres=postgres and running(servers, POSTGRES) is None,
        valkey=valkey and running(servers, VALKEY) is None,
    )


def stop(servers: Servers, *, postgres: bool = True, valkey: bool = True) -> None:
    """Stop what is running, after it has written what it holds. Raises ServerTrouble."""
    if not servers.home.exists():
        return
    with _one_at_a_time(servers):
        if valkey:
            end(servers, VALKEY, signal.SIGTERM)
        if postgres:
            end(servers, POSTGRES, signal.SIGINT)  # its "fast shutdown": open work is undone, the rest is written


def erase(servers: Servers) -> None:
    """Stop both and delete all that they keep. There is no way back."""
    stop(servers)
    for folder in (servers.home, servers.sockets):
        shutil.rmtree(folder, ignore_errors=True)


def postgres_answers(servers: Servers) -> bool:
    try:
        psycopg.connect(servers.database_url("postgres", "postgres"), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def valkey_answers(servers: Servers) -> bool:
    once = Retry(NoBackoff(), 0)
    try:
        with redis.Redis(unix_socket_path=str(servers.valkey_socket), socket_timeout=2, retry=once) as client:
            return bool(client.ping())
    except (redis.ConnectionError, redis.TimeoutError):  # still loading counts as the first
        return False


def _start_postgres(servers: Servers) -> None:
    if not (servers.data / "PG_VERSION").exists():
        _make_cluster(servers)
    if running(servers, POSTGRES) is None:
        for left_behind in (pid_file(servers, POSTGRES), servers.sockets / ".s.PGSQL.5432.lock"):
            left_behind.unlink(missing_ok=True)
    write(servers.home / "pg_hba.conf", "local all all trust\n")
    config = servers.home / "postgresql.conf"
    write(config, "".join(f"{key} = {_quoted(value)}\n" for key, value in _postgres_settings(servers).items()))
    command = (program(servers, POSTGRES), "-D", servers.data, "-c", f"config_file={config}")
    launch(servers, POSTGRES, command, postgres_answers)


def _make_cluster(servers: Servers) -> None:
    """initdb beside the final place, then one rename: what was interrupted leaves nothing that looks finished."""
    unfinished = servers.home / "data.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    folders.own(unfinished, servers)
    run(
        servers,
        program(servers, "initdb"),
        *("-D", unfinished, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--data-checksums"),
        *(() if servers.keeps_data else ("--no-sync",)),
    )
    unfinished.rename(servers.data)


def _postgres_settings(servers: Servers) -> dict[str, object]:
    settings: dict[str, object] = {
        "hba_file": servers.home / "pg_hba.conf",
        "listen_addresses": "",
        "unix_socket_directories": servers.sockets,
        "unix_socket_permissions": "0700",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] %q%u@%d ",
        # A failing statement and the row it failed on can hold what a partner answered: neither goes to the log.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "max_wal_size": "256MB",
    }
    if servers.keeps_data:
        return settings
    fast = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return settings | fast | {"wal_level": "minimal", "max_wal_senders": 0}


def _start_valkey(servers: Servers) -> None:
    settings = {
        "port": 0,
        "unixsocket": servers.valkey_socket,
        "unixsocketperm": 700,
        "dir": servers.queue,
        "pidfile": pid_file(servers, VALKEY),
        "maxmemory-policy": "noeviction",
        "appendonly": "yes" if servers.keeps_data else "no",
    }
    lines = [f'{key} "{value}"\n' for key, value in settings.items()]
    config = servers.home / "valkey.conf"
    write(config, "".join(lines if servers.keeps_data else [*lines, 'save ""\n']))
    launch(servers, VALKEY, (program(servers, VALKEY), config), valkey_answers)


def _quoted(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


@contextmanager
def _one_at_a_time(servers: Servers) -> Iterator[None]:
    with (servers.home / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
