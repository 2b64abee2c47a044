"""Open lines gathered into the statements that they would make: one for each person and therapist."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Max, Min

from billing.gather.people import diagnoses_of, person_facts, practice_facts, provider_facts
from billing.models import Allocation, ChargeLine, ChargeLineQuerySet
from billing.rules.statement import Line, Statement
from clients.models import Partner


def statements(lines: ChargeLineQuerySet) -> list[Statement]:
    """The statements that `lines` make, those with the oldest session first. Five queries for any number of lines."""
    people = ("charge__account", "charge__appointment__therapist__credential")
    rows = list(
        lines.with_paid().select_related(*people).order_by("charge__service_date", "charge__made_at", "position")
    )
    practice = practice_facts()
    diagnoses = diagnoses_of({row.charge.account_id for row in rows})
    made = []
    for _, group in groupby(sorted(rows, key=_key), key=_key):
        found = list(group)
        charge = found[0].charge
        made.append(
            Statement(
                practice=practice,
                provider=provider_facts(charge.appointment.therapist),
                person=person_facts(charge.account),
                lines=[line_facts(row) for row in found],
                diagnoses=diagnoses[charge.account_id],
            )
        )
    return sorted(made, key=lambda statement: (statement.lines[0].service_date, statement.person.legal_name))


def empty_statement(partner: Partner) -> Statement:
    """What there is to say of somebody without an open line."""
    nobody = provider_facts(partner.user)
    return Statement(practice_facts(), nobody, person_facts(partner), lines=[], diagnoses=[])


def _key(row: ChargeLine) -> tuple[str, str]:
    return str(row.charge.account_id), str(row.charge.appointment.therapist_id)


def line_facts(row: ChargeLine) -> Line:
    """A line as the rules know it; `row` comes from `with_paid`."""
    return Line(
        id=row.pk,
        service_date=row.charge.service_date,
        place=row.charge.place,
        code=row.code,
        modifiers=row.modifiers,
        label=row.label,
        units=row.units,
        minutes=row.minutes,
        amount=row.amount,
        paid=row.paid,
        paid_by_others=row.paid_by_others,
    )


def paid_between(line_ids: Iterable[UUID]) -> dict[str, Any]:
    """`paid_from` and `paid_until`: the first and last day on which money for these lines came in; none if none did."""
    return Allocation.objects.filter(line__in=list(line_ids)).aggregate(
        paid_from=Min("payment__received_on"), paid_until=Max("payment__received_on")
    )
