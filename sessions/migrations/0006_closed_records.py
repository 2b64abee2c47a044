from django.db import migrations

# A closed couple's record takes nothing new. The action refuses first and says why; this holds when one forgets.
CLOSED = """
create function kap_couple_is_closed(couple uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select 1 from clients_couple c where c.id = couple and c.closed_at is not null)
$$;
create function kap_appointment_is_closed(appointment uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select 1 from kap_sessions_appointment a join clients_couple c on c.id = a.couple_id
        where a.id = appointment and c.closed_at is not null)
$$;
create function kap_refuse_closed_record() returns trigger language plpgsql as $$
declare
    key uuid := to_jsonb(new) ->> tg_argv[0];
begin
    -- The owner keeps what is there: a new key for sealed words is no new entry.
    if current_user = 'kap_owner' then
        return new;
    end if;
    if (tg_argv[0] = 'couple_id' and kap_couple_is_closed(key))
        or (tg_argv[0] <> 'couple_id' and kap_appointment_is_closed(key)) then
        raise exception 'this record is closed' using errcode = 'check_violation', constraint = 'a_closed_record_stays';
    end if;
    return new;
end
$$;
"""
CLOSED_BACK = """
drop function kap_refuse_closed_record();
drop function kap_appointment_is_closed(uuid);
drop function kap_couple_is_closed(uuid);
"""
# Table and the column that leads to the couple. Amendments stay possible: a correction is a row of its own.
FROZEN = {
    "appointment": "couple_id",
    "planstep": "couple_id",
    "attendance": "appointment_id",
    "therapysession": "appointment_id",
    "talkingdayreason": "appointment_id",
    "note": "appointment_id",
    **dict.fromkeys(("daycheck", "dosingstart", "reading", "dose", "logentry", "leaving"), "therapy_session_id"),
}
# What was asked or recorded in a couple's sessions stays with the couple's therapist, also for a person who has gone on
# with a colleague.
ASKED_ALONE = ("daycheck", "leaving", "logentry")
IN_RECORD = {"attendance": "appointment_id", **dict.fromkeys(("reading", "dose", "dosingstart"), "therapy_session_id")}
OF_PERSON = "kap_role() = 'therapist' and kap_in_care(person_id)"
OF_RECORD = "kap_role() = 'therapist' and (kap_in_care(person_id) or kap_cares_for_appointment(therapy_session_id))"
OF_DOSE = """
create or replace function kap_cares_for_dose(dose uuid) returns boolean language sql stable as $$
    select exists (
        select 1 from kap_sessions_dose d
        where d.id = dose and (kap_in_care(d.person_id) or kap_cares_for_appointment(d.therapy_session_id)))
$$;
"""
OF_DOSE_BACK = """
create or replace function kap_cares_for_dose(dose uuid) returns boolean language sql stable as $$
    select exists (select 1 from kap_sessions_dose d where d.id = dose and kap_in_care(d.person_id))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("kap_sessions", "0005_wall_of_dates"), ("clients", "0007_parting")]
    operations = [
        migrations.RunSQL(CLOSED, CLOSED_BACK),
        *[
            migrations.RunSQL(
                f"create trigger a_closed_record_stays before insert or update on kap_sessions_{table}"
                f" for each row execute function kap_refuse_closed_record('{column}');",
                f"drop trigger a_closed_record_stays on kap_sessions_{table};",
            )
            for table, column in FROZEN.items()
        ],
        *[
            migrations.RunSQL(
                f'alter policy "therapist reads" on kap_sessions_{table} using ({OF_RECORD});',
                f'alter policy "therapist reads" on kap_sessions_{table} using ({OF_PERSON});',
            )
            for table in ASKED_ALONE
        ],
        migrations.RunSQL(OF_DOSE, OF_DOSE_BACK),
        *[
            migrations.RunSQL(
                f'create policy "whose record it is" on kap_sessions_{table} for select to kap_web'
                f" using (kap_role() = 'therapist' and kap_cares_for_appointment({column}));",
                f'drop policy "whose record it is" on kap_sessions_{table};',
            )
            for table, column in IN_RECORD.items()
        ],
        # The plan of a person whom a colleague takes over is made before that colleague's team is.
        migrations.RunSQL(
            'create policy "therapist begins" on kap_sessions_planstep for insert to kap_web'
            " with check (kap_role() = 'therapist' and kap_in_nobodys_care(couple_id));",
            'drop policy "therapist begins" on kap_sessions_planstep;',
        ),
    ]
