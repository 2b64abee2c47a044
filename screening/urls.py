from django.urls import URLPattern, URLResolver, path, register_converter

from screening.rules.pages import ISSUES_PAGE, PAGES
from screening.views.calls import calls, close_call, log_call
from screening.views.clearance import clearance, prescriber_reply, suspend_clearance
from screening.views.health_sheet import health_sheet
from screening.views.my_change import my_change
from screening.views.my_issues import my_issues
from screening.views.my_page import my_page
from screening.views.my_readings import my_readings
from screening.views.readings import add_health_paper, health_paper, readings
from screening.views.screening_review import decision, lift_safety_hold, private_check, screening_review
from screening.views.talk import my_help, talk


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
    path("partners/<uuid:partner_id>/calls/", calls, name="calls"),
    path("partners/<uuid:partner_id>/calls/try/", log_call, name="log_call"),
    path("partners/<uuid:partner_id>/calls/close/", close_call, name="close_call"),
    path("partners/<uuid:partner_id>/readings/", readings, name="readings"),
    path("partners/<uuid:partner_id>/readings/paper/", add_health_paper, name="add_health_paper"),
    path("readings/papers/<uuid:health_paper_id>/", health_paper, name="health_paper"),
    path("partners/<uuid:partner_id>/screening/", screening_review, name="screening_review"),
    path("partners/<uuid:partner_id>/screening/sheet/", health_sheet, name="health_sheet"),
    path("partners/<uuid:partner_id>/screening/check/", private_check, name="private_check"),
    path("partners/<uuid:partner_id>/screening/decision/", decision, name="decision"),
    path("partners/<uuid:partner_id>/screening/lift/", lift_safety_hold, name="lift_safety_hold"),
    path("partners/<uuid:partner_id>/screening/clearance/", clearance, name="clearance"),
    path("partners/<uuid:partner_id>/screening/reply/", prescriber_reply, name="prescriber_reply"),
    path("partners/<uuid:partner_id>/screening/suspend/", suspend_clearance, name="suspend_clearance"),
]
