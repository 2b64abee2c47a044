from django.urls import URLPattern, URLResolver, path

from billing.views.billing import billing
from billing.views.couple_money import couple_money
from billing.views.diagnosis import diagnosis, end_diagnosis
from billing.views.fees import fees
from billing.views.insured import insured
from billing.views.issue_superbill import issue_superbill
from billing.views.money_export import money_export
from billing.views.my_papers import my_papers
from billing.views.payment import payment
from billing.views.superbill import prepare_superbill_again, superbill, superbill_state, void_superbill
from billing.views.superbill_pdf import superbill_pdf

urlpatterns: list[URLPattern | URLResolver] = [
    path("billing/", billing, name="billing"),
    path("billing/export/", money_export, name="money_export"),
    path("billing/fees/", fees, name="fees"),
    path("billing/couples/<uuid:couple_id>/", couple_money, name="couple_money"),
    path("billing/couples/<uuid:couple_id>/insurance/", insured, name="insured"),
    path("billing/people/<uuid:partner_id>/diagnosis/", diagnosis, name="diagnosis"),
    path("billing/diagnoses/<uuid:diagnosis_id>/end/", end_diagnosis, name="end_diagnosis"),
    path("billing/people/<uuid:partner_id>/payment/", payment, name="payment"),
    path("billing/people/<uuid:partner_id>/superbill/", issue_superbill, name="issue_superbill"),
    path("superbills/<uuid:superbill_id>/", superbill, name="superbill"),
    path("superbills/<uuid:superbill_id>/state/", superbill_state, name="superbill_state"),
    path("superbills/<uuid:superbill_id>/void/", void_superbill, name="void_superbill"),
    path("superbills/<uuid:superbill_id>/again/", prepare_superbill_again, name="prepare_superbill_again"),
    path("papers/<uuid:superbill_id>/pdf/", superbill_pdf, name="superbill_pdf"),
    path("my/papers/", my_papers, name="my_papers"),
]
