import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.rls import IS, UID, Policy, protect

OWN = f"partner_id = {UID}"
CARED = f"{IS['therapist']} and partner_id in (select kap_my_people())"
OFFICE = f"{IS['staff']} or ({CARED})"
# A therapist also sees and ends the sign-ins of partners in her care.
THEIRS = """
create policy "therapist sees partners" on accounts_signin for select to kap_web
    using (kap_role() = 'therapist' and user_id in (select kap_my_people()));
create policy "therapist ends partners" on accounts_signin for delete to kap_web
    using (kap_role() = 'therapist' and user_id in (select kap_my_people()));
"""
THEIRS_BACK = """
drop policy "therapist sees partners" on accounts_signin;
drop policy "therapist ends partners" on accounts_signin;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_doors"),
        ("clients", "0004_wall"),
    ]
    operations = [
        migrations.CreateModel(
            name="PaperPin",
            fields=[
                (
                    "partner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="pin",
                        serialize=False,
                        to="clients.partner",
                    ),
                ),
                ("digest", models.CharField(max_length=160)),
                ("set_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("rests_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PinReset",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="pin_resets", to="clients.partner"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="AddressChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("address", models.EmailField(max_length=254)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="address_changes",
                        to="clients.partner",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        protect(
            "clients_paperpin",
            Policy("own is read", "select", OWN),
            Policy("own is set", "insert", OWN),
            Policy("own is tried", "update", OWN),
            web="select, insert, update",
        ),
        protect(
            "clients_pinreset",
            Policy("own is read", "select", OWN),
            Policy("practice reads", "select", OFFICE),
            Policy("practice resets", "insert", f"by_id = {UID} and ({OFFICE})"),
        ),
        protect(
            "clients_addresschange",
            Policy("practice reads", "select", OFFICE),
            Policy("practice asks", "insert", f"asked_by_id = {UID} and ({OFFICE})"),
            Policy("practice withdraws", "update", OFFICE),
            Policy("door reads", "select", IS["door"]),
            Policy("door uses", "update", IS["door"]),
            web="select, insert, update (used_at, withdrawn_at)",
        ),
        migrations.RunSQL(THEIRS, THEIRS_BACK),
    ]
