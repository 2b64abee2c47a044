import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.rls import IS, UID, Policy, protect, restrict

# Django's table of a cache. It counts tries at the doors before anybody is known, so no row policy can guard it: it
# holds digests, keys and network addresses for minutes, and no page reads it.
TRIES = """
create table accounts_tries (
    cache_key varchar(255) primary key, value text not null, expires timestamp with time zone not null);
create index accounts_tries_expires on accounts_tries (expires);
"""
OWN = f"user_id = {UID}"
COLLEAGUE = f"{IS['therapist']} and exists (select 1 from accounts_user u where u.id = user_id and u.role <> 'partner')"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_key_canary")]
    operations = [
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("session_key", models.CharField(max_length=40, unique=True)),
                ("device", models.CharField(max_length=60)),
                ("began_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_ins",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        protect(
            "accounts_signin",
            Policy("own is read", "select", OWN),
            Policy("own begins", "insert", OWN),
            Policy("own is seen", "update", OWN),
            Policy("own ends", "delete", OWN),
            Policy("therapist sees colleagues", "select", COLLEAGUE),
            Policy("therapist ends colleagues", "delete", COLLEAGUE),
            web="select, insert, update (session_key, seen_at), delete",
        ),
        migrations.RunSQL(TRIES, "drop table accounts_tries"),
        restrict("accounts_tries", web="select, insert, update, delete", worker=""),
    ]
