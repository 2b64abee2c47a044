"""The things that people do in screening. Each runs in a savepoint of the request's transaction."""

from screening.actions.answers import add_to_page, report_change, save_draft, send_or_add, send_page
from screening.actions.calls import ask_for_call, close_call, log_call
from screening.actions.clearances import give_clearance, reply, suspend_clearance, write_to_prescriber
from screening.actions.decisions import decide, lift_safety_hold, record_private_check
from screening.actions.papers import keep_paper, read_paper, set_paper_aside, settle_paper
from screening.actions.refusals import (
    AlreadyReceived,
    CannotClose,
    CannotDecide,
    CannotGoOn,
    CannotLift,
    CannotRead,
    ClearanceStands,
    DraftChanged,
    ImpossibleClearance,
    NobodyAsked,
    NobodyToTell,
    NotSettled,
    Refused,
    VoicemailNotAllowed,
)

__all__ = [
    "AlreadyReceived",
    "CannotClose",
    "CannotDecide",
    "CannotGoOn",
    "CannotLift",
    "CannotRead",
    "ClearanceStands",
    "DraftChanged",
    "ImpossibleClearance",
    "NobodyAsked",
    "NobodyToTell",
    "NotSettled",
    "Refused",
    "VoicemailNotAllowed",
    "add_to_page",
    "ask_for_call",
    "close_call",
    "decide",
    "give_clearance",
    "keep_paper",
    "lift_safety_hold",
    "log_call",
    "read_paper",
    "record_private_check",
    "reply",
    "report_change",
    "save_draft",
    "send_or_add",
    "send_page",
    "set_paper_aside",
    "settle_paper",
    "suspend_clearance",
    "write_to_prescriber",
]
