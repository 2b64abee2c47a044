"""Signing a text, keeping one that was signed on paper, and taking it back."""

from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.utils.dateformat import format as formatted

from accounts import clock
from accounts.models import Practice, User
from accounts.roles import Role
from accounts.rules import phone_as_spoken
from clients import rules
from clients.gather.effect import under_effect
from clients.models import Consent, ConsentDocument, ConsentWithdrawal, DrawnSignature, Partner
from clients.rules import consents as kinds
from clients.rules.wording import filled
from documents import actions as documents
from documents.models import Document, Upload
from documents.rules import Brought

TEMPLATE = "documents/consent.html"
SEALED_BESIDE = "The answers given with this signature are kept sealed. The therapist reads them with who gave them."


class NotTheirOwn(Exception):
    """A text is signed by its own person only; taken back by them, or by the therapist on their word."""


class NotCurrent(Exception):
    """The text has a newer version, which is the one to read and sign."""


class UnderEffect(Exception):
    """Nothing is signed or agreed to while the medicine works. The message says what can be done instead."""


class NameDiffers(Exception):
    """The typed name is not this person's. The message says how we know them."""


class DrawingRefused(Exception):
    """The drawn signature cannot be kept. The message says what to do."""


class NotYetSigned(Exception):
    """The day on the paper is still to come."""


def sign_consent(
    *,
    partner: Partner,
    document: ConsentDocument,
    typed_name: str,
    by: User,
    at: datetime,
    drawn: str = "",
    renews: bool = False,
) -> Consent:
    """Sign one version of a text by typing one's name, and ask for the PDF of it. Signing twice is signing once.

    Keeps digests of the very text, and of text, name and moment together, so that it can be shown later that nothing
    was changed. `drawn` is the path of a drawn signature, or `kinds.AS_TYPED`. `renews` signs anew beside a signature
    that stands. Raises NotTheirOwn, UnderEffect, NotCurrent, NameDiffers, DrawingRefused.
    """
    if by.pk != partner.pk:
        raise NotTheirOwn
    refuse_under_effect(partner, at)
    if document != ConsentDocument.objects.current(document.kind):
        raise NotCurrent
    preferred = f"{partner.called} {partner.legal_last_name}"
    if sentence := rules.typed_name_trouble(typed_name, partner.legal_name, preferred):
        raise NameDiffers(sentence)
    if sentence := kinds.drawn_trouble(drawn):
        raise DrawingRefused(sentence)
    lock(partner)
    if not renews and (signed := partner.consents.in_force().filter(document=document).first()):
        return signed
    practice = Practice.objects.get()
    consent = _new_consent(partner, document, practice, " ".join(typed_name.split()), at)
    if drawn:
        consent.mark = Consent.Mark.TYPED if drawn == kinds.AS_TYPED else Consent.Mark.DRAWN
    consent.pdf = _ask_pdf(consent, practice, "" if drawn == kinds.AS_TYPED else drawn)
    consent.save(force_insert=True)
    if consent.mark == Consent.Mark.DRAWN:
        DrawnSignature(consent=consent, path=drawn).save(force_insert=True)
    return consent


def keep_paper_consent(
    *, partner: Partner, document: ConsentDocument, signed_on: date, paper: Brought, by: User, at: datetime
) -> Consent:
    """Keep a text that this person signed on paper, as a scan. It counts like a signature, and is visible as such.

    Raises NotYetSigned, UnderEffect for a paper of this very day, `documents.actions.TooMany`.
    """
    if signed_on > clock.day_of(at):
        raise NotYetSigned
    if signed_on == clock.day_of(at):
        refuse_under_effect(partner, at)
    lock(partner)
    kept = documents.keep(about=partner.user, purpose=Upload.Purpose.CONSENT, brought=paper, by=by, at=at)
    noon = datetime.combine(signed_on, time(12), tzinfo=clock.practice_zone())
    consent = _new_consent(partner, document, Practice.objects.get(), partner.legal_name, min(noon, at))
    consent.way, consent.paper = Consent.Way.PAPER, kept
    consent.recorded_at, consent.recorded_by = at, by
    consent.save(force_insert=True)
    return consent


