"""Where people stand with the practice's texts: for their own list, for the therapist, and for the practice's table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse

from accounts.models import User
from clients.models import Consent, ConsentDocument, ConsentWithdrawal, Couple, Partner, TouchChoices
from clients.rules.consents import (
    KINDS,
    PACKET,
    PREPARATION,
    REQUIRED,
    SIGNED,
    TOUCH,
    Signed,
    Standing,
    TextKind,
    Version,
    standing,
)
from clients.rules.touch import Agreed, Choices, agreed

# How long a withdrawal stays among what waits for the therapist.
LATELY = timedelta(days=30)
LATER = "Agreements for your preparation"
OPENS_LATER = "Opens once the agreements above are signed"
# The chip of each standing, and its words: for the practice, and for the person's own page.
CHIPS = {
    Standing.UNPUBLISHED: ("notyet", "Not published"),
    Standing.OPEN: ("notyet", "Not signed"),
    Standing.SIGNED: ("signed", "Signed"),
    Standing.NEW_VERSION: ("due", "New version to sign"),
    Standing.WITHDRAWN: ("hold", "Withdrawn"),
}
OWN_CHIPS = CHIPS | {
    Standing.OPEN: ("todo", "To read and sign"),
    Standing.WITHDRAWN: ("notyet", "Withdrawn"),
}


@dataclass(frozen=True)
class TextState:
    """Where one person stands with one text."""

    kind: TextKind
    document: ConsentDocument | None
    """The newest version, which is read and signed from now on."""
    standing: Standing
    signed: Consent | None
    """The signature that counts."""
    latest: Consent | None
    """The newest signature, whether it counts or not."""
    history: tuple[Consent, ...]
    """Every signature on this text, the newest first."""

    @property
    def is_signed(self) -> bool:
        return self.standing is Standing.SIGNED

    @property
    def is_open(self) -> bool:
        """There is something to sign."""
        return self.standing in {Standing.OPEN, Standing.NEW_VERSION, Standing.WITHDRAWN}

    @property
    def url(self) -> str:
        return reverse(self.kind.page, args=[self.kind.key] if self.kind.page == "my_text" else [])

    @property
    def chip(self) -> tuple[str, str]:
        return CHIPS[self.standing]

    @property
    def own_chip(self) -> tuple[str, str]:
        return OWN_CHIPS[self.standing]


def text_states(partner: Partner) -> list[TextState]:
    """Every text that is signed, in its order: two queries, however many were signed."""
    documents = _documents()
    rows = partner.consents.select_related("document", "withdrawal", "pdf", "recorded_by").defer("pdf__content")
    own = list(rows.order_by("-signed_at"))
    return [_state(kind, documents, own) for kind in SIGNED]


def signed_papers(partner: Partner) -> list[Consent]:
    """The signatures that count and have a paper, in the order of the texts."""
    return [state.signed for state in text_states(partner) if state.signed and state.signed.pdf]


def text_state(partner: Partner, key: str) -> TextState:
    return next(state for state in text_states(partner) if state.kind.key == key)


def packet_of(states: Iterable[TextState]) -> list[TextState]:
    return [state for state in states if state.kind in PACKET]


def preparation_of(states: Iterable[TextState]) -> list[TextState]:
    return [state for state in states if state.kind in PREPARATION]


def is_whole(states: Iterable[TextState]) -> bool:
    """Whether the packet is signed."""
    return all(state.is_signed for state in packet_of(states))


def next_to_sign(states: Sequence[TextState]) -> TextState | None:
    """The first text of the packet that waits, then of preparation."""
    waiting = packet_of(states) if not is_whole(states) else preparation_of(states)
    return next((state for state in waiting if state.is_open), None)


@dataclass(frozen=True)
class ConsentTask:
    """One line of a person's own list. A task that opens later has no address, and says when in `hint`."""

    key: str
    title: str
    state: str
    url: str
    minutes: int
    hint: str = ""


def consent_tasks(partner: Partner) -> list[ConsentTask]:
    """The packet, and what is agreed in preparation: from this person's own signatures alone; two queries."""
    states = text_states(partner)
    packet, preparation = packet_of(states), preparation_of(states)
    tasks = [_task("agreements", "Agreements", packet)]
    if is_whole(states):
        return [*tasks, _task("preparation", LATER, preparation)]
    return [*tasks, ConsentTask("preparation", LATER, "not yet", "", _minutes(preparation), OPENS_LATER)]


def _task(key: str, title: str, states: Sequence[TextState]) -> ConsentTask:
    done = [state for state in states if not state.is_open]
    begun = "in progress" if any(one.is_signed for one in states) else "not started"
    state = "done" if len(done) == len(states) else begun
    first = next((one for one in states if one.is_open), None)
    return ConsentTask(key, title, state, first.url if first else reverse("my_consent"), _minutes(states))


