"""What can be done about who is in care: add a couple, correct a partner, invite, refer, sign, part."""

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
from clients.actions.separations import (
    CareHasEnded,
    NotOfCouple,
    NotStanding,
    NotYet,
    open_separation,
    record_telling,
    withdraw_separation,
)

__all__ = [
    "AddressTaken",
    "BirthDateRefused",
    "CareHasEnded",
    "NameDiffers",
    "NotAPrescriber",
    "NotCurrent",
    "NotOfCouple",
    "NotStanding",
    "NotTheirOwn",
    "NotYet",
    "PartnerDetails",
    "SameAddress",
    "add_colleague",
    "add_couple",
    "edit_partner",
    "end_referral",
    "invite_again",
    "invite_partner",
    "open_separation",
    "record_telling",
    "refer_partner",
    "sign_consent",
    "withdraw_consent",
    "withdraw_separation",
]
