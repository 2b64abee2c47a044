from django.db import migrations, models

from accounts.rls import IS, UID

OWN = "exists (select 1 from clients_consent c where c.id = consent_id and c.partner_id = kap_uid())"
CARED = "exists (select 1 from clients_consent c where c.id = consent_id and kap_in_care(c.partner_id))"
POLICIES = f"""
drop policy "own says" on clients_touchchoices;
create policy "own says" on clients_touchchoices for insert to kap_web
    with check ({IS["partner"]} and {OWN} and by_id = {UID} and way = 'portal');
create policy "therapist writes down what was said" on clients_touchchoices for insert to kap_web
    with check ({IS["therapist"]} and {CARED} and by_id = {UID} and way <> 'portal');
"""
POLICIES_BACK = f"""
drop policy "therapist writes down what was said" on clients_touchchoices;
drop policy "own says" on clients_touchchoices;
create policy "own says" on clients_touchchoices for insert to kap_web
    with check ({IS["partner"]} and {OWN} and by_id = {UID});
"""


class Migration(migrations.Migration):
    """Somebody says less to touch in the room, and the therapist writes it down."""

    dependencies = [("clients", "0030_hand_off")]

    operations = [
        migrations.AddField(
            model_name="touchchoices",
            name="way",
            field=models.CharField(
                choices=[
                    ("portal", "In the portal"),
                    ("in_person", "Said in person"),
                    ("by_voice", "Said by voice"),
                ],
                default="portal",
                max_length=9,
            ),
        ),
        migrations.RunSQL(POLICIES, POLICIES_BACK),
    ]
