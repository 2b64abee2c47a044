from datetime import datetime

from accounts.models import User
from clients import rules
from clients.models import Consent, ConsentDocument, ConsentWithdrawal, Partner


class NotTheirOwn(Exception):
    """A consent is signed and withdrawn by its own person only."""


class NotCurrent(Exception):
    """The text has a newer version, which is the one to read and sign."""


class NameDiffers(Exception):
    """The typed name is not this person's. The message says how we know them."""


def sign_consent(*, partner: Partner, document: ConsentDocument, typed_name: str, by: User, at: datetime) -> Consent:
    """Sign one version of a text by typing one's name. Signing twice is signing once.

    Keeps a digest of the very text, so that it can be shown later that nothing was changed under the signature.
    Raises NotTheirOwn, NotCurrent, NameDiffers.
    """
    if by.pk != partner.pk:
        raise NotTheirOwn
    if document != ConsentDocument.objects.current(document.kind):
        raise NotCurrent
    preferred = f"{partner.called} {partner.legal_last_name}"
    if sentence := rules.typed_name_trouble(typed_name, partner.legal_name, preferred):
        raise NameDiffers(sentence)
    Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    if signed := partner.consents.in_force().filter(document=document).first():
        return signed
    digest = rules.text_digest(document.body)
    return Consent.objects.create(
        partner=partner, document=document, typed_name=" ".join(typed_name.split()), text_sha256=digest, signed_at=at
    )


def withdraw_consent(*, consent: Consent, by: User, at: datetime) -> ConsentWithdrawal:
    """Take a consent back. It needs no reason, nothing is deleted, and doing it twice is doing it once.

    Raises NotTheirOwn.
    """
    if by.pk != consent.partner_id:
        raise NotTheirOwn
    Partner.objects.select_for_update(of=("self",)).get(pk=consent.partner_id)
    if withdrawn := ConsentWithdrawal.objects.filter(consent=consent).first():
        return withdrawn
    return ConsentWithdrawal.objects.create(consent=consent, at=at, by=by)
