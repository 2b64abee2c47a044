"""What pages ask about somebody's way in, their agreements and how long they are kept, as plain facts."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from accounts import clock
from accounts.models import User
from clients import rules
from clients.gather.consents import ConsentTask, consent_tasks
from clients.models import LegalHold, Membership, Partner, SafeContact, SafeWords
from clients.rules import SafeChoices, dos_and_donts

__all__ = [
    "ConsentTask",
    "HowToReach",
    "WayIn",
    "consent_tasks",
    "how_to_reach",
    "is_held",
    "keeping_of",
    "reasons_not_to_purge",
    "units_around",
    "way_in",
]

# Words of `WayIn`, and the chip that shows them; whatever else they say is not yet.
NO_MAIL = "On the practice's tablet"
CHIPS = {"Joined": "done", NO_MAIL: "neutral", "Invited": "sent", "Invitation ran out": "due", "Closed": "locked"}


@dataclass(frozen=True)
class WayIn:
    """How far somebody is on the way to their own sign-in."""

    invited_at: datetime | None
    expires_at: datetime | None
    joined_at: datetime | None
    open: bool
    has_address: bool = True

    def words(self, at: datetime) -> str:
        """In a word or two: "Joined", "Closed", "Invited", "Invitation ran out", "Not invited" or, without an address,
        where they answer."""
        if not self.has_address:
            return NO_MAIL
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
        has_address=bool(user.email),
    )


@dataclass(frozen=True)
class HowToReach:
    """What one reader may know of how a person can be reached. `phrase` and `note` are for the therapist alone."""

    choices: SafeChoices
    lines: list[str]
    set_at: datetime | None
    set_by: str
    phrase: str
    note: str

    @property
    def sentence(self) -> str:
        return " ".join(self.lines)


def how_to_reach(partner: Partner, user: User, at: datetime) -> HowToReach:
    """By what was said last, or as everybody until something is; two queries."""
    said = SafeContact.objects.visible_to(user).filter(partner=partner).select_related("reach", "set_by")
    contact = said.order_by("-set_at").first()
    words = SafeWords.objects.visible_to(user).filter(contact=contact).first() if contact else None
    choices = contact.choices() if contact else SafeChoices()
    return HowToReach(
        choices=choices,
        lines=dos_and_donts(choices, clock.zone_name(at)),
        set_at=contact.set_at if contact else None,
        set_by=contact.set_by.name if contact else "",
        phrase=words.phrase if words else "",
        note=words.note if words else "",
    )


def units_around(partner: Partner, using: str | None = None) -> list[rules.Unit]:
    """Every unit of care of this person, and of everybody they shared one with, as far as the reader may see: two
    queries. The end of a unit is the day on which it was closed.
    """
    rows = Membership.objects.using(using)
    shared = rows.filter(couple__in=rows.filter(partner=partner).values("couple")).values("partner")
    members = rows.filter(couple__in=rows.filter(partner__in=shared).values("couple")).select_related("couple")
    units: dict[UUID, tuple[set[UUID], datetime | None]] = {}
    for one in members:
        units.setdefault(one.couple_id, (set(), one.couple.closed_at))[0].add(one.partner_id)
    return [
        rules.Unit(couple, tuple(sorted(people)), clock.day_of(closed_at) if closed_at else None)
        for couple, (people, closed_at) in units.items()
    ]


def keeping_of(partner: Partner, using: str | None = None) -> rules.Keeping:
    """How long what is known of this person is kept, by the practice's own years."""
    return rules.keeping(partner.pk, units_around(partner, using), years=settings.KAP["KEEP_RECORD_YEARS"])


def is_held(partner: Partner, using: str | None = None) -> bool:
    """Whether a legal hold stands."""
    return LegalHold.objects.using(using).standing().filter(partner=partner).exists()


def reasons_not_to_purge(partner: Partner, today: date, using: str | None = None) -> list[str]:
    """Why this person's record cannot be purged today; empty when its time is over."""
    kept = keeping_of(partner, using)
    return rules.reasons_not_to_purge(kept.record_until, today, held=is_held(partner, using))
