from django.urls import URLPattern, URLResolver, path, register_converter

from screening.rules.pages import ISSUES_PAGE, PAGES
from screening.views.calls import calls, close_call, log_call
from screening.views.health_sheet import health_sheet
from screening.views.instruments import check_instrument, instruments, load_instrument, retire_instrument
from screening.views.measures import ask_measure, enter_result, strike_result, take_measure_back
from screening.views.my_change import my_change
from screening.views.my_issues import my_issues
from screening.views.my_measure import my_crisis, my_measure
from screening.views.my_page import my_page
from screening.views.my_readings import my_readings
from screening.views.paper_clearance import (
    clearance_scan,
    read_paper_clearance,
    record_paper_clearance,
    set_paper_aside,
    settle_paper_clearance,
    type_paper_clearance,
)
from screening.views.readings import add_health_paper, health_paper, readings
from screening.views.safety import safety_task, safety_watch
from screening.views.safety_texts import safety_texts
from screening.views.screening_review import (
    decision,
    leave_answers,
    lift_safety_hold,
    private_check,
    remind_partner,
    screening_review,
)
from screening.views.talk import my_help, talk
from screening.views.with_prescriber import with_prescriber


class PageNumber:
    """A question page in an address is a number: the history of a shared phone says nothing of what was asked."""

    regex = "|".join(str(page.number) for page in PAGES.values() if page.key != ISSUES_PAGE)

    def to_python(self, value: str) -> str:
        return next(page.key for page in PAGES.values() if page.number == int(value))

    def to_url(self, value: str) -> str:
        if value not in PAGES:
            raise ValueError(value)
        return str(PAGES[value].number)


register_converter(PageNumber, "question_page")

urlpatterns: list[URLPattern | URLResolver] = [
    path("my/questions/<question_page:page>/", my_page, name="my_page"),
    path(f"my/questions/{PAGES[ISSUES_PAGE].number}/", my_issues, name="my_issues"),
    path("my/change/", my_change, name="my_change"),
    path("my/more/", my_readings, name="my_readings"),
    path("my/talk/", talk, name="talk"),
    path("my/help/", my_help, name="my_help"),
    path("my/help/now/", my_crisis, name="my_crisis"),
    path("my/asked/<uuid:measure_id>/", my_measure, name="my_measure"),
    path("partners/<uuid:partner_id>/asked/", ask_measure, name="ask_measure"),
    path("partners/<uuid:partner_id>/results/", enter_result, name="enter_result"),
    path("asked/<uuid:measure_id>/back/", take_measure_back, name="take_measure_back"),
    path("results/<uuid:result_id>/strike/", strike_result, name="strike_result"),
    path("waiting/<uuid:task_id>/", safety_task, name="safety_task"),
    path("practice/questionnaires/", instruments, name="instruments"),
    path("practice/questionnaires/check/", check_instrument, name="check_instrument"),
    path("practice/questionnaires/load/", load_instrument, name="load_instrument"),
    path("practice/questionnaires/<uuid:own_id>/retire/", retire_instrument, name="retire_instrument"),
    path("practice/on-call/", safety_watch, name="safety_watch"),
    path("partners/<uuid:partner_id>/calls/", calls, name="calls"),
    path("partners/<uuid:partner_id>/calls/try/", log_call, name="log_call"),
    path("partners/<uuid:partner_id>/calls/close/", close_call, name="close_call"),
    path("partners/<uuid:partner_id>/readings/", readings, name="readings"),
    path("partners/<uuid:partner_id>/readings/paper/", add_health_paper, name="add_health_paper"),
    path("readings/papers/<uuid:health_paper_id>/", health_paper, name="health_paper"),
    path("partners/<uuid:partner_id>/screening/", screening_review, name="screening_review"),
    path("partners/<uuid:partner_id>/screening/sheet/", health_sheet, name="health_sheet"),
    path("partners/<uuid:partner_id>/screening/leave/", leave_answers, name="leave_answers"),
    path("partners/<uuid:partner_id>/screening/remind/", remind_partner, name="remind_partner"),
    path("practice/private-check/", safety_texts, name="safety_texts"),
    path("partners/<uuid:partner_id>/screening/check/", private_check, name="private_check"),
    path("partners/<uuid:partner_id>/screening/decision/", decision, name="decision"),
    path("partners/<uuid:partner_id>/screening/lift/", lift_safety_hold, name="lift_safety_hold"),
    path("partners/<uuid:partner_id>/prescriber/", with_prescriber, name="with_prescriber"),
    path("partners/<uuid:partner_id>/prescriber/paper/", record_paper_clearance, name="record_paper_clearance"),
    path("clearances/<uuid:paper_id>/", read_paper_clearance, name="read_paper_clearance"),
    path("clearances/<uuid:paper_id>/settle/", settle_paper_clearance, name="settle_paper_clearance"),
    path("clearances/<uuid:paper_id>/aside/", set_paper_aside, name="set_paper_aside"),
    path("scans/<uuid:upload_id>/", clearance_scan, name="clearance_scan"),
    path("scans/<uuid:upload_id>/type/", type_paper_clearance, name="type_paper_clearance"),
]
