"""A superbill as it is kept and as it is printed. The copy made at issue is all that the paper ever draws on."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.rules import phone_as_spoken
from billing.rules import codes
from billing.rules.money import dollars
from billing.rules.statement import Line, Statement

PREFIX = "SB"


def number_in_words(year: int, number: int) -> str:
    return f"{PREFIX}-{year}-{number:04}"


def snapshot(
    statement: Statement, *, number: str, issued_on: date, issued_by: str, replaces: list[str]
) -> dict[str, Any]:
    """Every fact of the superbill as plain data, copied at issue. Dates are ISO, amounts dollars with two places."""
    practice, provider, person = statement.practice, statement.provider, statement.person
    return {
        "number": number,
        "issued_on": issued_on.isoformat(),
        "issued_by": issued_by,
        "replaces": replaces,
        "practice": {
            "name": practice.name,
            "address": list(practice.address),
            "phone": practice.phone,
            "email": practice.email,
            "ein": practice.ein,
            "npi": practice.npi,
        },
        "provider": {
            "name": provider.name,
            "full_name": provider.full_name,
            "letters": provider.letters,
            "licence_number": provider.licence_number,
            "licence_state": provider.licence_state,
            "npi": provider.npi,
        },
        "person": {
            "legal_name": person.legal_name,
            "birth_date": person.birth_date.isoformat() if person.birth_date else "",
            "address": list(person.address),
            "insurer": person.insurer,
            "member_id": person.member_id,
        },
        "diagnoses": [
            {"letter": letter, "code": diagnosis.code, "label": diagnosis.label}
            for letter, diagnosis in zip("ABCDEFGHIJKL", statement.listed(), strict=False)
        ],
        "lines": [_line(statement, line) for line in statement.lines],
        "total": str(statement.total),
        "paid": str(statement.paid),
        "paid_by_others": str(statement.paid_by_others),
        "paid_from": statement.paid_from.isoformat() if statement.paid_from else "",
        "paid_until": statement.paid_until.isoformat() if statement.paid_until else "",
    }


def _line(statement: Statement, line: Line) -> dict[str, Any]:
    return {
        "service_date": line.service_date.isoformat(),
        "place": line.place,
        "code": line.code,
        "modifiers": line.modifiers,
        "label": line.label,
        "pointers": statement.pointers(line),
        "units": line.units,
        "minutes": line.minutes,
        "amount": str(line.amount),
        "paid": str(line.paid),
    }


def printable(facts: dict[str, Any], *, voided_on: date | None = None, void_reason: str = "") -> dict[str, Any]:
    """What the document's template prints, in words: dates as MM/DD/YYYY, the way American claims have them."""
    balance = Decimal(facts["total"]) - Decimal(facts["paid"])
    return {
        **facts,
        "issued_on": claim_date(facts["issued_on"]),
        "issued_on_iso": facts["issued_on"],
        "practice": {**facts["practice"], "phone": phone_as_spoken(facts["practice"]["phone"])},
        "person": {**facts["person"], "birth_date": claim_date(facts["person"]["birth_date"])},
        "lines": [
            {
                **line,
                "service_date": claim_date(line["service_date"]),
                "amount": dollars(line["amount"]),
                "paid": dollars(line["paid"]),
            }
            for line in facts["lines"]
        ],
        "places": [
            {"code": place, "words": codes.PLACES.get(place, "")}
            for place in sorted({line["place"] for line in facts["lines"]})
        ],
        "total": dollars(facts["total"]),
        "paid": dollars(facts["paid"]),
        "balance": dollars(balance),
        "paid_by_others": dollars(facts["paid_by_others"]) if Decimal(facts["paid_by_others"]) else "",
        "paid_from": claim_date(facts["paid_from"]),
        "paid_until": claim_date(facts["paid_until"]),
        "voided_on": claim_date(voided_on.isoformat()) if voided_on else "",
        "void_reason": void_reason,
    }


def claim_date(iso: str) -> str:
    """11/17/2026; nothing stays nothing."""
    return f"{date.fromisoformat(iso):%m/%d/%Y}" if iso else ""
