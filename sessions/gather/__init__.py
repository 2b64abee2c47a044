"""Rows turned into facts for rules and pages, each in a fixed number of queries."""

from sessions.gather.ahead import AheadOf, coming_ends
from sessions.gather.day import (
    AgendaRow,
    agenda,
    dates_of,
    deviations_to_review,
    is_going_on,
    next_dates,
    reader_of,
    unsigned_notes,
)
from sessions.gather.gate import Known, dosed, known, of_the_day, parts_of
from sessions.gather.plan import (
    RailNode,
    SessionRatio,
    next_step,
    next_step_blockers,
    rail,
    session_ratio,
    warnings_of_plan,
)
from sessions.gather.publishing import OwnDate, Shown, change_asked, shown_to

__all__ = [
    "AgendaRow",
    "AheadOf",
    "Known",
    "OwnDate",
    "RailNode",
    "SessionRatio",
    "Shown",
    "agenda",
    "change_asked",
    "coming_ends",
    "dates_of",
    "deviations_to_review",
    "dosed",
    "is_going_on",
    "known",
    "next_dates",
    "next_step",
    "next_step_blockers",
    "of_the_day",
    "parts_of",
    "rail",
    "reader_of",
    "session_ratio",
    "shown_to",
    "unsigned_notes",
    "warnings_of_plan",
]
