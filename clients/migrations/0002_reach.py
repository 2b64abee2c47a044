from django.db import migrations

from accounts.rls import restrict

REACH = """
create function kap_in_care(person uuid) returns boolean language sql stable as $$
    select exists (
        select 1 from clients_membership m join clients_careteam t on t.couple_id = m.couple_id
        where m.partner_id = person and t.user_id = kap_uid())
$$;
create function kap_referred(person uuid) returns boolean language sql stable as $$
    select exists (
        select 1 from clients_referral r
        where r.partner_id = person and r.prescriber_id = kap_uid() and r.ended_at is null)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0001_initial"), ("accounts", "0002_actor")]
    operations = [
        migrations.RunSQL(REACH, "drop function kap_in_care(uuid); drop function kap_referred(uuid);"),
        restrict("clients_consent", web="select, insert"),
        restrict("clients_consentwithdrawal", web="select, insert"),
        restrict("clients_consentdocument", web="select, insert"),
    ]
