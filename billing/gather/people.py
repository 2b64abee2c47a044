"""The people and settings that a superbill names."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from accounts.models import Credential, Practice, User
from billing.models import Diagnosis, DiagnosisCode, Fee, InsuredPerson
from billing.rules import fees as fee_rules
from billing.rules import statement
from clients.models import Partner


def address_lines(place: Practice | Partner) -> tuple[str, ...]:
    """An address as it is printed; nothing unless it has a street and a town."""
    if not (place.address_line_1 and place.city):
        return ()
    street = ", ".join(filter(None, (place.address_line_1, place.address_line_2)))
    return street, f"{place.city}, {place.state} {place.postal_code}".strip(" ,")


def practice_facts() -> statement.Practice:
    practice = Practice.objects.first() or Practice()
    return statement.Practice(
        name=practice.name,
        address=address_lines(practice),
        phone=practice.phone,
        email=practice.email,
        ein=practice.ein,
        npi=practice.npi,
    )


def provider_facts(therapist: User) -> statement.Provider:
    """What the therapist prints beside the name; `credential` may not be there yet."""
    credential = getattr(therapist, "credential", None) or Credential()
    return statement.Provider(
        id=therapist.pk,
        name=therapist.name,
        letters=credential.letters,
        licence_number=credential.licence_number,
        licence_state=credential.licence_state,
        npi=credential.npi,
    )


def person_facts(partner: Partner) -> statement.Person:
    return statement.Person(
        id=partner.pk,
        called=partner.called,
        legal_name=partner.legal_name,
        birth_date=partner.birth_date,
        address=address_lines(partner),
        insurer=partner.insurer,
        member_id=partner.member_id,
    )


def diagnoses_of(partners: Collection[UUID]) -> dict[UUID, list[statement.Diagnosis]]:
    """Each person's diagnoses with the code set's words, in the order in which they were set."""
    rows = list(Diagnosis.objects.filter(partner__in=partners).order_by("since", "set_at"))
    known = DiagnosisCode.objects.in_bulk({row.code for row in rows})
    found: dict[UUID, list[statement.Diagnosis]] = {partner: [] for partner in partners}
    for row in rows:
        code = known.get(row.code)
        facts = statement.Diagnosis(
            code=row.code,
            label=code.label if code else "",
            billable=code.billable if code else True,
            since=row.since,
            until=row.until,
        )
        found[row.partner_id].append(facts)
    return found


def fees() -> list[fee_rules.Fee]:
    """The whole schedule, past and to come."""
    return [
        fee_rules.Fee(
            kind=row.kind,
            position=row.position,
            label=row.label,
            amount=row.amount,
            since=row.since,
            code=row.code,
            modifiers=row.modifiers,
            minutes=row.minutes,
        )
        for row in Fee.objects.order_by("kind", "position", "since")
    ]


def insured_on(rows: Sequence[InsuredPerson], day: date) -> UUID | None:
    """Who is named for insurance on a day, of one couple's `rows`, newest first; nobody if none had begun."""
    return next((row.partner_id for row in rows if row.since <= day), None)
