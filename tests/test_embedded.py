import os
import subprocess
from pathlib import Path

import environ
import psutil
import psycopg
import pytest
from django.db import ProgrammingError, connection

from kap_practice import embedded
from kap_practice.embedded import processes
from tests.databases import SERVERS

pytestmark = pytest.mark.django_db
LONGEST_SOCKET_PATH = 104  # on macOS; Linux takes 108


def test_a_second_start_leaves_the_running_servers_alone() -> None:
    before = (SERVERS.data / "postmaster.pid").read_text()
    embedded.start(SERVERS)
    assert (SERVERS.data / "postmaster.pid").read_text() == before


def test_a_server_that_its_launcher_has_not_reaped_yet_has_ended() -> None:
    child = subprocess.Popen(["true"])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # it is over, and stays as a zombie
    assert processes._has_ended(psutil.Process(child.pid))
    child.wait()


def test_only_their_user_can_reach_the_sockets() -> None:
    assert SERVERS.sockets.stat().st_mode & 0o777 == 0o700


def test_postgres_listens_on_no_port(superuser: psycopg.Connection) -> None:
    assert superuser.execute("show listen_addresses").fetchone() == ("",)


def test_the_web_role_is_bound_by_row_level_security() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_user, rolsuper, rolbypassrls from pg_roles where rolname = current_user")
        assert cursor.fetchone() == ("kap_web", False, False)


def test_the_web_role_owns_no_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_tables where tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_the_web_role_may_not_make_a_table() -> None:
    with pytest.raises(ProgrammingError, match="permission denied for schema public"), connection.cursor() as cursor:
        cursor.execute("create table loophole (id int)")


def test_a_project_in_a_deep_folder_still_gets_a_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    deep = embedded.location(Path("/home") / ("deep" * 40))
    assert len(str(deep.sockets / ".s.PGSQL.5432.lock")) < LONGEST_SOCKET_PATH


def test_two_projects_on_one_machine_have_nothing_in_common() -> None:
    assert embedded.location(Path("/srv/one")).home != embedded.location(Path("/srv/two")).home


def test_libpq_and_django_read_the_same_address() -> None:
    url = SERVERS.database_url("kap_web", "kap")
    read = environ.Env.db_url_config(url)
    assert psycopg.conninfo.conninfo_to_dict(url) == {
        "user": read["USER"],
        "dbname": read["NAME"],
        "host": read["OPTIONS"]["host"],
    }
