from django.db import migrations

from accounts.rls import IS, UID, Policy, protect

PRACTICE = f"({IS['therapist']} or {IS['staff']})"
MADE = "state, attempts, try_at, made_at, content, sha256, pages, trouble"


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_made_under_a_lease"), ("accounts", "0002_actor")]
    operations = [
        protect(
            "documents_document",
            Policy("practice reads", "select", PRACTICE),
            Policy("own reads", "select", f"{IS['partner']} and reader_id = {UID}"),
            Policy("practice asks", "insert", f"{PRACTICE} and state = 'waiting' and content is null"),
            # Whoever asked can ask again; only the worker writes what the file holds, and nobody its context.
            Policy(
                "practice asks again",
                "update",
                f"{PRACTICE} and state = 'failed'",
                after=f"{PRACTICE} and state = 'waiting' and content is null",
            ),
            Policy("worker acts", "all", IS["worker"]),
            web=f"select, insert, update ({MADE})",
            worker=f"select, insert, update ({MADE})",
        ),
    ]