def withdraw_consent(
    *, consent: Consent, by: User, at: datetime, way: str = ConsentWithdrawal.Way.PORTAL
) -> ConsentWithdrawal:
    """Take a text back: every signature on it that still stands. It needs no reason, nothing is deleted, and doing it
    twice is doing it once.

    The person does it in the portal; the therapist writes it down on the person's word, with the `way` it was said.
    Raises NotTheirOwn.
    """
    own = by.pk == consent.partner_id
    if not own and (by.role != Role.THERAPIST or way == ConsentWithdrawal.Way.PORTAL):
        raise NotTheirOwn
    lock(consent.partner)
    for standing in _standing_beside(consent):
        withdrawal = ConsentWithdrawal(consent=standing, at=at, by=by, way=ConsentWithdrawal.Way.PORTAL if own else way)
        withdrawal.save(force_insert=True)
    return ConsentWithdrawal.objects.get(consent=consent)


def remake_pdf(*, consent: Consent, by: User, at: datetime) -> None:
    """Ask once more for a PDF that could not be made. Raises `documents.actions.NotFailed`."""
    if consent.pdf is None:
        raise documents.NotFailed
    documents.ask_again(document=consent.pdf, by=by, at=at)


def refuse_under_effect(partner: Partner, at: datetime) -> None:
    """The one rule wherever somebody signs or agrees. To say less, to say no and to take something back asks for none.

    Source: protocol.md 1 and 4, consent in the altered state is unreliable. Raises UnderEffect.
    """
    if under_effect(partner, at):
        raise UnderEffect(kinds.UNDER_EFFECT)


def lock(partner: Partner) -> None:
    """One act at a time for one person, so that a double click is one."""
    Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)


def _standing_beside(consent: Consent) -> QuerySet[Consent]:
    """This signature and every other on a version of the same text: an older one must not come to count again."""
    return Consent.objects.in_force().filter(partner=consent.partner_id, document__kind=consent.document.kind)


def _new_consent(
    partner: Partner, document: ConsentDocument, practice: Practice, name: str, signed_at: datetime
) -> Consent:
    text = filled(document.body, practice.name)
    return Consent(
        partner=partner,
        document=document,
        typed_name=name,
        text_sha256=rules.text_digest(text),
        digest=kinds.signature_digest(text=text, name=name, at=signed_at, zone=practice.zone),
        signed_at=signed_at,
        zone=practice.zone,
        practice_name=practice.name,
    )


def _ask_pdf(consent: Consent, practice: Practice, drawn: str) -> Document:
    """The paper of a signature. Its name and title are neutral; the text itself stands inside."""
    local = consent.signed_at.astimezone(clock.practice_zone())
    document = consent.document
    return documents.ask(
        title="Signed agreement",
        file_name=f"agreement-{local:%Y-%m-%d}.pdf",
        template=TEMPLATE,
        context={
            "practice": _letterhead(practice),
            "title": document.title,
            "version": document.version,
            "published_on": formatted(document.published_at.astimezone(clock.practice_zone()), "F j, Y"),
            "sections": _printable(filled(document.body, practice.name)),
            "agrees": kinds.KINDS[document.kind].agrees,
            "beside": SEALED_BESIDE if document.kind == kinds.TOUCH.key else "",
            "name": consent.typed_name,
            "legal_name": consent.partner.legal_name,
            "mark": consent.mark,
            "drawn": drawn,
            "box": f"0 0 {kinds.DRAWN_WIDTH} {kinds.DRAWN_HEIGHT}",
            "signed": f"{formatted(local, 'F j, Y, H:i:s')} {clock.zone_name(consent.signed_at)} time",
            "zone": consent.zone,
            "signed_iso": kinds.moment_of(consent.signed_at),
            "text_sha256": consent.text_sha256,
            "digest": consent.digest,
        },
        reader=consent.partner.user,
        shelf=Document.Shelf.CARE,
        at=consent.signed_at,
    )


def _letterhead(practice: Practice) -> dict[str, str]:
    place = f"{practice.address_line_1}, {practice.city}, {practice.state} {practice.postal_code}"
    return {"name": practice.name, "address": place, "phone": phone_as_spoken(practice.phone)}


def _printable(text: str) -> list[dict[str, Any]]:
    """A text's sections as JSON: each block is {"words"} or {"points"}."""
    return [
        {
            "heading": section.heading,
            "blocks": [
                {"points": [point.removeprefix("- ") for point in block]}
                if block[0].startswith("- ")
                else {"words": block[0]}
                for block in section.blocks
            ],
        }
        for section in rules.sections(text)
    ]
