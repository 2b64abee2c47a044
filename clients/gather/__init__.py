"""What pages ask about somebody's way in and their consent, as plain facts."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from clients.models import Consent, ConsentDocument, Partner

# Words of `WayIn`, and the chip that shows them; whatever else they say is not yet.
CHIPS = {"Joined": "done", "Invited": "sent", "Invitation ran out": "due", "Closed": "locked"}


@dataclass(frozen=True)
class WayIn:
    """How far somebody is on the way to their own sign-in."""

    invited_at: datetime | None
    expires_at: datetime | None
    joined_at: datetime | None
    open: bool

    def words(self, at: datetime) -> str:
        """In a word or two: "Joined", "Closed", "Invited", "Invitation ran out" or "Not invited"."""
        if self.joined_at:
            return "Joined" if self.open else "Closed"
        if self.invited_at is None:
            return "Not invited"
        return "Invitation ran out" if self.expires_at and at >= self.expires_at else "Invited"

    def chip(self, at: datetime) -> str:
        """The kind of the chip that shows `words`."""
        return CHIPS.get(self.words(at), "notyet")


def way_in(user: User) -> WayIn:
    """One person's way in; one query."""
    last = user.invitations.order_by("-sent_at").first()
    return WayIn(
        invited_at=last.sent_at if last else None,
        expires_at=last.expires_at if last else None,
        joined_at=user.joined_at,
        open=user.is_active,
    )


@dataclass(frozen=True)
class ConsentFacts:
    """Where one person stands with one text."""

    document: ConsentDocument
    in_force: Consent | None
    earlier: Consent | None
    """The newest signature that does not count any more: withdrawn, or on an older version."""

    @property
    def signed(self) -> bool:
        return self.in_force is not None


def consent_facts(partner: Partner, kind: str) -> ConsentFacts | None:
    """Nothing while no text of this kind is published."""
    document = ConsentDocument.objects.current(kind)
    if document is None:
        return None
    signed = partner.consents.select_related("document", "withdrawal").order_by("-signed_at")
    own = [one for one in signed if one.document.kind == kind]
    in_force = next((one for one in own if one.document == document and not hasattr(one, "withdrawal")), None)
    return ConsentFacts(document, in_force, next((one for one in own if one != in_force), None))