def _minutes(states: Iterable[TextState]) -> int:
    """What is left to read."""
    states = list(states)
    return sum(state.kind.minutes for state in states if state.is_open) or sum(state.kind.minutes for state in states)


def _documents() -> dict[str, list[ConsentDocument]]:
    """Each signed text's versions, the oldest first: one query."""
    found: dict[str, list[ConsentDocument]] = {}
    for row in ConsentDocument.objects.filter(kind__in=[kind.key for kind in SIGNED]).order_by("version"):
        found.setdefault(row.kind, []).append(row)
    return found


def _state(kind: TextKind, documents: dict[str, list[ConsentDocument]], own: Sequence[Consent]) -> TextState:
    published = documents.get(kind.key, [])
    versions = [Version(one.version, one.asks_again) for one in published]
    signed = [one for one in own if one.document.kind == kind.key]
    found = standing(versions, [Signed(one.document.version, is_withdrawn(one)) for one in reversed(signed)])
    in_force = next((one for one in signed if not is_withdrawn(one)), None)
    return TextState(
        kind=kind,
        document=published[-1] if published else None,
        standing=found,
        signed=in_force if found is Standing.SIGNED else None,
        latest=signed[0] if signed else None,
        history=tuple(signed),
    )


def is_withdrawn(consent: Consent) -> bool:
    """Fetch it with its `withdrawal`."""
    return hasattr(consent, "withdrawal")


@dataclass(frozen=True)
class WithdrawnLately:
    """Somebody took back a text that treatment asks for, and has not signed it again."""

    partner: Partner
    kind: TextKind
    at: datetime


def withdrawn_lately(user: User, at: datetime) -> list[WithdrawnLately]:
    """The withdrawals of the last month that still stand, of people in care: for the therapist; two queries."""
    people = Partner.objects.visible_to(user).filter(memberships__until=None, memberships__couple__closed_at=None)
    rows = ConsentWithdrawal.objects.filter(
        consent__partner__in=people, consent__document__kind__in=REQUIRED, at__gt=at - LATELY
    ).select_related("consent__document", "consent__partner__user")
    signed = set(Consent.objects.counting().filter(partner__in=people).values_list("partner", "document__kind"))
    found: dict[tuple[UUID, str], WithdrawnLately] = {}
    for row in rows.order_by("at"):
        key = (row.consent.partner_id, row.consent.document.kind)
        if key not in signed:
            found[key] = WithdrawnLately(row.consent.partner, KINDS[key[1]], row.at)
    return list(found.values())


@dataclass(frozen=True)
class Reader:
    """One person of the table: where they stand with each text."""

    partner: Partner
    states: list[TextState]
    can_be_reminded: bool


def who_signed(user: User) -> list[tuple[Couple, list[Reader]]]:
    """Everybody in care whom the reader sees, couple by couple: four queries, however many people."""
    couples = Couple.objects.visible_to(user).filter(closed_at=None).order_by("-opened_at")
    couples = couples.prefetch_related("memberships__partner__user")
    documents = _documents()
    own: dict[UUID, list[Consent]] = {}
    rows = Consent.objects.filter(partner__memberships__couple__in=couples, partner__memberships__until=None)
    for row in rows.select_related("document", "withdrawal").order_by("-signed_at"):
        own.setdefault(row.partner_id, []).append(row)
    found = []
    for couple in couples:
        members = sorted((one for one in couple.memberships.all() if one.until is None), key=lambda one: one.place)
        readers = []
        for member in members:
            states = [_state(kind, documents, own.get(member.partner_id, [])) for kind in SIGNED]
            can = member.partner.user.is_active and not is_whole(states)
            readers.append(Reader(member.partner, states, can))
        found.append((couple, readers))
    return found


def touch_for_clinicians(partner: Partner, user: User) -> list[Agreed] | None:
    """What holds for one person in the room; nothing while they have signed no touch agreement.

    Reads the other's answers too, so it is for the therapist and never for a page of a partner.
    """
    own = _choices(partner, user)
    if own is None:
        return None
    other = Partner.objects.filter(
        memberships__until=None, memberships__couple__memberships__in=partner.memberships.filter(until=None)
    ).exclude(pk=partner.pk)
    found = other.first()
    return agreed(own, _choices(found, user) if found else None)


def touch_said(partner: Partner, user: User) -> TouchChoices | None:
    """What this person said last, and how: the areas, stop word and hand signal with it."""
    signed = Consent.objects.counting().filter(partner=partner, document__kind=TOUCH.key)
    rows = TouchChoices.objects.visible_to(user).filter(consent__in=signed)
    return rows.select_related("by").order_by("turn").last()


def _choices(partner: Partner, user: User) -> Choices | None:
    last = touch_said(partner, user)
    return last.choices() if last else None
