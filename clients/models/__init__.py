"""Who is in care, and everything that is kept about being in care: see each module."""

from clients.models.consents import (
    PRIVATE_TEXT,
    Consent,
    ConsentDocument,
    ConsentWithdrawal,
    DrawnSignature,
    TextDraft,
    TouchChoices,
)
from clients.models.couples import CareTeam, Couple, FormerName, Membership, Partner, Referral
from clients.models.doors import AddressChange, PaperPin, PinReset
from clients.models.emergency import EmergencyAccess, readable_by
from clients.models.hand_off import HandOff
from clients.models.keeping import LegalHold, LegalHoldRelease, PurgeCertificate, PurgeOrder
from clients.models.parting import CareChange, Separation, Telling
from clients.models.reach import SafeContact, SafeWords
from clients.models.rights import Agreement, CopyAgreement, CopyRequest, Disclosure, Release, ReleaseAgreement

__all__ = [
    "PRIVATE_TEXT",
    "AddressChange",
    "Agreement",
    "CareChange",
    "CareTeam",
    "Consent",
    "ConsentDocument",
    "ConsentWithdrawal",
    "CopyAgreement",
    "CopyRequest",
    "Couple",
    "Disclosure",
    "DrawnSignature",
    "EmergencyAccess",
    "FormerName",
    "HandOff",
    "LegalHold",
    "LegalHoldRelease",
    "Membership",
    "PaperPin",
    "Partner",
    "PinReset",
    "PurgeCertificate",
    "PurgeOrder",
    "Referral",
    "Release",
    "ReleaseAgreement",
    "SafeContact",
    "SafeWords",
    "Separation",
    "Telling",
    "TextDraft",
    "TouchChoices",
    "readable_by",
]
