from django.urls import URLPattern, URLResolver, path

from sessions.views.appointment import (
    appointment,
    cancel_appointment,
    complete_appointment,
    move_appointment,
    open_room,
    review_deviation,
    session_parts,
    talking_day,
)
from sessions.views.book import book
from sessions.views.calendar import calendar, calendar_day, calendar_week
from sessions.views.calendar_book import calendar_book
from sessions.views.clearance import clearance, prescriber_reply, read_override, suspend_clearance
from sessions.views.closed_days import closed_days, take_back_closed_days
from sessions.views.custody import add_prescription, correct_count, correct_prescription, count_medicine, custody
from sessions.views.emergency import emergency, emergency_record, emergency_review, end_emergency
from sessions.views.feed import end_my_feed, feed, my_feed
from sessions.views.go_past import go_past
from sessions.views.my_appointments import my_appointments
from sessions.views.my_sheets import my_sheets
from sessions.views.note import amend_note, note, sign_note
from sessions.views.plan_dates import plan_dates
from sessions.views.practice_calendar import add_room, practice_calendar, retire_room
from sessions.views.referrals import referrals
from sessions.views.room import (
    room,
    room_check,
    room_complete,
    room_dose,
    room_helper,
    room_leave,
    room_log,
    room_medical,
    room_reading,
    room_start,
)
from sessions.views.sheets import (
    give_instruction_sheet,
    instruction_sheet,
    print_instruction_sheet,
    printed_pdf,
    referral_packet,
)
from sessions.views.way_of_their_own import way_of_their_own
from sessions.views.what_each_sees import plan_line, publish_date, what_each_sees

urlpatterns: list[URLPattern | URLResolver] = [
    path("calendar/", calendar, name="calendar"),
    path("calendar/week/", calendar_week, name="calendar_week"),
    path("calendar/day/", calendar_day, name="calendar_day"),
    path("calendar/book/", calendar_book, name="calendar_book"),
    path("calendar/closed/", closed_days, name="closed_days"),
    path("calendar/closed/<uuid:closed_days_id>/", take_back_closed_days, name="take_back_closed_days"),
    path("practice/calendar/", practice_calendar, name="practice_calendar"),
    path("practice/rooms/add/", add_room, name="add_room"),
    path("practice/rooms/<uuid:therapy_room_id>/retire/", retire_room, name="retire_room"),
    path("couples/<uuid:couple_id>/steps/<uuid:step_id>/book/", book, name="book"),
    path("couples/<uuid:couple_id>/dates/", plan_dates, name="plan_dates"),
    path("appointments/<uuid:appointment_id>/", appointment, name="appointment"),
    path("appointments/<uuid:appointment_id>/move/", move_appointment, name="move_appointment"),
    path("appointments/<uuid:appointment_id>/cancel/", cancel_appointment, name="cancel_appointment"),
    path("appointments/<uuid:appointment_id>/complete/", complete_appointment, name="complete_appointment"),
    path("appointments/<uuid:appointment_id>/parts/", session_parts, name="session_parts"),
    path("appointments/<uuid:appointment_id>/talking-day/", talking_day, name="talking_day"),
    path("appointments/<uuid:appointment_id>/open/", open_room, name="open_room"),
    path("appointments/<uuid:appointment_id>/note/", note, name="note"),
    path("appointments/<uuid:appointment_id>/note/sign/", sign_note, name="sign_note"),
    path("appointments/<uuid:appointment_id>/note/amend/", amend_note, name="amend_note"),
    path("deviations/<uuid:deviation_id>/review/", review_deviation, name="review_deviation"),
    path("room/<uuid:appointment_id>/", room, name="room"),
    path("room/<uuid:appointment_id>/helper/", room_helper, name="room_helper"),
    path("room/<uuid:appointment_id>/medical/", room_medical, name="room_medical"),
    path("room/<uuid:appointment_id>/complete/", room_complete, name="room_complete"),
    path("room/<uuid:appointment_id>/<uuid:person_id>/check/", room_check, name="room_check"),
    path("room/<uuid:appointment_id>/<uuid:person_id>/reading/", room_reading, name="room_reading"),
    path("room/<uuid:appointment_id>/<uuid:person_id>/past/", go_past, name="go_past"),
    path("room/<uuid:appointment_id>/<uuid:person_id>/start/", room_start, name="room_start"),
    path("room/<uuid:appointment_id>/<uuid:person_id>/dose/", room_dose, name="room_dose"),
    path("room/<uuid:appointment_id>/<uuid:person_id>/log/", room_log, name="room_log"),
    path("room/<uuid:appointment_id>/<uuid:person_id>/leave/", room_leave, name="room_leave"),
    path("partners/<uuid:partner_id>/alone/", way_of_their_own, name="way_of_their_own"),
    path("couples/<uuid:couple_id>/shown/", what_each_sees, name="what_each_sees"),
    path("couples/<uuid:couple_id>/shown/sentence/", plan_line, name="plan_line"),
    path("appointments/<uuid:appointment_id>/shown/", publish_date, name="publish_date"),
    path("emergency/", emergency, name="emergency"),
    path("emergency/<uuid:emergency_id>/", emergency_record, name="emergency_record"),
    path("emergency/<uuid:emergency_id>/end/", end_emergency, name="end_emergency"),
    path("emergency/<uuid:emergency_id>/review/", emergency_review, name="emergency_review"),
    path("referrals/", referrals, name="referrals"),
    path("partners/<uuid:partner_id>/screening/clearance/", clearance, name="clearance"),
    path("partners/<uuid:partner_id>/screening/reply/", prescriber_reply, name="prescriber_reply"),
    path("partners/<uuid:partner_id>/screening/suspend/", suspend_clearance, name="suspend_clearance"),
    path("overrides/<uuid:override_id>/read/", read_override, name="read_override"),
    path("partners/<uuid:partner_id>/medicine/", custody, name="custody"),
    path("partners/<uuid:partner_id>/medicine/add/", add_prescription, name="add_prescription"),
    path("prescriptions/<uuid:prescription_id>/", correct_prescription, name="correct_prescription"),
    path("prescriptions/<uuid:prescription_id>/count/", count_medicine, name="count_medicine"),
    path("counts/<uuid:count_id>/", correct_count, name="correct_count"),
    path("partners/<uuid:partner_id>/sheet/", instruction_sheet, name="instruction_sheet"),
    path("partners/<uuid:partner_id>/sheet/print/", print_instruction_sheet, name="print_instruction_sheet"),
    path(
        "partners/<uuid:partner_id>/sheet/<uuid:appointment_id>/", give_instruction_sheet, name="give_instruction_sheet"
    ),
    path("partners/<uuid:partner_id>/packet/", referral_packet, name="referral_packet"),
    path("printed/<uuid:printed_id>/", printed_pdf, name="printed_pdf"),
    path("my/appointments/", my_appointments, name="my_appointments"),
    path("my/sheets/", my_sheets, name="my_sheets"),
    path("calendar/mine/", my_feed, name="my_feed"),
    path("calendar/mine/end/", end_my_feed, name="end_my_feed"),
    path("calendar/<str:token>.ics", feed, name="feed"),
]
