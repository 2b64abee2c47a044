from django.urls import URLPattern, URLResolver, path

from clients.views.edit_partner import edit_partner
from clients.views.invite_partner import invite_partner
from clients.views.my_consent import my_consent, withdraw_consent
from clients.views.people import close_colleague, invite_colleague, people
from clients.views.refer_partner import refer_partner

urlpatterns: list[URLPattern | URLResolver] = [
    path("partners/<uuid:partner_id>/details/", edit_partner, name="edit_partner"),
    path("partners/<uuid:partner_id>/invitation/", invite_partner, name="invite_partner"),
    path("partners/<uuid:partner_id>/referral/", refer_partner, name="refer_partner"),
    path("my/consent/", my_consent, name="my_consent"),
    path("my/consent/withdraw/", withdraw_consent, name="withdraw_consent"),
    path("practice/people/", people, name="people"),
    path("practice/people/<uuid:person_id>/invitation/", invite_colleague, name="invite_colleague"),
    path("practice/people/<uuid:person_id>/close/", close_colleague, name="close_colleague"),
]
