"""Whom a page is about, read from the keys in its address, and which layer of the record it shows.

Every key that an address can hold has its line here, next to nothing else that could be forgotten: a test fails where a
page about people holds a key that is not listed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.access import Layer
from accounts.models import User
from accounts.policy import Permission
from accounts.roles import Role
from billing.models import Diagnosis, Superbill
from clients.models import Consent, CopyRequest, EmergencyAccess, LegalHold, Release
from documents.models import Upload
from outbox.models import Message
from screening.models import HealthPaper, Measure, MeasureResult, PaperClearance, SafetyTask
from screening.rules.pages import PAGES
from sessions.models import Appointment, Deviation, MedicineCount, Override, Prescription, Printed
from sessions.models import Role as Part

P = Permission
# What a page under each permission shows of a person. One that is not listed counts as private: the fewest read of it.
LAYERS: dict[Permission, str] = {
    P.SEE_TODAY: Layer.DATES,
    P.SEE_COUPLES: Layer.DATES,
    P.ADD_COUPLES: Layer.DATES,
    P.BOOK: Layer.DATES,
    P.USE_PORTAL: Layer.DATES,
    P.SEE_MESSAGES: Layer.DATES,
    P.HAND_OVER: Layer.DATES,
    P.HELP_SIGN_IN: Layer.DATES,
    P.READ_HEALTH: Layer.HEALTH,
    P.CLEAR: Layer.HEALTH,
    P.OPEN_IN_EMERGENCY: Layer.HEALTH,
    P.KEEP_CLEARANCES: Layer.HEALTH,
    P.KEEP_MEDICINE: Layer.HEALTH,
    P.MEASURE: Layer.HEALTH,
    P.SET_DIAGNOSIS: Layer.HEALTH,
    P.SEE_MONEY: Layer.MONEY,
    P.TAKE_PAYMENTS: Layer.MONEY,
    P.ISSUE_SUPERBILLS: Layer.MONEY,
    P.READ_SUPERBILL: Layer.MONEY,
    P.EXPORT_MONEY: Layer.MONEY,
}
# Pages that show the therapist more than others: what is told alone stands on them. That she opened one, and how often,
# would tell whoever reads along of what was said.
PRIVATE_TO_THERAPIST = frozenset({"couple", "appointment"})
PRIVATE = frozenset({"my_issues", "my_measure"})
# Pages of the practice itself.
ABOUT_NOBODY = frozenset({P.SET_UP_PRACTICE, P.HOLD_LICENCE})


@dataclass(frozen=True)
class About:
    """One person, or one couple, or neither."""

    partner: UUID | None = None
    couple: UUID | None = None


NOBODY = About()


def _of_appointment(key: UUID) -> About:
    """A date that only one of the two attends is about that one: the other hears of it nowhere. Always one query."""
    rows = list(
        Appointment.objects.filter(pk=key).values_list("couple_id", "attendances__person_id", "attendances__role")
    )
    there = [person for _, person, part in rows if part not in {None, Part.ABSENT}]
    if len(there) == 1:
        return About(partner=there[0])
    return About(couple=rows[0][0]) if rows else NOBODY


def _of(person: Any) -> About:
    """A person's key from a query of one value; nobody where there is no such row."""
    return About(partner=person.first())


def _own_or_joint(row: Any) -> About:
    """Whom a row of one person or of a couple is about, from a query of both keys."""
    person, couple = row.first() or (None, None)
    return About(partner=person) if person else About(couple=couple)


# The keys of addresses, the telling ones first: a person before a couple.
BY_KEY: dict[str, Callable[[UUID], About]] = {
    "partner_id": lambda key: About(partner=key),
    "person_id": lambda key: About(partner=key),
    "superbill_id": lambda key: _of(Superbill.objects.filter(pk=key).values_list("person_id", flat=True)),
    "consent_id": lambda key: _of(Consent.objects.filter(pk=key).values_list("partner_id", flat=True)),
    "diagnosis_id": lambda key: _of(Diagnosis.objects.filter(pk=key).values_list("partner_id", flat=True)),
    "deviation_id": lambda key: _of(Deviation.objects.filter(pk=key).values_list("dose__person_id", flat=True)),
    "legal_hold_id": lambda key: _of(LegalHold.objects.filter(pk=key).values_list("partner_id", flat=True)),
    "paper_id": lambda key: _of(PaperClearance.objects.filter(pk=key).values_list("partner_id", flat=True)),
    "prescription_id": lambda key: _of(Prescription.objects.filter(pk=key).values_list("person_id", flat=True)),
    "count_id": lambda key: _of(MedicineCount.objects.filter(pk=key).values_list("person_id", flat=True)),
    "override_id": lambda key: _of(Override.objects.filter(pk=key).values_list("person_id", flat=True)),
    "printed_id": lambda key: _of(Printed.objects.filter(pk=key).values_list("person_id", flat=True)),
    "health_paper_id": lambda key: _of(HealthPaper.objects.filter(pk=key).values_list("partner_id", flat=True)),
    "upload_id": lambda key: _of(
        Upload.objects.filter(pk=key, about__role=Role.PARTNER).values_list("about_id", flat=True)
    ),
    "emergency_id": lambda key: _of(EmergencyAccess.objects.filter(pk=key).values_list("partner_id", flat=True)),
    "request_id": lambda key: _own_or_joint(CopyRequest.objects.filter(pk=key).values_list("person_id", "couple_id")),
    "release_id": lambda key: _own_or_joint(Release.objects.filter(pk=key).values_list("person_id", "couple_id")),
    "measure_id": lambda key: _of(Measure.objects.filter(pk=key).values_list("partner_id", flat=True)),
    "result_id": lambda key: _of(MeasureResult.objects.filter(pk=key).values_list("partner_id", flat=True)),
    "task_id": lambda key: _of(SafetyTask.objects.filter(pk=key).values_list("partner_id", flat=True)),
    "message_id": lambda key: _of(
        Message.objects.filter(pk=key, person__role=Role.PARTNER).values_list("person_id", flat=True)
    ),
    "appointment_id": _of_appointment,
    "couple_id": lambda key: About(couple=key),
}
# Keys that say more of what another one in the same address has named already.
BESIDE = frozenset({"step_id", "reader_id", "closed_days_id"})


def about(policy: object, kwargs: Mapping[str, Any], user: User) -> About:
    """Whom an address is about. A page of the portal is its reader's own; one without a key shows several or nobody."""
    if policy in ABOUT_NOBODY:
        return NOBODY
    found = next((find(kwargs[name]) for name, find in BY_KEY.items() if name in kwargs), NOBODY)
    if found == NOBODY and user.role == Role.PARTNER:
        return About(partner=user.pk)
    return found


def layer_of(policy: object, name: str, kwargs: Mapping[str, Any], user: User) -> str:
    """Which layer of the record a page shows to this reader."""
    if name in PRIVATE or (name in PRIVATE_TO_THERAPIST and user.role == Role.THERAPIST):
        return Layer.PRIVATE
    if kwargs.get("page") in PAGES:
        return PAGES[kwargs["page"]].layer
    return LAYERS.get(policy, Layer.PRIVATE) if isinstance(policy, Permission) else Layer.NONE
