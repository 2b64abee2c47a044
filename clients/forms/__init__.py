"""Forms about people in care. They hold who somebody is and how to reach them, never an answer."""

from clients.forms.people import (
    CoupleForm,
    InvitePrescriberForm,
    PartnerForm,
    ReferralForm,
    SafeContactForm,
    details_in,
    known_choices,
)
from clients.forms.rights import (
    AgreeForm,
    AskCopyForm,
    DisclosureForm,
    OwnCopyForm,
    PaperForm,
    PurgeForm,
    ReasonForm,
    ReleaseForm,
)
from clients.forms.sign_in import NewAddressForm, NewPinForm, PinForm, WhoIsThereForm
from clients.forms.texts import PaperConsentForm, PublishForm, SaidForm, SignForm, TextForm
from clients.forms.touch import LessForm, NarrowForm, TouchForm

__all__ = [
    "AgreeForm",
    "AskCopyForm",
    "CoupleForm",
    "DisclosureForm",
    "InvitePrescriberForm",
    "LessForm",
    "NarrowForm",
    "NewAddressForm",
    "NewPinForm",
    "OwnCopyForm",
    "PaperConsentForm",
    "PaperForm",
    "PartnerForm",
    "PinForm",
    "PublishForm",
    "PurgeForm",
    "ReasonForm",
    "ReferralForm",
    "ReleaseForm",
    "SafeContactForm",
    "SaidForm",
    "SignForm",
    "TextForm",
    "TouchForm",
    "WhoIsThereForm",
    "details_in",
    "known_choices",
]
