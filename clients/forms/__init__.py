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
from clients.forms.texts import SignForm, TextForm

__all__ = [
    "AgreeForm",
    "AskCopyForm",
    "CoupleForm",
    "DisclosureForm",
    "InvitePrescriberForm",
    "NewAddressForm",
    "NewPinForm",
    "OwnCopyForm",
    "PaperForm",
    "PartnerForm",
    "PinForm",
    "PurgeForm",
    "ReasonForm",
    "ReferralForm",
    "ReleaseForm",
    "SafeContactForm",
    "SignForm",
    "TextForm",
    "WhoIsThereForm",
    "details_in",
    "known_choices",
]
