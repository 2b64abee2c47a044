"""What can be done about who is in care: add a couple, correct a partner, invite, refer, sign."""

from clients.actions.addresses import LinkRefused, NotJoined, ask_address, use_address
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
from clients.actions.pins import (
    NotTheirOwnPin,
    PinRefused,
    WrongPin,
    pin_in_force,
    reset_pin,
    set_pin,
    try_pin,
)
from clients.actions.referrals import NotAPrescriber, end_referral, refer_partner

__all__ = [
    "AddressTaken",
    "BirthDateRefused",
    "LinkRefused",
    "NameDiffers",
    "NotAPrescriber",
    "NotCurrent",
    "NotJoined",
    "NotTheirOwn",
    "NotTheirOwnPin",
    "PartnerDetails",
    "PinRefused",
    "SameAddress",
    "WrongPin",
    "add_colleague",
    "add_couple",
    "ask_address",
    "edit_partner",
    "end_referral",
    "invite_again",
    "invite_partner",
    "pin_in_force",
    "refer_partner",
    "reset_pin",
    "set_pin",
    "sign_consent",
    "try_pin",
    "use_address",
    "withdraw_consent",
]
