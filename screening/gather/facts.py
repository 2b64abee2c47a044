"""What the gate may know of people, as far as the database shows it to whoever acts."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Max, Model, Q, QuerySet

from accounts import clock
from clients.models import Consent, Partner
from screening.models import Clearance, Hold, Layer, Submission
from screening.rules import ClearanceFacts, PersonFacts
from screening.rules.clearing import INTRAMUSCULAR, LOZENGE, ClearanceOrder
from screening.rules.pages import CHANGE_PAGE, UNCHANGED_PAGE

DECISIONS = "select * from kap_decisions_in_brief(%s)"
IN_BRIEF = "select * from kap_clearances_in_brief(%s)"
Row = TypeVar("Row", bound=Model)


def person_facts(partners: Sequence[Partner]) -> dict[UUID, PersonFacts]:
    """What the gate may know of these people, as the database shows it to whoever acts: always as many queries.

    Others than the therapist hear of no decision but "go on"; whatever else was decided reaches them as a hold. Of a
    clearance the office learns dates and numbers, by a function of the database that answers nobody else.
    """
    people = {partner.pk: partner for partner in partners}
    decisions = _decisions(people)
    rows = latest(with_prescriber(Clearance.objects.filter(partner__in=people)), "given_at")
    clearances = _in_brief(people) | {row.partner_id: clearance_facts(row) for row in rows}
    holds = set(Hold.objects.active().filter(partner__in=people).values_list("partner", "scope"))
    zone = clock.practice_zone()
    health = Submission.objects.filter(partner__in=people, layer=Layer.HEALTH)
    moments = {"last": Max("sent_at"), "change": Max("sent_at", filter=Q(page__in=(CHANGE_PAGE, UNCHANGED_PAGE)))}
    answered = {of: told for of, *told in health.values_list("partner").annotate(**moments)}
    signed = Consent.objects.complete(people)
    return {
        pk: PersonFacts(
            person_id=pk,
            name=partner.called,
            goes_on=decisions[pk].goes_on if pk in decisions else False,
            decided_at=decisions[pk].at if pk in decisions else None,
            safety_hold=(pk, Hold.Scope.SAFETY) in holds,
            clinical_hold=(pk, Hold.Scope.CLINICAL) in holds,
            clearance=clearances.get(pk),
            consent_signed=pk in signed,
            answered_at=last.astimezone(zone) if last else None,
            told_change_at=told_change.astimezone(zone) if told_change else None,
        )
        for pk, partner in people.items()
        for last, told_change in [answered.get(pk, (None, None))]
    }


def latest(rows: QuerySet[Row], moment: str) -> QuerySet[Row]:
    """The last row of each partner."""
    return rows.order_by("partner", f"-{moment}").distinct("partner")


def by_partner(rows: Iterable[Any]) -> dict[UUID, Any]:
    return {row.partner_id: row for row in rows}


class _Decided(NamedTuple):
    at: datetime
    goes_on: bool


def _decisions(people: Iterable[UUID]) -> dict[UUID, _Decided]:
    """When was decided last, and whether it goes on: never why. To others than the therapist only what goes on."""
    with connection.cursor() as cursor:
        cursor.execute(DECISIONS, [list(people)])
        return {partner: _Decided(at, goes_on) for partner, at, goes_on in cursor}


def _in_brief(people: Iterable[UUID]) -> dict[UUID, ClearanceFacts]:
    """What the office may know of clearances. Without a route and with a dose of nothing, it opens no start."""
    with connection.cursor() as cursor:
        cursor.execute(IN_BRIEF, [list(people)])
        return {
            partner: ClearanceFacts(
                given_at=given_at,
                valid_until=valid_until,
                sessions=sessions,
                routes=frozenset(),
                max_dose_mg=Decimal(0),
                max_booster_mg=Decimal(0),
                max_systolic=None,
                max_diastolic=None,
                max_pulse=None,
                suspended=suspended,
                prescriber_name="",
                re_evaluate_on=re_evaluate_on,
                re_evaluate_after=re_evaluate_after,
            )
            for partner, given_at, valid_until, sessions, suspended, re_evaluate_on, re_evaluate_after in cursor
        }


def with_prescriber(rows: QuerySet[Clearance]) -> QuerySet[Clearance]:
    """Clearances with all that `clearance_facts` and their words read."""
    return rows.select_related("prescriber", "paper__by", "confirmed_by", "suspension")


def order_of(row: Clearance) -> ClearanceOrder:
    """One clearance as it was worded."""
    given = {one.name: getattr(row, one.name) for one in fields(ClearanceOrder)}
    return ClearanceOrder(
        **given
        | {
            "routes": frozenset(row.routes),
            "readings_lozenge": tuple(row.readings_lozenge),
            "readings_im": tuple(row.readings_im),
        }
    )


# What the gate and the room read of a clearance just as it stands in its row.
AS_IT_STANDS = (
    *("given_at", "valid_until", "sessions", "max_dose_mg", "max_booster_mg", "booster_from", "booster_until"),
    *("max_systolic", "max_diastolic", "max_pulse", "min_pulse", "min_saturation", "call_systolic", "call_diastolic"),
    *("re_evaluate_on", "re_evaluate_after", "stay_minutes", "food_hours", "liquid_hours"),
    "medical_present",
)


def clearance_facts(row: Clearance) -> ClearanceFacts:
    """One clearance as the gate reads it; fetch it `with_prescriber`."""
    order = order_of(row)
    readings = {LOZENGE: order.readings_lozenge, INTRAMUSCULAR: order.readings_im}
    return ClearanceFacts(
        **{name: getattr(row, name) for name in AS_IT_STANDS},
        routes=order.routes,
        suspended=hasattr(row, "suspension"),
        prescriber_name=row.by_name,
        readings={route: minutes for route, minutes in readings.items() if minutes},
    )
