"""A partner's column on the couple's page: what this reader may know of one person, in chips and links."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.dateformat import format as formatted

from accounts import clock
from accounts.models import User
from accounts.policy import Permission, may
from billing.models import InsuredPerson
from clients.gather import NO_MAIL, how_to_reach, way_in
from clients.models import Couple, FormerName, Partner
from screening.gather import portal_pages
from screening.models import Decision, PaperClearance
from screening.rules import ClearanceFacts, PersonFacts
from sessions.gather import Known, known

# A clearance that ends within this many days is shown as due: time for a prescriber's date.
SOON = 14


@dataclass(frozen=True)
class Fact:
    """One line: a name, and a chip or plain words, with a link where it can be changed."""

    name: str
    text: str
    chip: str = ""
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Column:
    """Everything in one partner's column. `private` is for the therapist alone, closed while both are in the room."""

    place: str
    name: str
    detail: str
    facts: list[Fact]
    private: list[Fact]
    links: list[Link]

    @property
    def heading_id(self) -> str:
        return f"partner-{self.place}"


def columns_of(couple: Couple, user: User, at: datetime, *, together: bool = False) -> list[Column]:
    """Both columns in the couple's own order, in the words of this reader.

    While the two are together with her, what the therapist reads of one person's consent and clearance is closed too.
    """
    partners = couple.partners()
    facts = known(partners, at)
    names = former_names(partners)
    insured = InsuredPerson.objects.filter(couple=couple).order_by("since", "set_at").last()
    found = []
    for place, partner in zip("ab", partners, strict=False):
        own = [*_consent(facts.facts[partner.pk]), *_clearance(facts, partner, user, at)]
        reach = _reach(partner, user, at)
        reads = may(user, Permission.READ_PRIVATE)
        closed = own if together and reads else []
        found.append(
            Column(
                place=place,
                name=partner.called,
                detail=partner.pronouns,
                facts=[
                    *[Fact("Earlier name", name) for name in names.get(partner.pk, [])],
                    *_sign_in(partner, at),
                    *([] if closed else own),
                    *_insurance(partner, insured),
                    *([] if reads else reach),
                ],
                private=[*closed, *_private(partner, facts.facts[partner.pk], user), *reach] if reads else [],
                links=_links(partner, user),
            )
        )
    return found


def former_names(partners: Iterable[Partner]) -> dict[UUID, list[str]]:
    """What each of these people was called before, as far as it differs from today's name: one query."""
    people = {partner.pk: f"{partner.called} {partner.legal_last_name}" for partner in partners}
    found: dict[UUID, list[str]] = {}
    for row in FormerName.objects.filter(partner__in=people).order_by("until"):
        names = found.setdefault(row.partner_id, [])
        if str(row) not in {*names, people[row.partner_id]}:
            names.append(str(row))
    return found


def _sign_in(partner: Partner, at: datetime) -> list[Fact]:
    way = way_in(partner.user)
    words = way.words(at)
    invitation = reverse("invite_partner", args=[partner.pk])
    link = "" if words in {"Joined", "Closed", NO_MAIL} else "Invite" if way.invited_at is None else "Invite again"
    return [Fact("Sign-in", words, way.chip(at), invitation if link else "", link)]


def _consent(facts: PersonFacts) -> list[Fact]:
    """Whether everything that treatment asks for is signed and stands."""
    return [Fact("Consent", "Signed", "signed") if facts.consent_signed else Fact("Consent", "Not complete", "notyet")]


def _clearance(all_facts: Known, partner: Partner, user: User, at: datetime) -> list[Fact]:
    """How a clearance stands. The office reads dates and counts, never a dose, a limit or that one was stopped."""
    clearance = all_facts.facts[partner.pk].clearance
    if clearance is None:
        waits = PaperClearance.objects.visible_to(user).filter(partner=partner, clearance=None, set_aside=None)
        return [
            Fact("Clearance", *(("Waits for a second read", "waiting") if waits.exists() else ("Not yet", "notyet")))
        ]
    if clearance.suspended and not may(user, Permission.READ_HEALTH):
        return [Fact("Clearance", "Waiting for the prescriber", "waiting")]
    if clearance.suspended:
        return [Fact("Clearance", f"Suspended by {clearance.prescriber_name}", "hold")]
    used = all_facts.attendees({partner.pk: "dosing"})[0].sessions_used
    left = clearance.sessions - used
    day = clock.day_of(at)
    until = formatted(clearance.valid_until, "j F Y")
    if clearance.valid_until < day or left <= 0:
        ended = f"Ran out on {until}" if clearance.valid_until < day else f"All {clearance.sessions} sessions used"
        return [Fact("Clearance", ended, "due")]
    soon = (clearance.valid_until - day).days <= SOON or left == 1
    found = [Fact("Clearance", f"Until {until}", "due" if soon else "clear")]
    found.append(Fact("Sessions left", f"{left} of {clearance.sessions}"))
    return found + (_limits(clearance) if may(user, Permission.READ_HEALTH) else [])


def _limits(clearance: ClearanceFacts) -> list[Fact]:
    booster = f", booster up to {clearance.max_booster_mg.normalize():f} mg" if clearance.max_booster_mg else ""
    return [Fact("Limits", f"Up to {clearance.max_dose_mg.normalize():f} mg{booster} ({clearance.prescriber_name})")]


def _insurance(partner: Partner, insured: InsuredPerson | None) -> list[Fact]:
    named = insured is not None and insured.partner_id == partner.pk
    return [Fact("Insurance", "Person named for insurance")] if named else []


def _reach(partner: Partner, user: User, at: datetime) -> list[Fact]:
    """How to call and write. It differs between the two, so it is closed while both are in the room."""
    url = reverse("safe_contact", args=[partner.pk]) if may(user, Permission.READ_PRIVATE) else ""
    return [Fact("Reaching", how_to_reach(partner, user, at).sentence, url=url, link="Change" if url else "")]


def _private(partner: Partner, facts: PersonFacts, user: User) -> list[Fact]:
    pages = portal_pages(partner)
    sent = sum(page.state == "sent" for page in pages)
    review = reverse("screening_review", args=[partner.pk])
    answers = Fact(
        "Answers",
        f"{sent} of {len(pages)} parts received",
        "done" if sent == len(pages) else "progress",
        review,
        "Review",
    )
    made = Decision.objects.visible_to(user).filter(partner=partner).order_by("at").last()
    decision = Fact("Decision", "Not yet", "notyet")
    if made is not None:
        on = formatted(made.at.astimezone(clock.practice_zone()), "j F")
        decision = Fact("Decision", f"{made.get_outcome_display()}, {on}", "clear" if facts.goes_on else "notyet")
    holds = [Fact("Hold", "Speak alone first", "hold")] if facts.safety_hold else []
    holds += [Fact("Hold", "Look at answers first", "hold")] if facts.clinical_hold else []
    return [answers, decision, *holds]


def _links(partner: Partner, user: User) -> list[Link]:
    found = [
        (Permission.READ_PRIVATE, "Screening", "screening_review"),
        (Permission.DECIDE, "Prescriber", "with_prescriber"),
        (Permission.ADD_COUPLES, "Contact", "edit_partner"),
        (Permission.HAND_OVER, "Answer here", "hand_off"),
        (Permission.KEEP_CONSENTS, "Agreements", "partner_consents"),
        (Permission.RELEASE_RECORDS, "Record", "partner_record"),
    ]
    return [Link(label, reverse(name, args=[partner.pk])) for right, label, name in found if may(user, right)]
