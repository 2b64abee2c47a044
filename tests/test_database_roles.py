from io import StringIO

import psycopg
import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection

from kap_practice import database_roles
from tests.databases import SERVERS, own_name

pytestmark = pytest.mark.django_db


def test_they_may_be_made_again() -> None:
    assert database_roles.make(SERVERS.database_url("postgres", own_name())) is False


def test_the_script_for_an_administrator_makes_each_of_them() -> None:
    printed = StringIO()
    call_command("database_roles", "--sql", stdout=printed)
    for role in ("kap_owner", "kap_web", "kap_worker", "kap_backup"):
        assert f"create role {role}" in printed.getvalue()


def test_only_the_backup_reads_past_the_policies(superuser: psycopg.Connection) -> None:
    past = superuser.execute("select rolname from pg_roles where rolname like 'kap%' and (rolbypassrls or rolsuper)")
    assert past.fetchall() == [("kap_backup",)]


def test_the_backup_writes_nothing() -> None:
    with psycopg.connect(SERVERS.database_url("kap_backup", own_name())) as backup:
        assert backup.execute("select count(*) from accounts_user").fetchone() is not None
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            backup.execute("delete from accounts_user")


def test_a_request_cannot_hold_the_database_for_long() -> None:
    with connection.cursor() as cursor:
        cursor.execute("show statement_timeout")
        assert cursor.fetchone() == ("15s",)


def test_the_web_may_not_empty_a_table() -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("truncate accounts_user cascade")
