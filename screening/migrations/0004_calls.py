import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.sealed
from accounts.rls import IS, UID, Policy, protect

OWN = f"{IS['partner']} and partner_id = {UID}"
CARED = f"{IS['therapist']} and kap_in_care(partner_id)"

therapist_reads = Policy("therapist reads", "select", CARED)
therapist_adds = Policy("therapist adds", "insert", f"{CARED} and by_id = {UID}")


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0006_safe_contact"),
        ("screening", "0003_sent_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="shown",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.consentdocument"
            ),
        ),
        migrations.CreateModel(
            name="CallRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("body", accounts.sealed.SealedText()),
                ("asked_at", models.DateTimeField()),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="call_requests", to="clients.partner"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CallTry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("reached", "Reached"),
                            ("no_answer", "No answer"),
                            ("voicemail", "Left a neutral voicemail"),
                            ("wrong", "Wrong moment: said that it was a wrong number, or that we call again"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", accounts.sealed.SealedText(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.partner"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tries", to="screening.callrequest"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CallClosing",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("checked", "Spoke alone, and recorded a private check"),
                            ("talked", "Talked; nothing more is needed"),
                            ("not_wished", "They do not wish to talk any more"),
                            ("not_reached", "Not reached; we come back to it when we meet"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", accounts.sealed.SealedText(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.partner"
                    ),
                ),
                (
                    "private_check",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="screening.privatecheck",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closing", to="screening.callrequest"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "checked"), ("private_check__isnull", False)),
                            models.Q(models.Q(("outcome", "checked"), _negated=True), ("private_check", None)),
                            _connector="OR",
                        ),
                        name="a_checked_closing_has_a_check",
                    )
                ],
            },
        ),
        protect("screening_callrequest", Policy("own adds", "insert", OWN), therapist_reads),
        protect("screening_calltry", therapist_reads, therapist_adds),
        protect("screening_callclosing", therapist_reads, therapist_adds),
    ]
