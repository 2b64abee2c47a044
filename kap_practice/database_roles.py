"""The four database roles, as statements that may be run again and again.

`kap_owner` owns the tables and migrates. `kap_web` and `kap_worker` serve, own nothing, and are bound by row-level
security. `kap_backup` reads everything and writes nothing: a dump as the owner fails under forced row-level security.
"""

import psycopg

OWNER, WEB, WORKER, BACKUP = "kap_owner", "kap_web", "kap_worker", "kap_backup"

# One request or task must not hold the database: a stuck statement, a lock, a transaction left open.
LIMITS = {
    WEB: {"statement_timeout": "15s", "lock_timeout": "5s", "idle_in_transaction_session_timeout": "60s"},
    WORKER: {"statement_timeout": "60s", "lock_timeout": "5s", "idle_in_transaction_session_timeout": "60s"},
}


def for_server() -> list[str]:
    """What is made once for a server: the roles and their limits."""
    statements = []
    for role in (OWNER, WEB, WORKER, BACKUP):
        bypass = "bypassrls" if role == BACKUP else "nobypassrls"
        statements += [
            f"do $$ begin if to_regrole('{role}') is null then create role {role}; end if; end $$",
            f"alter role {role} login nosuperuser nocreatedb nocreaterole noreplication {bypass}",
        ]
    statements += [
        f"alter role {role} set {name} = '{value}'" for role, limits in LIMITS.items() for name, value in limits.items()
    ]
    return statements


def create_database(name: str) -> str:
    """The statement that makes the database; it cannot run inside a transaction."""
    return f"create database \"{name}\" owner {OWNER} encoding 'UTF8' template template0"


def for_database(name: str) -> list[str]:
    """What is made in each database: who may enter it, and what the roles get on tables that are still to come."""
    everyone = f"{OWNER}, {WEB}, {WORKER}, {BACKUP}"
    later = f"alter default privileges for role {OWNER} in schema public grant"
    return [
        f'revoke all on database "{name}" from public',
        f'grant connect on database "{name}" to {everyone}',
        "revoke create on schema public from public",
        f"grant usage on schema public to {everyone}",
        "create extension if not exists btree_gist",  # the exclusion constraints against double booking
        f"{later} select, insert, update, delete on tables to {WEB}, {WORKER}",
        f"{later} usage, select on sequences to {WEB}, {WORKER}",
        f"{later} select on tables to {BACKUP}",
        f"{later} select on sequences to {BACKUP}",
    ]


def make(superuser_url: str) -> bool:
    """Make what is missing of the roles and of the database in the address. Answers whether the database is new."""
    name = psycopg.conninfo.conninfo_to_dict(superuser_url)["dbname"]
    with psycopg.connect(superuser_url, dbname="postgres", autocommit=True) as server:
        run(server, for_server())
        new = server.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is None
        if new:
            run(server, [create_database(str(name))])
    with psycopg.connect(superuser_url) as database:
        run(database, for_database(str(name)))
    return new


def run(connection: psycopg.Connection, statements: list[str]) -> None:
    """Run our own fixed statements, none of which holds anybody's input."""
    for statement in statements:
        connection.execute(statement.encode())
