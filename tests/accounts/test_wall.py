"""The second wall as a whole: the catalogue, the user that serves, and the traps that were met on the way to it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest
from django.core import checks
from django.db import ProgrammingError, connection, connections, transaction

from accounts import wall
from accounts.actor import READ, as_actor
from accounts.checks import the_wall_stands, wall_troubles
from clients.models import Partner
from screening.models import SealedAnswer
from tests import databases
from tests.cast import NOON, Cast
from tests.databases import SERVERS, own_name
from tests.states import answered, booked, consented

pytestmark = pytest.mark.django_db
PERSONAL = (
    *("accounts_user", "clients_partner", "clients_couple", "clients_membership", "clients_careteam"),
    *("clients_referral", "clients_consent", "kap_sessions_appointment", "kap_sessions_attendance"),
    *("kap_sessions_planstep", "outbox_message", "account_emailaddress"),
)


def test_every_table_that_tells_of_people_has_forced_policies() -> None:
    assert wall.unprotected_tables(connection) == []


def test_every_exemption_is_of_a_table_that_is_there() -> None:
    assert set(wall.EXEMPT) <= set(connection.introspection.table_names())


def test_nothing_answers_with_somebody_elses_rights_but_what_is_known_to() -> None:
    assert wall.ways_past(connection) == []


def test_a_new_table_without_policies_is_found(superuser: psycopg.Connection) -> None:
    superuser.execute("create table clients_forgotten (id uuid)")
    assert wall.unprotected_tables(connection) == ["clients_forgotten"]


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ("create view all_partners as select * from clients_partner", "view all_partners"),
        ("create materialized view kept_partners as select * from clients_partner", "view kept_partners"),
        ("create function f() returns int language sql security definer as 'select 1'", "function f"),
    ],
)
def test_wa_18_a_view_or_function_past_the_policies_is_found(
    made: str, found: str, superuser: psycopg.Connection
) -> None:
    superuser.execute(made)
    assert wall.ways_past(connection) == [found]


def test_a_view_that_asks_as_its_reader_is_none(superuser: psycopg.Connection) -> None:
    superuser.execute("create view own_partners with (security_invoker = true) as select * from clients_partner")
    assert wall.ways_past(connection) == []


@pytest.mark.parametrize("role", ["kap_web", "kap_worker"])
def test_the_users_that_serve_are_bound_and_own_nothing(role: str) -> None:
    with as_database_user(role):
        assert wall.troubles_of_role(connection) == []


@pytest.mark.parametrize(
    ("role", "says"), [("postgres", "superuser"), ("kap_backup", "look past"), ("kap_owner", "owns")]
)
def test_any_other_user_is_refused(role: str, says: str) -> None:
    with as_database_user(role):
        found = the_wall_stands(databases=["default"])
    assert {one.id for one in found} == {"accounts.E003"}
    assert says in str(found[0].msg)


def test_keys_that_cannot_read_are_refused(settings: object) -> None:
    settings.FIELD_KEYS = ["YW5vdGhlci1rZXktYW5vdGhlci1rZXktYW5vdGhlci0="]  # type: ignore[attr-defined]  # pytest-django's
    assert [one.id for one in the_wall_stands(databases=["default"])] == ["accounts.E004"]


def test_the_check_is_one_that_runs_before_serving() -> None:
    assert "the_wall_stands" in {getattr(check, "__name__", "") for check in checks.registry.registry.get_checks()}
    assert wall_troubles() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "program", [("-c", "import kap_practice.wsgi"), ("-m", "celery", "-A", "kap_practice", "worker", "--pool=solo")]
)
def test_nothing_is_served_as_a_superuser(program: tuple[str, ...]) -> None:
    urls = {name: SERVERS.database_url("postgres", own_name()) for name in ("DATABASE_URL", "WORKER_DATABASE_URL")}
    done = subprocess.run(
        [sys.executable, *program],
        env=os.environ
        | databases.urls(own_name())
        | urls
        | {"KAP_ENV": "local", "KAP_DEMO": "0", "DJANGO_SETTINGS_MODULE": "kap_practice.settings"}
        | {"SECRET_KEY": "x" * 60, "FIELD_KEYS": "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk="},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert "is a superuser, whom no row policy binds" in done.stderr + done.stdout


@contextmanager
def as_database_user(role: str) -> Iterator[None]:
    """Another connection in the place of this one, as another user of the database."""
    kept = connections["default"]
    other = kept.copy()
    other.settings_dict = {**kept.settings_dict, "USER": role}
    connections["default"] = other
    try:
        other.connect()
        yield
    finally:
        other.close()
        connections["default"] = kept


# The traps of trust.md 4.3, one by one.


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        return int(cursor.fetchone()[0])


def test_1_the_actor_stands_before_the_views_own_transaction(cast: Cast) -> None:
    from django.conf import settings  # noqa: PLC0415 - the settings themselves, not the fixture

    assert settings.DATABASES["default"]["ATOMIC_REQUESTS"]
    order = settings.MIDDLEWARE
    assert order.index("django.contrib.auth.middleware.AuthenticationMiddleware") < order.index(
        "accounts.middleware.ActorMiddleware"
    )


@pytest.mark.django_db(transaction=True)
def test_2_and_4_after_a_commit_nobody_acts_and_nothing_is_seen(cast: Cast) -> None:
    with as_actor(cast.therapist):
        assert count("clients_partner") == 2
    with connection.cursor() as cursor:
        cursor.execute(READ)
        assert set(cursor.fetchone()) <= {"", None}
    assert {table: count(table) for table in PERSONAL} == dict.fromkeys(PERSONAL, 0)


@pytest.mark.django_db(transaction=True)
def test_wa_21_3_a_setting_of_the_session_would_leak_and_ours_does_not(cast: Cast) -> None:
    with as_actor(cast.ann.user):
        assert count("clients_partner") == 1
    assert count("clients_partner") == 0
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('app.uid', %s, false), set_config('app.role', 'partner', false)", [str(cast.ann.pk)]
        )
        assert count("clients_partner") == 1
        cursor.execute("select set_config('app.uid', '', false), set_config('app.role', '', false)")


def test_5_a_sealed_row_is_written_without_being_read_back(cast: Cast) -> None:
    row = SealedAnswer(submission_id=uuid4(), partner=cast.ann, page="x", layer="private", body="x", sent_at=NOON)
    refused = pytest.raises(ProgrammingError, match="row-level security")
    read_back = (
        "insert into screening_sealedanswer (id, submission_id, partner_id, page, layer, body, sent_at)"
        " values (%s, %s, %s, 'x', 'private', 'x', now()) returning body"
    )
    with as_actor(cast.ann.user):
        row.save(force_insert=True)
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(read_back, [uuid4(), uuid4(), cast.ann.pk])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("role", "fails"), [("kap_owner", True), ("kap_web", True), ("kap_backup", False)])
def test_8_only_the_backup_user_dumps_and_the_others_say_so(role: str, fails: bool, cast: Cast) -> None:
    done = databases.dump(own_name(), role)
    assert bool(done.returncode) is fails
    assert ("Ann" in done.stdout) is not fails


def test_wa_19_a_query_without_any_filter_gives_a_partner_their_own_rows(cast: Cast) -> None:
    answered(cast.ann)
    consented(cast.ann)
    booked(cast, kind="consult")
    with as_actor(cast.ben.user):
        assert list(Partner.objects.all()) == [cast.ben]
        assert count("clients_membership") == count("clients_couple") == 1
        assert count("kap_sessions_appointment") == count("kap_sessions_attendance") == 0  # told by what is published
        assert count("clients_consent") == count("clients_referral") == count("screening_submission") == 0


@pytest.mark.parametrize(
    "act",
    [
        "update clients_partner set city = 'X' where user_id <> '{me}'",
        "update accounts_user set email = 'x@example.org' where id <> '{me}'",
    ],
)
def test_wa_20_a_change_of_everything_touches_nobody_else(act: str, cast: Cast) -> None:
    with as_actor(cast.ben.user), connection.cursor() as cursor:
        cursor.execute(act.format(me=cast.ben.pk))
        assert cursor.rowcount == 0


def test_a_therapist_takes_no_couple_of_another_into_her_care(cast: Cast) -> None:
    refused = pytest.raises(ProgrammingError, match="row-level security")
    row = [uuid4(), cast.other_couple.pk, cast.therapist.pk]
    with as_actor(cast.therapist), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("insert into clients_careteam (id, couple_id, user_id, since) values (%s, %s, %s, now())", row)


def test_the_office_counts_sessions_and_reads_no_dose(cast: Cast) -> None:
    with as_actor(cast.staff):
        assert {count(f"kap_sessions_{table}") for table in ("dose", "reading", "dosingstart", "note")} == {0}


def test_a_partner_sees_colleagues_by_name_and_the_other_partner_not_at_all(cast: Cast) -> None:
    with as_actor(cast.ben.user), connection.cursor() as cursor:
        cursor.execute("select email from accounts_user where role = 'partner'")
        assert cursor.fetchall() == [("ben@example.org",)]
