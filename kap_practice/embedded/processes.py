"""Starting, finding and ending the bundled servers' processes."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psutil

from kap_practice.embedded.folders import POSTGRES
from kap_practice.embedded.place import Servers, ServerTrouble

PATIENCE_SECONDS = 60
LARGEST_LOG_BYTES = 5_000_000
# By folder and name: what this process started it can also end before a pid file is written, and it reaps it.
_launched: dict[tuple[Path, str], "subprocess.Popen[bytes]"] = {}


def run(servers: Servers, *command: str | Path) -> None:
    """Run a program to its end as the servers' user. Raises ServerTrouble with the last lines it said."""
    done = subprocess.run(  # noqa: S603 - our own words, no shell
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **_identity(servers)
    )
    if done.returncode:
        name = Path(command[0]).name
        raise ServerTrouble(f"{name} ended with code {done.returncode}:\n{_last_lines(done.stdout + done.stderr)}")


def launch(servers: Servers, name: str, command: Sequence[str | Path], answers: Callable[[Servers], bool]) -> None:
    """Start a server and wait until it answers. Raises ServerTrouble.

    It gets a session of its own, so that Ctrl-C at the terminal does not reach it.
    """
    log = servers.log / f"{name}.log"
    if log.exists() and log.stat().st_size > LARGEST_LOG_BYTES:
        log.replace(log.with_suffix(".old.log"))
    with log.open("ab") as sink:
        said_before = sink.tell()
        process = subprocess.Popen(  # noqa: S603 - our own words, no shell
            command, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, start_new_session=True, **_identity(servers)
        )
    _launched[servers.home, name] = process
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not answers(servers):
        if process.poll() is not None:
            said = log.read_bytes()[said_before:].decode(errors="replace")
            raise ServerTrouble(f"The bundled {name} ended at once:\n{_last_lines(said)}")
        if time.monotonic() > deadline:
            raise ServerTrouble(f"The bundled {name} does not answer. Its log is {log}.")
        time.sleep(0.02)


def end(servers: Servers, name: str, how: signal.Signals) -> None:
    """Ask a server to end and wait until it has. Nothing happens when it is not running. Raises ServerTrouble."""
    child = _launched.pop((servers.home, name), None)
    process = psutil.Process(child.pid) if child and child.poll() is None else running(servers, name)
    if process is None:
        return
    process.send_signal(how)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _has_ended(process):
        if time.monotonic() > deadline:
            problem = f"{name} (process {process.pid}) does not stop. It is left running, so that it loses nothing."
            raise ServerTrouble(problem)
        time.sleep(0.02)
    if child:
        child.wait(PATIENCE_SECONDS)  # its last threads may outlive the moment at which it counts as ended


def _has_ended(process: psutil.Process) -> bool:
    """Whether it runs no more. One that another process of ours launched stays as a zombie until that one reaps it."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def running(servers: Servers, name: str) -> psutil.Process | None:
    """The process that the pid file names, if it still is that server: after a crash the number may be another's."""
    try:
        process = psutil.Process(int(pid_file(servers, name).read_text().split()[0]))
        return process if name in process.cmdline()[0] and not _has_ended(process) else None
    except (OSError, ValueError, IndexError, psutil.Error):
        return None


def pid_file(servers: Servers, name: str) -> Path:
    return servers.data / "postmaster.pid" if name == POSTGRES else servers.queue / "valkey.pid"


def _identity(servers: Servers) -> dict[str, Any]:
    """Whom a program runs as, where, and with which environment: none of ours, so no secret."""
    surroundings = {"cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}}
    if servers.system_user is None:
        return surroundings
    return surroundings | {"user": servers.system_user, "group": servers.system_user, "extra_groups": []}


def _last_lines(said: str) -> str:
    return "\n".join(said.strip().splitlines()[-8:])
