""" "Needs you": what waits for one person, gathered from every app and never typed by hand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.dateformat import format as formatted

from accounts import clock
from accounts.models import Credential, User
from accounts.policy import Permission, may
from accounts.roles import Role
from billing.gather.queue import to_issue
from billing.models import Fee
from clients.gather.consents import withdrawn_lately
from clients.gather.rights import copies_due, ending_soon
from clients.models import Couple, Partner
from outbox.gather import dead, withheld
from screening.gather import WaitingItem, calls_waiting, safety_waiting, waiting_for_therapist
from screening.models import SafetyWatch
from sessions.gather import coming_ends, deviations_to_review, unsigned_notes
from sessions.gather.custody import differences_of
from sessions.gather.emergency import to_see

# The order of the list: what stops care first, what is merely ready last.
CHIPS = {"Hold": "hold", "Due": "due", "New": "new", "Ready": "clear"}


@dataclass(frozen=True)
class Need:
    """One thing to do: its label (a key of CHIPS), what and for whom, since when, and where it is done."""

    label: str
    title: str
    text: str
    url: str

    @property
    def chip(self) -> str:
        return CHIPS[self.label]


# kind of `screening.rules.waiting.Waiting`: label, title, text; {name} is the partner, {since} a date.
SCREENING = {
    "safety_hold": ("Hold", "Speak with {name} alone", "Sessions with both present wait for you since {since}."),
    "clinical_hold": ("Hold", "Look at {name}'s answers", "Something was added on {since}; ketamine waits for you."),
    "call": ("Due", "Call {name}", "Asked to talk on {since}."),
    "private_answers": ("New", "Speak with {name} alone", "Private answers came on {since}."),
    "decision": ("New", "Decide for {name}", "Everything is answered since {since}."),
    "prescriber_asked": ("Due", "The prescriber asks about {name}", "Asked on {since}."),
    "prescriber_declined": ("Due", "The prescriber says not now for {name}", "Answered on {since}."),
    "prescriber_cleared": ("New", "Decide for {name}", "The prescriber cleared on {since}."),
    "paper_to_read": ("Due", "Read a paper clearance of {name} again", "Typed once on {since}. It does not count yet."),
    "prescriber_suspended": ("Hold", "{name}'s clearance is suspended", "Since {since}."),
}


# kind of `sessions.rules.ahead.Coming`: title, text, page; {name} is the partner, {detail} a day or what is left.
AHEAD = {
    "clearance_ends": ("{name}'s clearance ends", "On {detail}. The prescriber renews it.", "screening_review"),
    "clearance_used": (
        "{name}'s clearance is used up soon",
        "Sessions left after the dates booked: {detail}. The prescriber gives more.",
        "screening_review",
    ),
    "look": ("The prescriber looks again at {name}", "As they asked: {detail}.", "screening_review"),
    "consent": ("{name} has a consent to sign anew", "{name} signs it, before the next date.", "screening_review"),
    "answers": ("{name}'s health answers grow old", "Ask what has changed before {detail}.", "screening_review"),
}


def needs_of(user: User, at: datetime) -> list[Need]:
    """Everything that waits for this person, the most serious first; each kind keeps its own order."""
    found = [
        *_set_up(user),
        *_withdrawn(user, at),
        *_screening(user),
        *_sessions(user),
        *_ahead(user, at),
        *_records(user),
        *_office(user, at),
    ]
    return sorted(found, key=lambda need: list(CHIPS).index(need.label))


def _set_up(user: User) -> Iterator[Need]:
    """What a new practice lacks: without it nobody is cleared, charged or stated, and no page would say so in time."""
    if not may(user, Permission.SET_UP_PRACTICE):
        return
    if not Credential.objects.filter(user=user).exclude(licence_number="").exists():
        yield Need("Due", "Add your license and NPI", "Statements for insurers carry them.", reverse("my_credentials"))
    if not Fee.objects.exists():
        yield Need("Due", "Set what a session costs", "Until then no session is charged.", reverse("fees"))
    if not User.objects.filter(role=Role.PRESCRIBER).exists():
        yield Need("Due", "Invite a prescriber", "No ketamine date without a clearance.", reverse("people"))
    if SafetyWatch.objects.current() is None:
        yield Need("Due", "Name who is on call", "For an answer that cannot wait.", reverse("safety_watch"))
    if not Couple.objects.visible_to(user).exists():
        yield Need("New", "Add your first couple", "Two names and two addresses begin it.", reverse("add_couple"))


def _withdrawn(user: User, at: datetime) -> Iterator[Need]:
    """A consent that was taken back, until it is signed again or a month has gone by."""
    if not may(user, Permission.KEEP_CONSENTS):
        return
    for row in withdrawn_lately(user, at):
        title, text = f"{row.partner.called} took back a consent", f"{row.kind.name}, on {_day(row.at)}. Speak alone."
        yield Need("Hold", title, text, reverse("partner_consents", args=[row.partner.pk]))


def _screening(user: User) -> Iterator[Need]:
    if may(user, Permission.READ_HEALTH):
        for task, whom in safety_waiting(user):
            text = f"An answer of {_day(task.opened_at)} cannot wait."
            yield Need("Hold", f"Speak with {whom.called} today", text, reverse("safety_task", args=[task.pk]))
    if may(user, Permission.READ_PRIVATE):
        yield from map(_screening_need, [*calls_waiting(user), *waiting_for_therapist(user)])


def _screening_need(item: WaitingItem) -> Need:
    label, title, text = SCREENING[item.kind]
    words = {"name": item.partner.called, "since": _day(item.since)}
    return Need(label, title.format(**words), text.format(**words), item.url)


def _sessions(user: User) -> Iterator[Need]:
    if not may(user, Permission.WRITE_NOTES):
        return
    for one in differences_of(user):
        yield Need("Due", f"The medicine of {one.partner.called} does not add up", one.words, one.url)
    for deviation in deviations_to_review(user):
        dose = deviation.dose
        yield Need(
            "Hold",
            f"Review a dose of {dose.person.called}",
            f"Recorded on {_day(dose.at)} while the gate was closed.",
            reverse("appointment", args=[dose.therapy_session_id]),
        )
    for appointment in unsigned_notes(user):
        names = " & ".join(partner.called for partner in appointment.couple.partners())
        yield Need(
            "Due",
            f"Sign the note of {names}",
            f"{appointment.step}, {_day(appointment.starts_at)}.",
            reverse("note", args=[appointment.pk]),
        )


def _ahead(user: User, at: datetime) -> Iterator[Need]:
    """What closes the gate soon, while there is time to renew it."""
    if not may(user, Permission.READ_PRIVATE):
        return
    for one in coming_ends(user, at):
        title, text, page = AHEAD[one.task.what]
        words = {"name": one.partner.called, "detail": one.task.detail}
        yield Need("Due", title.format(**words), text.format(**words), reverse(page, args=[one.partner.pk]))


def _records(user: User) -> Iterator[Need]:
    """What was opened in an emergency, copies that the law wants by a day, and releases that end soon."""
    if not may(user, Permission.RELEASE_RECORDS):
        return
    for access in to_see(user):
        yield Need(
            "Due",
            f"{access.partner.called}'s health record was opened",
            f"By {access.user.name} in an emergency, {_day(access.opened_at)}.",
            reverse("emergency_review", args=[access.pk]),
        )
    day = clock.today()
    for copy in copies_due(user, day):
        yield Need(
            "Due",
            f"A copy of {copy.whose}'s record",
            f"{copy.words}. The law wants it by {formatted(copy.request.due_on, 'j F')}.",
            reverse("copy_request", args=[copy.request.pk]),
        )
    for row in ending_soon(user, day):
        until = formatted(row.release.until, "j F")
        yield Need(
            "Due",
            f"The release to {row.release.recipient} ends",
            f"For {row.whose}, on {until}.",
            reverse("release", args=[row.release.pk]),
        )


def _office(user: User, at: datetime) -> Iterator[Need]:
    if may(user, Permission.SEE_MESSAGES):
        for line in dead(user):
            yield Need("Due", "A message could not be sent", f"To {line.message.person.name}.", reverse("messages"))
        for message in withheld(user, at):
            title, text = f"Tell {message.person.name} in another way", f"Asked for no mail. {message.subject}."
            yield Need("Due", title, text, f"{reverse('messages')}?state={message.state}")
    if may(user, Permission.ISSUE_SUPERBILLS):
        for row in to_issue(user):
            person, lines = row.statement.person, len(row.statement.lines)
            label, text = ("Due", f"{len(row.missing)} missing.") if row.missing else ("Ready", f"{lines} to state.")
            yield Need(label, f"Superbill of {person.legal_name}", text, reverse("issue_superbill", args=[person.id]))
    if may(user, Permission.ADD_COUPLES):
        in_care = Partner.objects.visible_to(user).filter(memberships__until=None, memberships__couple__closed_at=None)
        yield from _not_joined(in_care.filter(user__is_active=False).select_related("user"))


def _not_joined(partners: Iterable[Partner]) -> Iterator[Need]:
    for partner in partners:
        yield Need(
            "New",
            f"{partner.called} has not joined yet",
            f"Added on {_day(partner.added_at)}.",
            reverse("invite_partner", args=[partner.pk]),
        )


def _day(moment: datetime) -> str:
    return formatted(moment.astimezone(clock.practice_zone()), "j F")
