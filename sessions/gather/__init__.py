"""Rows turned into facts for rules and pages, each in a fixed number of queries."""

from sessions.gather.day import (
    AgendaRow,
    agenda,
    dates_of,
    deviations_to_review,
    is_going_on,
    next_dates,
    reader_of,
    unsigned_notes,
    upcoming,
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

__all__ = [
    "AgendaRow",
    "Known",
    "RailNode",
    "SessionRatio",
    "agenda",
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
    "unsigned_notes",
    "upcoming",
    "warnings_of_plan",
]
