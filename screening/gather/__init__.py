"""Rows turned into facts for rules and pages, each in a fixed number of queries."""

from screening.gather.calls import Asking, askings, calls_waiting
from screening.gather.deciding import deciding_facts
from screening.gather.facts import clearance_facts, person_facts
from screening.gather.portal import PageState, change_told_at, portal_pages
from screening.gather.waiting import WaitingItem, waiting_for_prescriber, waiting_for_therapist

__all__ = [
    "Asking",
    "PageState",
    "WaitingItem",
    "askings",
    "calls_waiting",
    "change_told_at",
    "clearance_facts",
    "deciding_facts",
    "person_facts",
    "portal_pages",
    "waiting_for_prescriber",
    "waiting_for_therapist",
]
