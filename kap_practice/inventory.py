"""What an auditor asks for first, read from the code and from the database instead of being written by hand.

Nothing in it depends on the machine, on the demo, or on what the practice holds.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from celery import current_app
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.urls import get_resolver

from accounts.checks import url_patterns
from accounts.policies_of_others import THIRD_PARTY
from accounts.policy import GRANTS, HIDDEN, Permission
from accounts.roles import Role
from accounts.wall import EXEMPT

HEAD = """# Inventory

Made by `make inventory` from the settings, the addresses, the database and the tasks; a test compares it with what is
there. What is promised with it, and against whom, is in [security.md](security.md).
"""
SERVING = ("kap_web", "kap_worker")
TABLES = """
select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1
"""
POLICIES = """
select c.relname, p.polname, case p.polcmd
    when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end
from pg_policy p join pg_class c on c.oid = p.polrelid
where p.polname not in ('owner keeps', 'backup reads') order by 1, 3, 2
"""
GRANTED = """
select c.relname, r.rolname, lower(a.privilege_type), ''
from pg_class c join pg_namespace n on n.oid = c.relnamespace
cross join aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
where n.nspname = 'public' and c.relkind in ('r', 'p') and r.rolname = any(%(roles)s)
union all
select c.relname, r.rolname, lower(a.privilege_type), t.attname
from pg_attribute t join pg_class c on c.oid = t.attrelid join pg_namespace n on n.oid = c.relnamespace
cross join aclexplode(t.attacl) a join pg_roles r on r.oid = a.grantee
where n.nspname = 'public' and r.rolname = any(%(roles)s)
order by 1, 2, 3, 4
"""
# Settings whose value is the same on every machine and that somebody who judges the product will want to know.
TELLING = (
    *("IDLE_MINUTES", "ABSOLUTE_HOURS", "SESSION_COOKIE_AGE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE"),
    *("SESSION_SERIALIZER", "SECURE_REFERRER_POLICY", "X_FRAME_OPTIONS", "MFA_SUPPORTED_TYPES"),
    *("ACCOUNT_LOGIN_BY_CODE_TIMEOUT", "ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS", "ACCOUNT_REAUTHENTICATION_TIMEOUT"),
    *("ACCOUNT_PREVENT_ENUMERATION", "DATA_UPLOAD_MAX_MEMORY_SIZE", "DATA_UPLOAD_MAX_NUMBER_FIELDS"),
)
OTHERS = {"signed in": "everybody signed in", "public": "everybody"}


def inventory(connection: BaseDatabaseWrapper) -> str:
    """The whole document. `connection` may be that of any user: only the catalogue is read."""
    parts = [addresses(), permissions(), tables(connection), tasks(), doors()]
    return HEAD + "".join("\n" + "\n".join(part) + "\n" for part in parts)


def addresses() -> Iterator[str]:
    yield from _head("Addresses", "Address", "Name", "Who may ask")
    found = {pattern.name or "": (f"/{route}", pattern.callback) for route, pattern in url_patterns(get_resolver())}
    for name, (route, view) in sorted(found.items(), key=lambda one: one[1][0]):
        if not view.__module__.startswith("demo."):
            yield _row(f"`{route}`", name, _who(getattr(view, "policy", None), view, name))


def _who(policy: object, view: object, name: str) -> str:
    proof = ", proved again" if getattr(view, "proved", False) else ""
    if isinstance(policy, Permission):
        return f"{policy.name}{proof}"
    if policy is None:
        return f"as the library has it ({'signed in' if name in THIRD_PARTY else 'closed'})"
    return f"{OTHERS.get(str(policy), str(policy))}{proof}"


def permissions() -> Iterator[str]:
    yield from _head("Permissions", "Permission", "What it is", *(str(role.label) for role in Role), "Refused as")
    for permission, roles in GRANTS.items():
        marks = ["yes" if role in roles else "" for role in Role]
        yield _row(permission.name, permission.value, *marks, "not there" if permission in HIDDEN else "forbidden")


def tables(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Each table with the policies of the serving users and what they may run at all."""
    policies = {
        table: ", ".join(f"{name} ({command})" for _, name, command in rows)
        for table, rows in groupby(_ask(connection, POLICIES), key=lambda row: row[0])
    }
    grants = {
        table: {user: _commands(own) for user, own in groupby(rows, key=lambda row: row[1])}
        for table, rows in groupby(_ask(connection, GRANTED), key=lambda row: row[0])
    }
    yield from _head("Tables", "Table", "Row policies", "The web may", "The worker may")
    for (table,) in _ask(connection, TABLES):
        if not table.startswith("demo_"):
            said = (
                policies.get(table)
                or f"none: {EXEMPT.get(table, 'the triggers of the database write it, nobody who serves')}"
            )
            yield _row(f"`{table}`", said, *(grants.get(table, {}).get(user, "nothing") for user in SERVING))


def _commands(rows: Iterable[tuple[str, ...]]) -> str:
    """Commands, with the columns where a grant names columns only."""
    said = []
    for command, own in groupby(rows, key=lambda row: row[2]):
        columns = [column for *_, column in own if column]
        said.append(f"{command} ({', '.join(columns)})" if columns else command)
    return ", ".join(said)


def tasks() -> Iterator[str]:
    beat = {entry["task"]: entry["schedule"] for entry in current_app.conf.beat_schedule.values()}
    yield from _head("Tasks of the worker", "Task", "By itself every")
    current_app.loader.import_default_modules()
    for name in sorted(current_app.tasks):
        if not name.startswith(("celery.", "demo.")):
            yield _row(f"`{name}`", str(beat.get(name, "when woken")))


def doors() -> Iterator[str]:
    yield from _head("Settings that do not depend on the machine", "Setting", "Value")
    for name in TELLING:
        if hasattr(settings, name):
            yield _row(f"`{name}`", f"`{getattr(settings, name)!r}`")
    for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items():
        yield _row(f"`Content-Security-Policy: {name}`", f"`{' '.join(map(str, sources))}`")
    for number, layer in enumerate(settings.MIDDLEWARE, start=1):
        yield _row(f"Middleware {number}", f"`{layer}`")


def _head(title: str, *columns: str) -> Iterator[str]:
    yield f"## {title}\n"
    yield _row(*columns)
    yield _row(*("---" for _ in columns))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _ask(connection: BaseDatabaseWrapper, question: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, {"roles": list(SERVING)})
        return list(cursor.fetchall())
