import django.utils.timezone
from django.db import migrations, models

from accounts.rls import IS, UID, Policy, protect

PRACTICE = f"({IS['therapist']} or {IS['staff']})"


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial"), ("accounts", "0002_actor")]
    operations = [
        migrations.RemoveIndex(model_name="message", name="messages_to_send"),
        migrations.RemoveField(model_name="message", name="claimed_at"),
        migrations.AddField(
            model_name="message",
            name="try_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["try_at"], condition=models.Q(("state", "waiting")), name="messages_to_send"),
        ),
        migrations.AddIndex(
            model_name="message", index=models.Index(fields=["state", "-planned_at"], name="messages_by_state")
        ),
        migrations.AddIndex(model_name="message", index=models.Index(fields=["-planned_at"], name="messages_by_time")),
        protect(
            "outbox_message",
            Policy("practice reads", "select", PRACTICE),
            Policy("own reads", "select", f"person_id = {UID}"),
            Policy("anybody asks", "insert", "kap_role() <> ''"),
            Policy("practice changes", "update", PRACTICE),
            Policy("worker acts", "all", IS["worker"]),
            # What was asked for is never changed: only whether, when and how often it is tried.
            web="select, insert, update (state, attempts, try_at, sent_at)",
            worker="select, insert, update (state, attempts, try_at, sent_at)",
        ),
        protect(
            "outbox_delivery",
            Policy("practice reads", "select", PRACTICE),
            Policy("worker acts", "all", IS["worker"]),
            worker="select, insert",
        ),
    ]
