"""The practice's own texts: a draft that is saved, and a version that is published."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.models import User
from clients.actions.copies import tell
from clients.models import Consent, ConsentDocument, Partner, TextDraft
from clients.rules.wording import gaps


class SameText(Exception):
    """The wording is the one that stands already."""


class Unfinished(Exception):
    """Something in square brackets is still to be written; `gaps` says what."""

    def __init__(self, found: Sequence[str]) -> None:
        super().__init__(f"Still to be written: {', '.join(found)}.")
        self.gaps = found


class ReasonMissing(Exception):
    """A correction that asks nobody to sign again says why it is none more than that."""


def save_draft(*, kind: str, title: str, body: str, by: User, at: datetime) -> TextDraft:
    """Keep a wording that is not published yet, in place of the one before."""
    values = {"title": title, "body": body, "saved_at": at, "saved_by": by}
    return TextDraft.objects.update_or_create(kind=kind, defaults=values)[0]


def discard_draft(*, kind: str, by: User, at: datetime) -> None:
    """Throw a draft away. What is published stands as it did."""
    TextDraft.objects.filter(kind=kind).delete()


def publish_text(
    *, kind: str, title: str, body: str, by: User, at: datetime, asks_again: bool = True, reason: str = ""
) -> ConsentDocument:
    """Publish a new version of one of the practice's texts. The old ones stay, and with them who was shown which.

    It asks everybody to sign again, unless it is a correction of wording with a `reason`. The first version of a text
    asks everybody. Raises SameText, Unfinished, ReasonMissing.
    """
    if found := gaps(body):
        raise Unfinished(found)
    standing = ConsentDocument.objects.current(kind)
    if standing is not None and (standing.title, standing.body.strip()) == (title, body.strip()):
        raise SameText
    asks_again = asks_again or standing is None
    if not asks_again and not reason.strip():
        raise ReasonMissing
    document = ConsentDocument(
        kind=kind,
        version=standing.version + 1 if standing else 1,
        title=title,
        body=body,
        published_at=at,
        published_by=by,
        asks_again=asks_again,
        reason="" if asks_again else reason.strip(),
    )
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError as refusal:  # somebody else published in the same moment
        raise SameText from refusal
    TextDraft.objects.filter(kind=kind).delete()
    return document


def remind_to_sign(*, partner: Partner, by: User, at: datetime) -> bool:
    """Tell somebody by a neutral mail that something waits, at most once a day. Answers whether something does."""
    open_ = partner.pk not in Consent.objects.complete([partner])
    if open_ and partner.user.is_active:
        tell(partner, f"texts:{partner.pk}:{clock.day_of(at)}", at)
    return open_ and partner.user.is_active
