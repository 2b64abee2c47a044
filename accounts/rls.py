"""Row-level security as migration operations: the second wall, which holds when a view forgets the first.

Policies name the group roles kap_owner, kap_web, kap_worker and kap_backup; on a managed server the login users are
members of them. A table under protection gives nothing to anybody whom no policy names.
"""

from dataclasses import dataclass

from django.db import migrations

UID = "kap_uid()"
IS = {role: f"kap_role() = '{role}'" for role in ("therapist", "staff", "prescriber", "partner", "worker", "door")}

HELPERS = """
create function kap_uid() returns uuid language sql stable as
    $$ select nullif(current_setting('app.uid', true), '')::uuid $$;
create function kap_role() returns text language sql stable as
    $$ select coalesce(current_setting('app.role', true), '') $$;
"""
HELPERS_BACK = "drop function kap_uid(); drop function kap_role();"


@dataclass(frozen=True)
class Policy:
    """One row policy: `command` is select, insert, update or all; `rule` an SQL condition on the row.

    `after`, for an update, is the condition on the changed row where it differs from `rule`.
    """

    name: str
    command: str
    rule: str
    to: str = "kap_web"
    after: str = ""

    def sql(self, table: str) -> str:
        clauses = {
            "select": f"using ({self.rule})",
            "delete": f"using ({self.rule})",
            "insert": f"with check ({self.rule})",
        }
        clause = clauses.get(self.command, f"using ({self.rule}) with check ({self.after or self.rule})")
        return f'create policy "{self.name}" on {table} for {self.command} to {self.to} {clause};'


# Work that the worker does by itself; the same code runs on the web's connection in a command or a test.
WORKER_ACTS = Policy("worker acts", "all", IS["worker"])
PRACTICE = f"({IS['therapist']} or {IS['staff']})"

ALWAYS = (
    Policy("owner keeps", "all", "true", "kap_owner"),
    Policy("backup reads", "select", "true", "kap_backup"),
)


def protect(
    table: str, *policies: Policy, web: str = "select, insert", worker: str = ""
) -> migrations.operations.base.Operation:
    """Put `table` under forced row-level security with these policies.

    `web` names the commands that the web may run at all (a table that is only added to needs no UPDATE), `worker` those
    of the worker, none by default: a missing grant is stronger than any policy.
    """
    both = (*ALWAYS, *policies, *((Policy("worker", "all", "true", "kap_worker"),) if worker else ()))
    return _protected(table, both, _grants(table, web, worker))


def protect_history(table: str, reads: str) -> migrations.operations.base.Operation:
    """Put the table of changes of a kept row under protection: read by whom `reads` says, written by triggers alone.

    A trigger writes as whoever made the change, so everybody may insert, but only from within one.
    """
    policies = (
        *ALWAYS,
        Policy("readers", "select", reads),
        Policy("triggers write", "insert", "pg_trigger_depth() > 0", to="kap_web, kap_worker"),
    )
    return _protected(table, policies, _grants(table, "select, insert", "insert"))


def _protected(table: str, policies: tuple[Policy, ...], grants: str) -> migrations.operations.base.Operation:
    lines = [f"alter table {table} enable row level security; alter table {table} force row level security;"]
    lines += [policy.sql(table) for policy in policies]
    undo = [f'drop policy "{policy.name}" on {table};' for policy in policies]
    undo.append(f"alter table {table} no force row level security; alter table {table} disable row level security;")
    return migrations.RunSQL("\n".join([*lines, grants]), "\n".join(undo))


def definer(name: str, signature: str, returns: str, body: str) -> migrations.operations.base.Operation:
    """A function that looks past the policies, for a policy or one narrow question. It must itself ask for the role.

    Without it two tables whose policies ask each other would never come to an end. Its search path is fixed, so that
    nobody can put a table of their own in its way.
    """
    sql = (
        f"create function {name}({signature}) returns {returns} language sql stable security definer"
        f" set search_path = public, pg_temp as $$ {body} $$;"
    )
    return migrations.RunSQL(sql, f"drop function {name}({signature});")


def restrict(table: str, *, web: str, worker: str = "select") -> migrations.operations.base.Operation:
    """Leave `web` and `worker` only these commands on a table; "update (a, b)" leaves two columns of it."""
    return migrations.RunSQL(_grants(table, web, worker), migrations.RunSQL.noop)


def _grants(table: str, web: str, worker: str) -> str:
    lines = [f"revoke all on {table} from kap_web, kap_worker;", f"grant {web} on {table} to kap_web;"]
    if worker:
        lines.append(f"grant {worker} on {table} to kap_worker;")
    return "\n".join(lines)
