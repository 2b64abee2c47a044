"""Rows turned into facts for rules and pages, each in a fixed number of queries."""

from screening.gather.calls import Asking, askings, calls_waiting
from screening.gather.deciding import deciding_facts
from screening.gather.facts import clearance_facts, person_facts
from screening.gather.instruments import known_instruments, loaded
from screening.gather.measures import Measures, MeasureState, measures_of, portal_measures
from screening.gather.portal import PageState, change_told_at, portal_pages
from screening.gather.safety import OnCall, on_call, safety_waiting, taken_up, whom_to_call
from screening.gather.waiting import WaitingItem, waiting_for_prescriber, waiting_for_therapist

__all__ = [
    "Asking",
    "MeasureState",
    "Measures",
    "OnCall",
    "PageState",
    "WaitingItem",
    "askings",
    "calls_waiting",
    "change_told_at",
    "clearance_facts",
    "deciding_facts",
    "known_instruments",
    "loaded",
    "measures_of",
    "on_call",
    "person_facts",
    "portal_measures",
    "portal_pages",
    "safety_waiting",
    "taken_up",
    "waiting_for_prescriber",
    "waiting_for_therapist",
    "whom_to_call",
]
