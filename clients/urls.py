from django.urls import URLPattern, URLResolver, path, register_converter

from clients.rules.consents import KINDS
from clients.views.consent_pdf import consent_pdf
from clients.views.edit_partner import edit_partner
from clients.views.hand_off import hand_it_back, hand_off, handed_back, on_the_tablet
from clients.views.invite_partner import invite_partner
from clients.views.my_consent import my_consent, my_text, withdraw_consent
from clients.views.my_copies import (
    ask_my_copy,
    end_my_release,
    my_copies,
    my_copy_zip,
    refuse_my_copy,
    sign_copy,
    sign_release,
)
from clients.views.my_pin import my_pin
from clients.views.my_touch import my_touch, narrow_my_touch
from clients.views.paper import paper
from clients.views.partner_consents import keep_consent_paper, partner_consents, record_withdrawal, say_less_touch
from clients.views.partner_record import ask_copy, partner_record
from clients.views.partner_sign_in import (
    change_address,
    end_partner_sign_ins,
    partner_sign_in,
    reset_pin,
    use_address,
)
from clients.views.people import close_colleague, end_colleague_sign_ins, invite_colleague, people
from clients.views.practice_texts import edit_text, practice_texts, preview_text, publish_text
from clients.views.refer_partner import invite_prescriber, refer_partner
from clients.views.release import add_release, disclose, end_release, keep_release_paper, release
from clients.views.safe_contact import my_contact, safe_contact
from clients.views.text_readers import remind_to_sign, text_readers
from clients.views.who_reads_what import who_reads_what


class TextNumber:
    """A text in an address is a number: the history of a shared phone says nothing of what was signed."""

    regex = "|".join(str(kind.number) for kind in KINDS.values())

    def to_python(self, value: str) -> str:
        return next(kind.key for kind in KINDS.values() if kind.number == int(value))

    def to_url(self, value: str) -> str:
        if value not in KINDS:
            raise ValueError(value)
        return str(KINDS[value].number)


register_converter(TextNumber, "text")

urlpatterns: list[URLPattern | URLResolver] = [
    path("partners/<uuid:partner_id>/details/", edit_partner, name="edit_partner"),
    path("partners/<uuid:partner_id>/invitation/", invite_partner, name="invite_partner"),
    path("partners/<uuid:partner_id>/hand-off/", hand_off, name="hand_off"),
    path("my/here/", on_the_tablet, name="on_the_tablet"),
    path("my/here/done/", hand_it_back, name="hand_it_back"),
    path("handed-back/", handed_back, name="handed_back"),
    path("partners/<uuid:partner_id>/referral/", refer_partner, name="refer_partner"),
    path("partners/<uuid:partner_id>/referral/invite/", invite_prescriber, name="invite_prescriber"),
    path("partners/<uuid:partner_id>/sign-in/", partner_sign_in, name="partner_sign_in"),
    path("partners/<uuid:partner_id>/sign-in/address/", change_address, name="change_address"),
    path("partners/<uuid:partner_id>/sign-in/pin/", reset_pin, name="reset_pin"),
    path("partners/<uuid:partner_id>/sign-in/end/", end_partner_sign_ins, name="end_partner_sign_ins"),
    path("address/<str:token>/", use_address, name="use_address"),
    path("my/pin/", my_pin, name="my_pin"),
    path("partners/<uuid:partner_id>/reach/", safe_contact, name="safe_contact"),
    path("my/contact/", my_contact, name="my_contact"),
    path("my/readers/", who_reads_what, name="who_reads_what"),
    path("practice/texts/", practice_texts, name="practice_texts"),
    path("practice/texts/<text:kind>/", edit_text, name="edit_text"),
    path("practice/texts/<text:kind>/preview/", preview_text, name="preview_text"),
    path("practice/texts/<text:kind>/publish/", publish_text, name="publish_text"),
    path("practice/texts/readers/", text_readers, name="text_readers"),
    path("partners/<uuid:partner_id>/touch/less/", say_less_touch, name="say_less_touch"),
    path("partners/<uuid:partner_id>/agreements/", partner_consents, name="partner_consents"),
    path("partners/<uuid:partner_id>/agreements/paper/", keep_consent_paper, name="keep_consent_paper"),
    path("partners/<uuid:partner_id>/agreements/remind/", remind_to_sign, name="remind_to_sign"),
    path("partners/<uuid:partner_id>/agreements/<text:kind>/back/", record_withdrawal, name="record_withdrawal"),
    path("agreements/<uuid:consent_id>/copy/", consent_pdf, name="consent_pdf"),
    path("partners/<uuid:partner_id>/record/", partner_record, name="partner_record"),
    path("partners/<uuid:partner_id>/record/copy/", ask_copy, name="ask_copy"),
    path("partners/<uuid:partner_id>/record/release/", add_release, name="add_release"),
    path("releases/<uuid:release_id>/", release, name="release"),
    path("releases/<uuid:release_id>/paper/", keep_release_paper, name="keep_release_paper"),
    path("releases/<uuid:release_id>/end/", end_release, name="end_release"),
    path("releases/<uuid:release_id>/told/", disclose, name="disclose"),
    path("papers/<uuid:upload_id>/", paper, name="paper"),
    path("my/copies/", my_copies, name="my_copies"),
    path("my/copies/ask/", ask_my_copy, name="ask_my_copy"),
    path("my/copies/sign/", sign_copy, name="sign_copy"),
    path("my/copies/no/", refuse_my_copy, name="refuse_my_copy"),
    path("my/copies/release/", sign_release, name="sign_release"),
    path("my/copies/release/end/", end_my_release, name="end_my_release"),
    path("my/copies/copy/", my_copy_zip, name="my_copy_zip"),
    path("my/touch/", my_touch, name="my_touch"),
    path("my/touch/less/", narrow_my_touch, name="narrow_my_touch"),
    path("my/consent/", my_consent, name="my_consent"),
    path("my/consent/<text:kind>/", my_text, name="my_text"),
    path("my/consent/<text:kind>/back/", withdraw_consent, name="withdraw_consent"),
    path("practice/people/", people, name="people"),
    path("practice/people/<uuid:person_id>/invitation/", invite_colleague, name="invite_colleague"),
    path("practice/people/<uuid:person_id>/sign-ins/end/", end_colleague_sign_ins, name="end_colleague_sign_ins"),
    path("practice/people/<uuid:person_id>/close/", close_colleague, name="close_colleague"),
]
