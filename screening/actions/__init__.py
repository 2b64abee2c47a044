"""The things that people do in screening. Each runs in a savepoint of the request's transaction."""

from screening.actions.answers import add_to_page, save_draft, send_or_add, send_page
from screening.actions.calls import ask_for_call, close_call, log_call
from screening.actions.clearances import give_clearance, reply, suspend_clearance
from screening.actions.decisions import decide, lift_safety_hold, record_private_check
from screening.actions.nudges import remind_partner
from screening.actions.refusals import (
    AlreadyReceived,
    CannotClose,
    CannotDecide,
    CannotGoOn,
    CannotLift,
    ClearanceStands,
    DraftChanged,
    ImpossibleClearance,
    NobodyAsked,
    Refused,
    VoicemailNotAllowed,
)
from screening.actions.safety import SameList, publish_safety_text

__all__ = [
    "AlreadyReceived",
    "CannotClose",
    "CannotDecide",
    "CannotGoOn",
    "CannotLift",
    "ClearanceStands",
    "DraftChanged",
    "ImpossibleClearance",
    "NobodyAsked",
    "Refused",
    "SameList",
    "VoicemailNotAllowed",
    "add_to_page",
    "ask_for_call",
    "close_call",
    "decide",
    "give_clearance",
    "lift_safety_hold",
    "log_call",
    "publish_safety_text",
    "record_private_check",
    "remind_partner",
    "reply",
    "save_draft",
    "send_or_add",
    "send_page",
    "suspend_clearance",
]
