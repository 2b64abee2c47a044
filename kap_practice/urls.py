from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from kap_practice.views.add_couple import add_couple
from kap_practice.views.couple import couple
from kap_practice.views.couple_history import couple_history
from kap_practice.views.couples import couples
from kap_practice.views.csp_report import csp_report
from kap_practice.views.home import home
from kap_practice.views.my_record import my_record
from kap_practice.views.portal import portal
from kap_practice.views.record import couple_record, practice_record, reader_record
from kap_practice.views.today import today

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("csp-report", csp_report, name="csp_report"),
    path("today/", today, name="today"),
    path("couples/", couples, name="couples"),
    path("couples/add/", add_couple, name="add_couple"),
    path("couples/<uuid:couple_id>/", couple, name="couple"),
    path("couples/<uuid:couple_id>/history/", couple_history, name="couple_history"),
    path("couples/<uuid:couple_id>/record/", couple_record, name="couple_record"),
    path("practice/record/", practice_record, name="practice_record"),
    path("practice/record/<uuid:reader_id>/", reader_record, name="reader_record"),
    path("my/", portal, name="portal"),
    path("my/record/", my_record, name="my_record"),
    path("", include("clients.urls")),
    path("", include("screening.urls")),
    path("", include("sessions.urls")),
    path("", include("billing.urls")),
    path("", include("outbox.urls")),
    path("", include("accounts.urls")),
]
if settings.DEMO:
    urlpatterns += [path("", include("demo.urls"))]
