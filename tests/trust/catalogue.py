"""What the database says of its own walls, asked as the user that serves pages."""

from django.db import connection

from accounts import wall
from tests.trust.figures import Figure, Run

TABLES = """
select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind in ('r', 'p')
"""


def g4(run: Run) -> Figure:
    """Every table with personal data under forced policies; the serving user bound by them."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        walled = cursor.fetchone()[0] - len(wall.EXEMPT)
    bare = wall.unprotected_tables(connection)
    troubles = [*wall.ways_past(connection), *wall.troubles_of_role(connection)]
    return Figure(
        "G4",
        "Tables about people under forced row policies, history too",
        "all; the web owns none, no bypass",
        f"{walled - len(bare)} of {walled}; {len(troubles)} ways past",
        ok=not bare and not troubles,
        notes=[*(f"no policy on {table}" for table in bare), *troubles],
    )
