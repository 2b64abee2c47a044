"""A journey meets the whole product: gunicorn, worker, scheduler, broker and documents, on a database of its own."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kap_practice import serving
from tests import databases

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def practice_database() -> Iterator[str]:
    """The name of the journey's database."""
    name = f"journey_{os.getpid()}"
    with databases.running(), databases.own_copy(name):
        yield name


@pytest.fixture(scope="session")
def practice_server(practice_database: str) -> Iterator[str]:
    """The address of a served practice that is ready, worker included. All its processes end with the run."""
    with databases.own_queue() as queue:
        place = place_of(practice_database, queue, DJANGO_SETTINGS_MODULE="tests.settings", KAP_TEST_DEMO="1")
        _manage("load_diagnosis_codes", place)
        _manage("load_demo", place)
        with serving.only_one(place), serving.processes(place) as supervisor:
            serving.wait_until_ready(place, supervisor)
            yield f"http://localhost:{place.port}"


@pytest.fixture(scope="session")
def base_url(practice_server: str) -> str:
    """So that `page.goto("/")` means the practice."""
    return practice_server


@pytest.fixture
def superuser(practice_server: str, practice_database: str) -> Iterator[psycopg.Connection]:
    """A connection to the journey's database past every policy."""
    with databases.superuser(practice_database) as connection:
        yield connection


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's chromium where there is one, and nothing that it does on its own in the network."""
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
    quiet += ["--disable-background-networking", "--disable-component-update"]
    if os.geteuid() == 0:
        quiet.append("--no-sandbox")  # chromium refuses to run as root otherwise
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": quiet}


def place_of(database: str, queue: str, **environment: str) -> serving.Place:
    """Where a practice on this database and this queue is served, with what these tests add to its environment.

    One folder a queue, so that whoever has the queue next ends what a killed run has left there.
    """
    port = free_port()
    environment |= {"KAP_TEST_DATABASE": database, "KAP_TEST_QUEUE": queue, "KAP_JOURNEY": "1"}
    environment |= {"SITE_URL": f"http://localhost:{port}"}
    folder = databases.BASE_DIR / "var" / "tests" / f"practice-{queue}"
    return serving.Place(databases.BASE_DIR, folder, port, environment)


def _manage(command: str, place: serving.Place) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=place.project,
        env=os.environ | place.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"manage.py {command}:\n{done.stdout}{done.stderr}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
