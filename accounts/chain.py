"""The record of who opened what, as the database keeps it: each line holds a digest of itself and of the line before.

Whoever changes, cuts out or adds a line breaks every digest after it; whoever cuts the end no longer fits an anchor
that was kept elsewhere. The three triggers fire even where others are switched off for a load.
"""

TABLE = "accounts_accesslog"
TRIGGERS = ("chained", "never_changed", "never_emptied")
LOCK = 7_265_401  # any number that no other advisory lock of the product has


def digest(row: str, before: str) -> str:
    """The digest of a line, as SQL: of the digest before it and of all that the line says, in one fixed writing."""
    said = ", ".join(
        f"{row}.{column}"
        for column in ("id", "place", "actor_id", "role", "what", "about_partner", "about_couple", "layer", "outcome")
    )
    words = f"jsonb_build_array(extract(epoch from {row}.at), {said})::text"
    return f"encode(sha256(convert_to(coalesce({before}, '') || {words}, 'utf8')), 'hex')"


# The last line is read as the owner, since whoever adds one may not read those of others. The lock is held until the
# end of the transaction, so a line is the last thing that a request writes.
CHAIN = f"""
create function kap_chain() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    before record;
begin
    perform pg_advisory_xact_lock({LOCK});
    select place, hash into before from {TABLE} order by place desc limit 1;
    new.place := coalesce(before.place, 0) + 1;
    new.hash := {digest("new", "before.hash")};
    return new;
end $$;
create function kap_never() returns trigger language plpgsql as $$
begin
    raise exception 'The record is only added to.' using errcode = 'insufficient_privilege';
end $$;
create trigger chained before insert on {TABLE} for each row execute function kap_chain();
create trigger never_changed before update or delete on {TABLE} for each row execute function kap_never();
create trigger never_emptied before truncate on {TABLE} for each statement execute function kap_never();
{"".join(f"alter table {TABLE} enable always trigger {name};" for name in TRIGGERS)}
create function kap_record_head() returns table (lines bigint, mark text)
language sql stable security definer set search_path = public, pg_temp as $$
    select place, hash from {TABLE} where kap_role() = 'worker' order by place desc limit 1
$$;
revoke all on function kap_record_head() from public;
grant execute on function kap_record_head() to kap_web, kap_worker;
"""  # noqa: S608 - our own fixed names
CHAIN_BACK = f"""
drop function kap_record_head();
{"".join(f"drop trigger {name} on {TABLE};" for name in TRIGGERS)}
drop function kap_chain();
drop function kap_never();
"""

# Where a line does not follow from the one before it; in one pass, so that a hundred thousand take a second or two.
WALK = f"""
select count(*), coalesce(max(place), 0), min(place) filter (where not fits)
from (
    select place,
        place = coalesce(lag(place) over line, 0) + 1
            and hash = {digest("r", "lag(hash) over line")} as fits
    from {TABLE} r window line as (order by place)
) walked
"""  # noqa: S608 - our own fixed names
GUARDS = f"select tgname from pg_trigger where tgrelid = '{TABLE}'::regclass and tgenabled = 'A'"  # noqa: S608 - our own
