"""What can be done about who is in care: add a couple, correct a partner, invite, refer, sign, reach safely, part."""

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
from clients.actions.keeping import (
    NameDiffersFromRecord,
    NotDue,
    open_legal_hold,
    order_purge,
    release_legal_hold,
    withdraw_purge,
)
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
from clients.actions.safe_contact import NotTheirsToSet, set_safe_contact
from clients.actions.separations import (
    CareHasEnded,
    NotOfCouple,
    NotStanding,
    NotYet,
    open_separation,
    record_telling,
    withdraw_separation,
)
from clients.actions.texts import SameText, publish_text

__all__ = [
    "AddressTaken",
    "BirthDateRefused",
    "CareHasEnded",
    "LinkRefused",
    "NameDiffers",
    "NameDiffersFromRecord",
    "NotAPrescriber",
    "NotCurrent",
    "NotDue",
    "NotJoined",
    "NotOfCouple",
    "NotStanding",
    "NotTheirOwn",
    "NotTheirOwnPin",
    "NotTheirsToSet",
    "NotYet",
    "PartnerDetails",
    "PinRefused",
    "SameAddress",
    "SameText",
    "WrongPin",
    "add_colleague",
    "add_couple",
    "ask_address",
    "edit_partner",
    "end_referral",
    "invite_again",
    "invite_partner",
    "open_legal_hold",
    "open_separation",
    "order_purge",
    "pin_in_force",
    "publish_text",
    "record_telling",
    "refer_partner",
    "release_legal_hold",
    "reset_pin",
    "set_pin",
    "set_safe_contact",
    "sign_consent",
    "try_pin",
    "use_address",
    "withdraw_consent",
    "withdraw_purge",
    "withdraw_separation",
]
