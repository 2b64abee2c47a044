"""The processes of `make run`: web server, worker and scheduler under supervisord, which restarts whichever dies."""

import fcntl
import http.client
import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

PROGRAMS = Path(sys.executable).parent
READY_SECONDS = 120
# supervisord gives the worker this long to finish the tasks in hand, and the web server its open requests.
STOP_SECONDS = {"web": 25, "worker": 65, "beat": 10}
STOP_PATIENCE = max(STOP_SECONDS.values()) + 15


class CannotServe(Exception):
    """Serving cannot begin, or has ended by itself. The message is for the person at the terminal."""


@dataclass(frozen=True)
class Place:
    """Where one set of processes keeps its files, which port it serves and what it adds to their environment."""

    project: Path
    folder: Path
    port: int
    environment: dict[str, str]

    @property
    def logs(self) -> Path:
        return self.folder / "log"

    @property
    def config(self) -> Path:
        return self.folder / "supervisord.conf"

    @property
    def pid_file(self) -> Path:
        return self.folder / "supervisord.pid"

    def commands(self) -> dict[str, list[str]]:
        """Programs by name."""
        celery = [str(PROGRAMS / "celery"), "-A", "kap_practice"]
        schedule = str(self.folder / "beat-schedule")
        return {
            "web": [str(PROGRAMS / "gunicorn"), "kap_practice.wsgi"],
            "worker": [*celery, "worker", "--concurrency=2", "--loglevel=INFO", "--without-gossip", "--without-mingle"],
            "beat": [*celery, "beat", "--loglevel=WARNING", "--schedule", schedule, "--pidfile="],
        }


def port_is_free(port: int) -> bool:
    """Whether a server could listen on this port of localhost now."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
        except OSError as refusal:
            if refusal.errno in {98, 48, 13}:  # taken on Linux, taken on macOS, kept for root
                return False
    return True


@contextmanager
def only_one(place: Place) -> Iterator[None]:
    """Hold the place, so that a second start does not end the servers under the first. Raises CannotServe."""
    place.logs.mkdir(parents=True, exist_ok=True)
    with (place.folder / "serving.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotServe("This practice is already running. Stop it with Ctrl-C in its terminal first.") from None
        _end_left_over(place)
        yield


def _end_left_over(place: Place) -> None:
    """After a `kill -9` of the command the supervisor lives on and holds the port, with nobody to stop it."""
    try:
        process = psutil.Process(int(place.pid_file.read_text()))
        if str(place.config) in process.cmdline():
            process.terminate()
            process.wait(STOP_PATIENCE)
    except (OSError, ValueError, psutil.Error):
        return


@contextmanager
def processes(place: Place) -> Iterator[subprocess.Popen[bytes]]:
    """Run the programs for the length of the block. They get a session of their own: Ctrl-C reaches them through us."""
    place.config.write_text(configuration(place))
    supervisor = subprocess.Popen(  # noqa: S603 - our own words, no shell
        [PROGRAMS / "supervisord", "--nodaemon", "--configuration", place.config],
        cwd=place.project,
        env=os.environ | place.environment | {"PORT": str(place.port)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield supervisor
    finally:
        supervisor.send_signal(signal.SIGTERM)
        supervisor.wait(STOP_PATIENCE)


def configuration(place: Place) -> str:
    """supervisord's own file. In it a percent sign begins a reference, so one in a path is doubled."""
    lines = ["[supervisord]", "nodaemon = true", "silent = true", f"pidfile = {place.pid_file}"]
    lines += [f"logfile = {place.logs / 'supervisord.log'}", "logfile_maxbytes = 1MB", "logfile_backups = 1"]
    lines += ["user = root"] if os.geteuid() == 0 else []  # said aloud, else supervisord warns of it
    lines += ["\n[group:practice]", f"programs = {','.join(place.commands())}"]  # of one group all are stopped at once
    for name, command in place.commands().items():
        lines += [
            f"\n[program:{name}]",
            f"command = {shlex.join(command)}",
            f"directory = {place.project}",
            f'environment = KAP_PROCESS="{"web" if name == "web" else "worker"}"',
            "autorestart = true",
            "startretries = 20",
            f"stopwaitsecs = {STOP_SECONDS[name]}",
            "killasgroup = true",
            "redirect_stderr = true",
            f"stdout_logfile = {place.logs / f'{name}.log'}",
            "stdout_logfile_maxbytes = 5MB",
            "stdout_logfile_backups = 1",
        ]
    return "\n".join(line.replace("%", "%%") for line in lines) + "\n"


def wait_until_ready(place: Place, supervisor: subprocess.Popen[bytes]) -> None:
    """Wait for `/readyz` to be green. Raises CannotServe, naming what is missing and the log to read."""
    deadline = time.monotonic() + READY_SECONDS
    while (found := ask_ready(place.port)).get("ready") is not True:
        if supervisor.poll() is not None:
            raise CannotServe(f"The processes ended by themselves. See {place.logs}.")
        if time.monotonic() > deadline:
            missing = ", ".join(name for name, state in found.items() if state == "down") or "web server"
            raise CannotServe(
                f"Not ready after {READY_SECONDS} seconds. What does not answer: {missing}. See {place.logs}."
            )
        time.sleep(0.3)


def ask_ready(port: int) -> dict[str, object]:
    """What `/readyz` says; nothing while no web server answers."""
    connection = http.client.HTTPConnection("localhost", port, timeout=10)
    try:
        connection.request("GET", "/readyz")
        return dict(json.loads(connection.getresponse().read()))
    except (OSError, http.client.HTTPException, ValueError):
        return {}
    finally:
        connection.close()
