"""Which kept rows belong to a couple, and what their changes are called: one line of data for each table of changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q

from clients.models import Couple
from sessions.models import Appointment

KINDS = {"care": "People and care", "sessions": "Dates and sessions", "money": "Money and papers"}


@dataclass(frozen=True)
class Scope:
    """The couple, and those of its two whom the page asks about."""

    couple: Couple
    people: list[UUID]
    all_people: list[UUID]

    @property
    def both(self) -> bool:
        return len(self.people) == len(self.all_people)

    @property
    def appointments(self) -> "models.QuerySet[Appointment]":
        return Appointment.objects.filter(couple=self.couple)


@dataclass(frozen=True)
class Kept:
    """One kept table: how its rows are found for a couple, what they are called, and the fields that people know.

    `fields` maps names to labels; what is not in it is machinery. `text` names the field that changes with sealed
    words.
    `private` is left out while both are in the room.
    """

    app: str
    name: str
    kind: str
    word: str
    of: Callable[[Scope], Q]
    fields: Mapping[str, str]
    text: str = ""
    private: bool = False

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.app, f"{self.name}Change")


def of_person(name: str) -> Callable[[Scope], Q]:
    return lambda scope: Q(**{f"{name}__in": scope.people})


def of_couple(name: str) -> Callable[[Scope], Q]:
    """A row of the couple; not shown where one of the two is asked about."""
    return lambda scope: Q(**{name: scope.couple.pk}) if scope.both else Q(pk__in=[])


def of_appointment(name: str) -> Callable[[Scope], Q]:
    return lambda scope: Q(**{f"{name}__in": scope.appointments.values("pk")}) if scope.both else Q(pk__in=[])


CONTACT = {
    "legal_first_name": "Legal first name",
    "legal_last_name": "Legal last name",
    "preferred_name": "Goes by",
    "pronouns": "Pronouns",
    "birth_date": "Birth date",
    "phone": "Phone",
    "address_line_1": "Address",
    "address_line_2": "Second line",
    "city": "City",
    "state": "State",
    "postal_code": "ZIP code",
    "insurer": "Insurer",
    "member_id": "Member number",
}
DATE = {
    "starts_at": "Begins",
    "ends_at": "Ends",
    "place": "Place",
    "state": "State",
    "became_talking_at": "Became a talking day",
}
KEPT: tuple[Kept, ...] = (
    Kept("clients", "Partner", "care", "Contact details", of_person("pgh_obj"), CONTACT),
    Kept(
        "accounts",
        "User",
        "care",
        "Sign-in",
        of_person("pgh_obj"),
        {"name": "Name", "email": "E-mail", "is_active": "Can sign in"},
    ),
    Kept(
        "clients",
        "Couple",
        "care",
        "Couple",
        of_couple("pgh_obj"),
        {"opened_at": "In care since", "closed_at": "Care ended"},
    ),
    Kept(
        "clients",
        "Membership",
        "care",
        "Place in the couple",
        of_person("partner"),
        {"partner": "Person", "since": "Since", "until": "Until"},
    ),
    Kept("clients", "CareTeam", "care", "Care team", of_couple("couple"), {"user": "Clinician", "since": "Since"}),
    Kept(
        "clients",
        "Referral",
        "care",
        "Referral",
        of_person("partner"),
        {"prescriber": "Prescriber", "made_at": "Made", "ended_at": "Ended"},
    ),
    Kept(
        "screening",
        "Hold",
        "care",
        "Hold",
        of_person("partner"),
        {"scope": "What it stops", "released_at": "Lifted"},
        private=True,
    ),
    Kept("kap_sessions", "Appointment", "sessions", "Date", of_couple("couple"), DATE),
    Kept(
        "kap_sessions",
        "Attendance",
        "sessions",
        "Part",
        of_person("person"),
        {"role": "As", "cancelled": "Cancelled"},
    ),
    Kept(
        "kap_sessions",
        "TherapySession",
        "sessions",
        "Session room",
        of_appointment("pgh_obj"),
        {
            "opened_at": "Opened",
            "helper_name": "Helper",
            "helper_qualification": "Qualification",
            "medical_name": "Medical person",
            "medical_licence": "License",
            "completed_at": "Completed",
        },
    ),
    Kept(
        "kap_sessions",
        "Note",
        "sessions",
        "Note",
        of_appointment("appointment"),
        {"signed_at": "Signed"},
        text="version",
        private=True,
    ),
    Kept(
        "kap_sessions",
        "Deviation",
        "sessions",
        "Deviation",
        lambda scope: Q(
            dose__therapy_session__appointment__in=scope.appointments.values("pk"), dose__person__in=scope.people
        ),
        {"reviewed_at": "Reviewed"},
        private=True,
    ),
    Kept(
        "billing",
        "Charge",
        "money",
        "Charge",
        of_person("account"),
        {"account": "On the account of", "service_date": "Date of service", "minutes": "Minutes"},
    ),
    Kept(
        "billing",
        "Diagnosis",
        "money",
        "Diagnosis",
        of_person("partner"),
        {"code": "Code", "since": "From", "until": "Until"},
    ),
    Kept(
        "billing",
        "Superbill",
        "money",
        "Superbill",
        of_person("person"),
        {"number": "Number", "total": "Fees", "paid": "Paid", "voided_at": "Void since", "void_reason": "Reason"},
    ),
)
