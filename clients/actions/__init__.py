"""What can be done about who is in care: add a couple, correct a partner, invite, refer, sign, reach safely."""

from clients.actions.consents import NameDiffers, NotCurrent, NotTheirOwn, sign_consent, withdraw_consent
from clients.actions.couples import (
    AddressTaken,
    BirthDateRefused,
    PartnerDetails,
    SameAddress,
    add_couple,
    edit_partner,
)
from clients.actions.invitations import add_colleague, invite_again, invite_partner
from clients.actions.referrals import NotAPrescriber, end_referral, refer_partner
from clients.actions.safe_contact import NotTheirsToSet, set_safe_contact
from clients.actions.texts import SameText, publish_text

__all__ = [
    "AddressTaken",
    "BirthDateRefused",
    "NameDiffers",
    "NotAPrescriber",
    "NotCurrent",
    "NotTheirOwn",
    "NotTheirsToSet",
    "PartnerDetails",
    "SameAddress",
    "SameText",
    "add_colleague",
    "add_couple",
    "edit_partner",
    "end_referral",
    "invite_again",
    "invite_partner",
    "publish_text",
    "refer_partner",
    "set_safe_contact",
    "sign_consent",
    "withdraw_consent",
]
