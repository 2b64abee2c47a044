"""What the database's own catalogue says of the second wall: read at start, by `/readyz` and by tests."""

from django.db.backends.base.base import BaseDatabaseWrapper

# Tables without row policies, each with the reason: they tell of nobody, or are read before anybody is known.
EXEMPT: dict[str, str] = {
    "accounts_clockoffset": "a test's fictional time",
    "accounts_keycanary": "one sealed word that is no secret",
    "accounts_tries": "counts tries at the doors before anybody is known; digests, and network addresses for minutes",
    "accounts_practice": "the practice's own letterhead, shown on every page and door",
    "auth_group": "unused part of Django",
    "auth_group_permissions": "unused part of Django",
    "auth_permission": "unused part of Django",
    "billing_diagnosiscode": "the published code set",
    "billing_fee": "the practice's fee schedule",
    "billing_numbercounter": "counters of papers",
    "clients_consentdocument": "published texts",
    "demo_sentmail": "mail to invented people, in the demo only",
    "django_content_type": "names of models",
    "django_migrations": "names of migrations",
    "django_session": "read by its random key before anybody is known; holds no more than who signed in, and how",
    "outbox_heartbeat": "that a background process lives",
}

UNPROTECTED = """
select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind in ('r', 'p')
and not (c.relrowsecurity and c.relforcerowsecurity
         and exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polname = 'owner keeps'))
order by 1
"""
# A plain view or a materialized one answers with its owner's rights, so it looks past every policy.
VIEWS_THAT_LEAK = """
select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and (c.relkind = 'm'
    or c.relkind = 'v' and not coalesce('security_invoker=true' = any(c.reloptions), false))
order by 1
"""
# Functions that look past the policies: each must stand in DEFINERS, with a search path that nobody can bend.
DEFINER_FUNCTIONS = """
select p.proname, coalesce('search_path=public, pg_temp' = any(p.proconfig), false)
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname = 'public' and p.prosecdef order by 1
"""
DEFINERS = frozenset(
    {
        "kap_busy_elsewhere",
        "kap_my_couples",
        "kap_my_people",
        "kap_my_appointments",
        "kap_in_nobodys_care",
        "kap_dosing_events",
        "kap_clearances_in_brief",
        "kap_course_of",
        "kap_dosed",
        "kap_under_effect",
        "kap_is_elsewhere",
        "kap_in_care",
        "kap_safety_reach",
        "kap_my_records",
        "kap_couple_is_closed",
        "kap_appointment_is_closed",
        "kap_decisions_in_brief",
        "kap_find_in_emergency",
        "kap_chain",
        "kap_record_head",
        "kap_wide_readers",
    }
)
ROLE = """
select r.rolsuper, r.rolbypassrls,
    (select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and pg_has_role(current_user, c.relowner, 'member')),
    exists (select 1 from pg_roles other where (other.rolsuper or other.rolbypassrls)
            and pg_has_role(current_user, other.oid, 'member'))
from pg_roles r where r.rolname = current_user
"""


def unprotected_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Tables that tell of people and have no forced row policies. Empty is good."""
    return [table for (table,) in _ask(connection, UNPROTECTED) if table not in EXEMPT]


def ways_past(connection: BaseDatabaseWrapper) -> list[str]:
    """Views and functions that answer with somebody else's rights and are not known to. Empty is good."""
    views = [f"view {name}" for (name,) in _ask(connection, VIEWS_THAT_LEAK)]
    functions = _ask(connection, DEFINER_FUNCTIONS)
    return views + [f"function {name}" for name, fixed in functions if name not in DEFINERS or not fixed]


def troubles_of_role(connection: BaseDatabaseWrapper) -> list[str]:
    """Why the user of this connection is one that no row policy binds, in sentences. Empty is good."""
    superuser, bypasses, owned, is_one_who_does = _ask(connection, ROLE)[0]
    found = []
    if superuser:
        found.append("The database user is a superuser, whom no row policy binds.")
    elif bypasses or is_one_who_does:
        found.append("The database user may look past the row policies.")
    if owned:
        found.append(f"The database user owns {owned} tables, so it could take their policies away.")
    return found


def _ask(connection: BaseDatabaseWrapper, question: str) -> list[tuple]:  # type: ignore[type-arg]  # rows of several shapes
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())
