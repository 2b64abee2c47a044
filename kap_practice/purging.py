"""Carrying out a signed order: what of one person's record goes, in one transaction, as the owner of the tables.

What goes is found by following foreign keys from the person, so that a table that comes later goes too; what stays is
the list below. History tables are followed like any other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connections, models, transaction

from accounts import clock
from accounts.models import User
from clients.gather import keeping_of, reasons_not_to_purge
from clients.models import Couple, Partner, PurgeCertificate, PurgeOrder
from documents.models import Document

Rows = dict[type[models.Model], set[Any]]

# Money records have a time of their own: charges, payments, statements, and the dates that they are about.
MONEY = frozenset(
    {
        *("billing.InsuredPerson", "billing.Charge", "billing.ChargeLine", "billing.Payment", "billing.Allocation"),
        *("billing.Superbill", "billing.SuperbillLine", "documents.Document"),
        *("kap_sessions.PlanStep", "kap_sessions.Appointment", "kap_sessions.Attendance"),
    }
)
# That somebody was in care, held and purged, and by whom: what a certificate stands on.
FRAME = frozenset(
    {
        *("clients.Partner", "clients.Couple", "clients.Membership", "clients.CareTeam", "clients.CareChange"),
        *("clients.LegalHold", "clients.LegalHoldRelease", "clients.PurgeOrder", "clients.PurgeCertificate"),
        *("accounts.User", "accounts.AccessLog"),
    }
)
# Keys that say whose a row is; any other key to a user says who acted.
WHOSE = frozenset({"user", "person", "about", "keeper", "pgh_obj"})
DEEPEST = 4
# What the person's own row keeps: the name and the birth date, since issued papers are found by them.
WIPED = (
    *("preferred_name", "pronouns", "phone", "address_line_1", "address_line_2", "city", "state", "postal_code"),
    *("insurer", "member_id"),
)
NO_PASSWORD = "!"  # noqa: S105 - what Django keeps where none works


# Triggers that stand whatever a session says; they must stand so again.
ALWAYS = """
select c.relname, t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
where not t.tgisinternal and t.tgenabled = 'A' and c.relname = any(%s)
"""


@dataclass
class Found:
    """Which rows go, and the records shared with somebody whose time is not over, which stay."""

    rows: Rows = field(default_factory=dict)
    kept_couples: set[UUID] = field(default_factory=set)

    @property
    def counts(self) -> dict[str, int]:
        return {model._meta.label: len(keys) for model, keys in sorted(self.rows.items(), key=_label) if keys}


def purge_due(*, at: datetime, using: str) -> tuple[list[PurgeCertificate], list[tuple[PurgeOrder, list[str]]]]:
    """Carry out each waiting order whose time is over. Answers the certificates, and what was left with reasons."""
    done, left = [], []
    for order in PurgeOrder.objects.using(using).waiting().order_by("signed_at"):
        with transaction.atomic(using=using):
            partner = Partner.objects.using(using).select_for_update(of=("self",)).get(pk=order.partner_id)
            still = PurgeOrder.objects.using(using).waiting().filter(pk=order.pk).exists()
            reasons = reasons_not_to_purge(partner, clock.day_of(at), using)
            if reasons or not still:
                left.append((order, reasons))
            else:
                done.append(_purge(order, partner, at, using))
    return done, left


def _purge(order: PurgeOrder, partner: Partner, at: datetime, using: str) -> PurgeCertificate:
    found = what_goes(partner, at, using)
    _delete(found.rows, using)
    Partner.objects.using(using).filter(pk=partner.pk).update(**dict.fromkeys(WIPED, ""))
    User.objects.using(using).filter(pk=partner.pk).update(
        email=f"gone-{partner.pk}@removed.invalid", is_active=False, password=NO_PASSWORD
    )
    certificate = PurgeCertificate(order=order, at=at, counts=found.counts)
    certificate.save(force_insert=True, using=using)
    return certificate


def what_goes(partner: Partner, at: datetime, using: str) -> Found:
    """Every row of the person's own record, and of each shared record whose time is over for both."""
    today = clock.day_of(at)
    shared = keeping_of(partner, using).joint_until
    found = Found(kept_couples={couple for couple, until in shared.items() if until is None or today <= until})
    own = Couple.objects.using(using).filter(memberships__partner=partner).exclude(pk__in=found.kept_couples)
    for model, name in _keys_to(Partner):
        _add(found, model, {name: partner.pk}, using)
    for model, name in _keys_to(User):
        if name in WHOSE and model is not Partner:
            _add(found, model, {name: partner.pk}, using)
    for model in apps.get_models():
        for path in _paths_to_couple(model):
            _add(found, model, {f"{path}__in": own}, using)
    agreements = Document.objects.using(using).filter(reader=partner.pk, shelf=Document.Shelf.CARE)
    found.rows[Document] = set(agreements.values_list("pk", flat=True))  # money papers stay
    return found


def _add(found: Found, model: type[models.Model], where: dict[str, Any], using: str) -> None:
    """Take these rows and whatever hangs on them, but for what a shared record still keeps."""
    if _stays(model):
        return
    rows = model._base_manager.using(using).filter(**where)
    for path in _paths_to_couple(model):
        rows = rows.exclude(**{f"{path}__in": found.kept_couples})
    known = found.rows.setdefault(model, set())
    new = set(rows.values_list("pk", flat=True)) - known
    if not new:
        return
    known |= new
    for child, name in _keys_to(model):
        _add(found, child, {f"{name}__in": new}, using)


def _delete(rows: Rows, using: str) -> None:
    """History and closed records refuse a deletion by their triggers, so these rest for this one transaction."""
    tables = [model._meta.db_table for model, keys in rows.items() if keys]
    with connections[using].cursor() as cursor:
        cursor.execute(ALWAYS, [tables])
        always = cursor.fetchall()
        for table in tables:
            cursor.execute(f'alter table "{table}" disable trigger user')
        for model, keys in rows.items():
            key = model._meta.pk.column
            cursor.execute(f'delete from "{model._meta.db_table}" where "{key}" = any(%s)', [list(keys)])  # noqa: S608 - names of our own
        cursor.execute("set constraints all immediate")
        for table in tables:
            cursor.execute(f'alter table "{table}" enable trigger user')
        for table, name in always:
            cursor.execute(f'alter table "{table}" enable always trigger "{name}"')


def _stays(model: type[models.Model]) -> bool:
    """Whether rows of this table, or of the table whose history it is, outlive the record."""
    if not model._meta.managed or model._meta.proxy:  # a way of looking at others' rows
        return True
    source = getattr(model, "pgh_tracked_model", None)
    if source in {Partner, User}:
        return False
    return (source or model)._meta.label in MONEY | FRAME


def _keys_to(target: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Every table with a foreign key to this one, and the key's name."""
    for model in apps.get_models():
        for one in model._meta.fields:
            if one.remote_field and one.remote_field.model is target:
                yield model, one.name


@cache
def _paths_to_couple(model: type[models.Model], depth: int = DEEPEST) -> tuple[str, ...]:
    """How rows of this table lead to the couple whose record they are part of, if they do."""
    found: list[str] = []
    for one in model._meta.fields if depth else ():
        target = one.remote_field.model if one.remote_field else None
        if target is Couple:
            found.append(one.name)
        elif target not in {None, Partner, User}:
            found += [f"{one.name}__{path}" for path in _paths_to_couple(target, depth - 1)]
    return tuple(found)


def _label(item: tuple[type[models.Model], set[Any]]) -> str:
    return item[0]._meta.label
