"""The things that people do in screening. Each runs in a savepoint of the request's transaction."""

from screening.actions.answers import add_to_page, save_draft, send_or_add, send_page
from screening.actions.clearances import give_clearance, reply, suspend_clearance
from screening.actions.decisions import decide, lift_safety_hold, record_private_check
from screening.actions.refusals import (
    AlreadyReceived,
    CannotDecide,
    CannotGoOn,
    CannotLift,
    ClearanceStands,
    DraftChanged,
    ImpossibleClearance,
    Refused,
)

__all__ = [
    "AlreadyReceived",
    "CannotDecide",
    "CannotGoOn",
    "CannotLift",
    "ClearanceStands",
    "DraftChanged",
    "ImpossibleClearance",
    "Refused",
    "add_to_page",
    "decide",
    "give_clearance",
    "lift_safety_hold",
    "record_private_check",
    "reply",
    "save_draft",
    "send_or_add",
    "send_page",
    "suspend_clearance",
]
