import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accounts.rls import IS, UID, Policy, protect

REFERRED = f"{IS['prescriber']} and kap_referred(person_id)"
# A stop that was gone past on a prescriber's word is a call with them; the other is the therapist's own.
ON_HER_WORD = f"{REFERRED} and called_at is not null"
OF_OVERRIDE = "exists (select 1 from kap_sessions_override o where o.id = override_id and o.person_id = {}.person_id)"

READERS = """({prescriber} and kap_{reach}(person)) or ({therapist} and kap_in_care(person))"""
COURSE = """
select l.therapy_session_id, l.at, l.kind::text from kap_sessions_logentry l
where l.person_id = person and l.kind in ('nausea', 'distress') and ({readers})
union all
select l.therapy_session_id, l.at, {left} from kap_sessions_leaving l
where l.person_id = person and ({readers})
order by 2
"""
# How somebody left, as far as it is of the body and the senses. Thoughts and safety were asked alone.
HOW = """unnest(array['left']
    || case when l.oriented then '{}' else array['not_oriented'] end
    || case when l.steady then '{}' else array['not_steady'] end
    || case when l.settled then '{}' else array['not_settled'] end)"""


def course(reach: str, left: str) -> str:
    readers = READERS.format(prescriber=IS["prescriber"], therapist=IS["therapist"], reach=reach)
    return (
        "create or replace function kap_course_of(person uuid)"
        " returns table (therapy_session_id uuid, at timestamptz, kind text)"
        " language sql stable security definer set search_path = public, pg_temp"
        f" as $$ {COURSE.format(readers=readers, left=left)} $$;"
    )


class Migration(migrations.Migration):
    """A prescriber reads what was gone past on her word, and in an emergency how earlier sessions went."""

    dependencies = [
        ("clients", "0020_emergency_access"),
        ("kap_sessions", "0018_medical_person"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OverrideRead",
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
                    "override",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="kap_sessions.override",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.partner"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("override", "by"), name="an_override_is_read_once_by_each")
                ],
            },
        ),
        protect(
            "kap_sessions_overrideread",
            Policy("therapist reads", "select", f"{IS['therapist']} and kap_in_care(person_id)"),
            Policy("prescriber reads", "select", REFERRED),
            Policy(
                "prescriber adds",
                "insert",
                f"{REFERRED} and by_id = {UID} and {OF_OVERRIDE.format('kap_sessions_overrideread')}",
            ),
        ),
        migrations.RunSQL(
            f'create policy "prescriber reads" on kap_sessions_override for select to kap_web using ({ON_HER_WORD});',
            'drop policy "prescriber reads" on kap_sessions_override;',
        ),
        migrations.RunSQL(course("reads_health", HOW), course("referred", "'left'")),
    ]
