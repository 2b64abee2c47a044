"""The things that people do on the pathway, from the plan to the signed note."""

from sessions.actions.booking import block_of, book, cancel, complete, default_roles, move, therapist_of
from sessions.actions.custody import CountOrder, ImpossibleEntry, PrescriptionOrder, count_medicine, write_prescription
from sessions.actions.dosing import DoseOrder, record_dose, review_deviation, start_dosing
from sessions.actions.feeds import end_feed, make_feed
from sessions.actions.hours import add_room, close_days, retire_room, set_opening_hours, take_back_closed_days
from sessions.actions.leaving import complete_session, record_leaving
from sessions.actions.notes import amend_note, save_note, sign_note
from sessions.actions.overrides import override_blocker, read_override
from sessions.actions.parting import NotWhole, close_care, go_on_alone, part, reopen_care
from sessions.actions.plan import make_plan
from sessions.actions.publishing import plan_line, publish_date
from sessions.actions.refusals import CannotOverride, NotAgreed, NotReady, Refused, TooSoonAfterAnswer
from sessions.actions.room import (
    convert_to_talking,
    log,
    name_helper,
    name_medical_person,
    open_room,
    record_day_check,
    record_reading,
    set_roles,
)
from sessions.actions.series import NotAll, book_all
from sessions.actions.sheets import NoSheet, give_sheet, print_packet, print_sheet

__all__ = [
    "CannotOverride",
    "CountOrder",
    "DoseOrder",
    "ImpossibleEntry",
    "NoSheet",
    "NotAgreed",
    "NotAll",
    "NotReady",
    "NotWhole",
    "PrescriptionOrder",
    "Refused",
    "TooSoonAfterAnswer",
    "add_room",
    "amend_note",
    "block_of",
    "book",
    "book_all",
    "cancel",
    "close_care",
    "close_days",
    "complete",
    "complete_session",
    "convert_to_talking",
    "count_medicine",
    "default_roles",
    "end_feed",
    "give_sheet",
    "go_on_alone",
    "log",
    "make_feed",
    "make_plan",
    "move",
    "name_helper",
    "name_medical_person",
    "open_room",
    "override_blocker",
    "part",
    "plan_line",
    "print_packet",
    "print_sheet",
    "publish_date",
    "read_override",
    "record_day_check",
    "record_dose",
    "record_leaving",
    "record_reading",
    "reopen_care",
    "retire_room",
    "review_deviation",
    "save_note",
    "set_opening_hours",
    "set_roles",
    "sign_note",
    "start_dosing",
    "take_back_closed_days",
    "therapist_of",
    "write_prescription",
]
