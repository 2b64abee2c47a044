"""What the gate may know of people, as far as the database shows it to whoever acts."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from clients.models import Consent, Partner
from screening.models import Clearance, Decision, Hold
from screening.rules import ClearanceFacts, PersonFacts

Row = TypeVar("Row", bound=Model)


def person_facts(partners: Sequence[Partner]) -> dict[UUID, PersonFacts]:
    """What the gate may know of each of these people, as the database shows it to whoever acts: four queries.

    The office sees no decision but "go on"; whatever else was decided reaches it as a hold.
    """
    people = {partner.pk: partner for partner in partners}
    decisions = by_partner(latest(Decision.objects.filter(partner__in=people), "at"))
    clearances = by_partner(latest(with_prescriber(Clearance.objects.filter(partner__in=people)), "given_at"))
    holds = set(Hold.objects.active().filter(partner__in=people).values_list("partner", "scope"))
    signed = Consent.objects.complete(people)
    return {
        pk: PersonFacts(
            person_id=pk,
            name=partner.called,
            goes_on=pk in decisions and decisions[pk].outcome == Decision.Outcome.GO_ON,
            decided_at=decisions[pk].at if pk in decisions else None,
            safety_hold=(pk, Hold.Scope.SAFETY) in holds,
            clinical_hold=(pk, Hold.Scope.CLINICAL) in holds,
            clearance=clearance_facts(clearances[pk]) if pk in clearances else None,
            consent_signed=pk in signed,
        )
        for pk, partner in people.items()
    }


def latest(rows: QuerySet[Row], moment: str) -> QuerySet[Row]:
    """The last row of each partner."""
    return rows.order_by("partner", f"-{moment}").distinct("partner")


def by_partner(rows: Iterable[Any]) -> dict[UUID, Any]:
    return {row.partner_id: row for row in rows}


def with_prescriber(rows: QuerySet[Clearance]) -> QuerySet[Clearance]:
    """Clearances with all that `clearance_facts` reads."""
    return rows.select_related("prescriber", "suspension")


def clearance_facts(row: Clearance) -> ClearanceFacts:
    """One clearance as the gate reads it; fetch it `with_prescriber`."""
    return ClearanceFacts(
        given_at=row.given_at,
        valid_until=row.valid_until,
        sessions=row.sessions,
        routes=frozenset(row.routes),
        max_dose_mg=row.max_dose_mg,
        max_booster_mg=row.max_booster_mg,
        max_systolic=row.max_systolic,
        max_diastolic=row.max_diastolic,
        max_pulse=row.max_pulse,
        suspended=hasattr(row, "suspension"),
        prescriber_name=row.prescriber.name,
    )
