from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from kap_practice.views.add_couple import add_couple
from kap_practice.views.close_care import close_care, reopen_care
from kap_practice.views.copy_request import (
    close_copy_request,
    copy_request,
    copy_zip,
    give_copy,
    issue_copy,
    keep_copy_paper,
    prepare_copy_again,
    refuse_copy,
    remind_of_copy,
)
from kap_practice.views.couple import couple
from kap_practice.views.couple_history import couple_history
from kap_practice.views.couples import couples
from kap_practice.views.csp_report import csp_report
from kap_practice.views.go_on_alone import go_on_alone
from kap_practice.views.home import home
from kap_practice.views.my_record import my_record
from kap_practice.views.part_couple import part_couple
from kap_practice.views.portal import my_next, portal
from kap_practice.views.record import couple_record, practice_record, reader_record
from kap_practice.views.records import (
    open_legal_hold,
    order_purge,
    record,
    records,
    release_legal_hold,
    withdraw_purge,
)
from kap_practice.views.separation import open_separation, separation, tell_partner, withdraw_separation
from kap_practice.views.today import today

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("csp-report", csp_report, name="csp_report"),
    path("today/", today, name="today"),
    path("couples/", couples, name="couples"),
    path("couples/add/", add_couple, name="add_couple"),
    path("couples/<uuid:couple_id>/", couple, name="couple"),
    path("couples/<uuid:couple_id>/close/", close_care, name="close_care"),
    path("couples/<uuid:couple_id>/reopen/", reopen_care, name="reopen_care"),
    path("couples/<uuid:couple_id>/apart/", separation, name="separation"),
    path("couples/<uuid:couple_id>/apart/open/", open_separation, name="open_separation"),
    path("couples/<uuid:couple_id>/apart/withdraw/", withdraw_separation, name="withdraw_separation"),
    path("couples/<uuid:couple_id>/apart/effect/", part_couple, name="part_couple"),
    path("couples/<uuid:couple_id>/apart/<uuid:partner_id>/told/", tell_partner, name="tell_partner"),
    path("couples/<uuid:couple_id>/apart/<uuid:partner_id>/alone/", go_on_alone, name="go_on_alone"),
    path("practice/records/", records, name="records"),
    path("practice/records/<uuid:partner_id>/", record, name="record"),
    path("practice/records/<uuid:partner_id>/hold/", open_legal_hold, name="open_legal_hold"),
    path("practice/records/<uuid:partner_id>/end/", order_purge, name="order_purge"),
    path("practice/records/<uuid:partner_id>/end/withdraw/", withdraw_purge, name="withdraw_purge"),
    path("practice/holds/<uuid:legal_hold_id>/release/", release_legal_hold, name="release_legal_hold"),
    path("copies/<uuid:request_id>/", copy_request, name="copy_request"),
    path("copies/<uuid:request_id>/paper/", keep_copy_paper, name="keep_copy_paper"),
    path("copies/<uuid:request_id>/no/", refuse_copy, name="refuse_copy"),
    path("copies/<uuid:request_id>/remind/", remind_of_copy, name="remind_of_copy"),
    path("copies/<uuid:request_id>/issue/", issue_copy, name="issue_copy"),
    path("copies/<uuid:request_id>/again/", prepare_copy_again, name="prepare_copy_again"),
    path("copies/<uuid:request_id>/give/", give_copy, name="give_copy"),
    path("copies/<uuid:request_id>/close/", close_copy_request, name="close_copy_request"),
    path("copies/<uuid:request_id>/zip/", copy_zip, name="copy_zip"),
    path("couples/<uuid:couple_id>/history/", couple_history, name="couple_history"),
    path("couples/<uuid:couple_id>/record/", couple_record, name="couple_record"),
    path("practice/record/", practice_record, name="practice_record"),
    path("practice/record/<uuid:reader_id>/", reader_record, name="reader_record"),
    path("my/", portal, name="portal"),
    path("my/next/", my_next, name="my_next"),
    path("my/record/", my_record, name="my_record"),
    path("", include("clients.urls")),
    path("", include("screening.urls")),
    path("", include("sessions.urls")),
    path("", include("billing.urls")),
    path("", include("outbox.urls")),
    path("", include("accounts.urls")),
]
handler500 = "kap_practice.views.errors.server_error"
if settings.DEMO:
    urlpatterns += [path("", include("demo.urls"))]
