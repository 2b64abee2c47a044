"""The pathway: plan, appointments, what partners are told of them, the ketamine session room, and notes."""

from sessions.models.custody import MedicineCount, Prescription
from sessions.models.feeds import Feed
from sessions.models.hours import ClosedDays, OpeningHours, TherapyRoom
from sessions.models.notes import Amendment, Note
from sessions.models.pathway import Appointment, Attendance, PlanStep, Role, Span, StepKind, TalkingDayReason
from sessions.models.publishing import Published, PublishedLine, PublishedLineQuerySet, PublishedQuerySet
from sessions.models.room import (
    DayCheck,
    Deviation,
    Dose,
    DosingStart,
    Leaving,
    LogEntry,
    Override,
    OverrideRead,
    Reading,
    TherapySession,
)
from sessions.models.sheets import GivenSheet, Printed

__all__ = [
    "Amendment",
    "Appointment",
    "Attendance",
    "ClosedDays",
    "DayCheck",
    "Deviation",
    "Dose",
    "DosingStart",
    "Feed",
    "GivenSheet",
    "Leaving",
    "LogEntry",
    "MedicineCount",
    "Note",
    "OpeningHours",
    "Override",
    "OverrideRead",
    "PlanStep",
    "Prescription",
    "Printed",
    "Published",
    "PublishedLine",
    "PublishedLineQuerySet",
    "PublishedQuerySet",
    "Reading",
    "Role",
    "Span",
    "StepKind",
    "TalkingDayReason",
    "TherapyRoom",
    "TherapySession",
]
