"""The things that people do in screening. Each runs in a savepoint of the request's transaction."""

from screening.actions.answers import add_to_page, report_change, save_draft, send_or_add, send_page
from screening.actions.calls import ask_for_call, close_call, log_call
from screening.actions.clearances import give_clearance, reply, suspend_clearance
from screening.actions.decisions import decide, lift_safety_hold, record_private_check
from screening.actions.measured import keep_health_paper, record_measurement
from screening.actions.refusals import (
    AlreadyReceived,
    CannotClose,
    CannotDecide,
    CannotGoOn,
    CannotLift,
    ClearanceStands,
    DraftChanged,
    ImpossibleClearance,
    ImpossibleReading,
    NobodyAsked,
    Refused,
    TooManyPapers,
    VoicemailNotAllowed,
)

__all__ = [
    "AlreadyReceived",
    "CannotClose",
    "CannotDecide",
    "CannotGoOn",
    "CannotLift",
    "ClearanceStands",
    "DraftChanged",
    "ImpossibleClearance",
    "ImpossibleReading",
    "NobodyAsked",
    "Refused",
    "TooManyPapers",
    "VoicemailNotAllowed",
    "add_to_page",
    "ask_for_call",
    "close_call",
    "decide",
    "give_clearance",
    "keep_health_paper",
    "lift_safety_hold",
    "log_call",
    "record_measurement",
    "record_private_check",
    "reply",
    "report_change",
    "save_draft",
    "send_or_add",
    "send_page",
    "suspend_clearance",
]
