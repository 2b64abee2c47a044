"""One person's diagnoses, and the code set searched by its words."""

from dataclasses import dataclass

from django.db.models import Q

from billing.models import Diagnosis, DiagnosisCode
from billing.rules.codes import as_diagnosis
from clients.models import Partner

FOUND = 20


@dataclass(frozen=True)
class NamedDiagnosis:
    """A diagnosis with the code set's words for it."""

    diagnosis: Diagnosis
    label: str
    billable: bool


def held_and_past(partner: Partner) -> tuple[list[NamedDiagnosis], list[NamedDiagnosis]]:
    """Those without an end, and those with one."""
    rows = list(Diagnosis.objects.filter(partner=partner).select_related("by").order_by("since", "set_at"))
    known = DiagnosisCode.objects.in_bulk({row.code for row in rows})
    unknown = DiagnosisCode(label="", billable=True)
    named = [_named(row, known.get(row.code, unknown)) for row in rows]
    return [one for one in named if one.diagnosis.until is None], [one for one in named if one.diagnosis.until]


def _named(row: Diagnosis, code: DiagnosisCode) -> NamedDiagnosis:
    return NamedDiagnosis(row, code.label, code.billable)


def codes_like(words: str) -> list[DiagnosisCode]:
    """Billable codes whose words hold all of these, or that begin so."""
    by_words = Q()
    for word in words.split()[:6]:
        by_words &= Q(label__icontains=word)
    found = DiagnosisCode.objects.filter(by_words | Q(code__startswith=as_diagnosis(words)), billable=True)
    return list(found.order_by("code")[:FOUND])
