from django.urls import URLPattern, URLResolver, path

from clients.views.edit_partner import edit_partner
from clients.views.invite_partner import invite_partner
from clients.views.my_consent import my_consent, withdraw_consent
from clients.views.my_pin import my_pin
from clients.views.partner_sign_in import (
    change_address,
    end_partner_sign_ins,
    partner_sign_in,
    reset_pin,
    use_address,
)
from clients.views.people import close_colleague, end_colleague_sign_ins, invite_colleague, people
from clients.views.refer_partner import refer_partner

urlpatterns: list[URLPattern | URLResolver] = [
    path("partners/<uuid:partner_id>/details/", edit_partner, name="edit_partner"),
    path("partners/<uuid:partner_id>/invitation/", invite_partner, name="invite_partner"),
    path("partners/<uuid:partner_id>/referral/", refer_partner, name="refer_partner"),
    path("partners/<uuid:partner_id>/sign-in/", partner_sign_in, name="partner_sign_in"),
    path("partners/<uuid:partner_id>/sign-in/address/", change_address, name="change_address"),
    path("partners/<uuid:partner_id>/sign-in/pin/", reset_pin, name="reset_pin"),
    path("partners/<uuid:partner_id>/sign-in/end/", end_partner_sign_ins, name="end_partner_sign_ins"),
    path("address/<str:token>/", use_address, name="use_address"),
    path("my/pin/", my_pin, name="my_pin"),
    path("my/consent/", my_consent, name="my_consent"),
    path("my/consent/withdraw/", withdraw_consent, name="withdraw_consent"),
    path("practice/people/", people, name="people"),
    path("practice/people/<uuid:person_id>/invitation/", invite_colleague, name="invite_colleague"),
    path("practice/people/<uuid:person_id>/sign-ins/end/", end_colleague_sign_ins, name="end_colleague_sign_ins"),
    path("practice/people/<uuid:person_id>/close/", close_colleague, name="close_colleague"),
]
