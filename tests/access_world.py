"""The objects that addresses name, made for one couple or the other, each only when a page asks for it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts.actions import add_cover, add_person, invite
from accounts.actor import as_actor
from accounts.models import Credential
from accounts.roles import Role
from billing.models import Diagnosis, Superbill
from clients.actions import (
    ask_address,
    keep_signed_release,
    open_emergency,
    open_legal_hold,
    refer_partner,
    save_draft,
)
from documents import actions as documents
from screening import actions as screening
from screening.actions import keep_health_paper
from screening.models import HealthPaper, OwnInstrument, SafetyTask
from sessions import actions as sessions
from sessions.actions import make_feed
from sessions.models import Appointment, Deviation
from sessions.rules.overrides import PrescriberCall
from tests import states
from tests.billing.states import diagnosed, issued, made
from tests.cast import NOON, Cast
from tests.clients.letters import letters
from tests.clients.rights import PAPER, asked, release_of
from tests.kap_practice.records import issued as issued_copy
from tests.kap_practice.records import packed, ready
from tests.parting import parted, separating
from tests.screening.instruments import OWN_TEXT
from tests.screening.measures import asked_measure, sent_measure
from tests.screening.papers import kept_paper, kept_scan
from tests.sessions.medicine import counted, prescribed, printed_sheet
from tests.sessions.people import CHECK
from tests.states import BEFORE, booked, consented, planned, ready_for_ketamine

Args = tuple[object, ...]


def of_the_other_couple(cast: Cast) -> Cast:
    """The same cast seen from the second couple: its therapist, its two partners."""
    return replace(
        cast,
        therapist=cast.other_therapist,
        other_therapist=cast.therapist,
        ann=cast.cat,
        ben=cast.dan,
        couple=cast.other_couple,
        other_couple=cast.couple,
    )


def nothing(cast: Cast) -> Args:
    return ()


def couple(cast: Cast) -> Args:
    planned(cast)
    return (cast.couple.pk,)


def partner(cast: Cast) -> Args:
    return (cast.ann.pk,)


def step(cast: Cast) -> Args:
    return (cast.couple.pk, planned(cast)[0].pk)


def date(cast: Cast) -> Args:
    return (booked(cast, kind="consult", starts_at=NOON, at=BEFORE).pk,)


def room(cast: Cast) -> Args:
    return (_room(cast).pk,)


def _room(cast: Cast) -> Appointment:
    ready_for_ketamine(cast)
    appointment = booked(cast)
    with as_actor(cast.therapist):
        sessions.open_room(appointment=appointment, by=cast.therapist, at=NOON)
    return appointment


def override(cast: Cast) -> Args:
    found = _room(cast)
    about: dict[str, Any] = {"person": cast.ann, "by": cast.therapist, "at": NOON}
    with as_actor(cast.therapist):
        check = replace(CHECK, fasted=False)
        sessions.record_day_check(therapy_session=found.therapy_session, answers=check, **about)
        call = PrescriberCall("Dr Lee", NOON, "Go ahead.")
        row = sessions.override_blocker(appointment=found, kind="not_fasted", reason="Tea.", call=call, **about)
        cast.ann.referrals.update(ended_at=NOON)  # the prescriber of a person reads it: see test_go_past
    return (row.pk,)


def in_room(cast: Cast) -> Args:
    return (_room(cast).pk, cast.ann.pk)


def deviation(cast: Cast) -> Args:
    appointment = _room(cast)
    order = sessions.DoseOrder("first", "lozenge", Decimal("100.0"), "Ann herself")
    with as_actor(cast.therapist):
        sessions.record_dose(
            therapy_session=appointment.therapy_session, person=cast.ann, order=order, by=cast.therapist, at=NOON
        )
        return (Deviation.objects.get(dose__therapy_session__appointment=appointment).pk,)


def paper(cast: Cast) -> Args:
    return (_issued(cast).pk,)


def pdf(cast: Cast) -> Args:
    superbill = _issued(cast)
    made(superbill)
    return (superbill.pk,)


def _issued(cast: Cast) -> Superbill:
    """A superbill of the first partner, by a therapist whose license is complete."""
    license_ = {"letters": "LMFT", "licence_number": "MFT 1", "licence_state": "CA", "npi": "1234567893"}
    with as_actor(cast.therapist):
        Credential.objects.get_or_create(user=cast.therapist, defaults=license_)
    return issued(cast)


def diagnosis(cast: Cast) -> Args:
    diagnosed(cast, cast.ann)
    with as_actor(cast.therapist):
        return (Diagnosis.objects.get(partner=cast.ann).pk,)


def message(cast: Cast) -> Args:
    with as_actor(cast.therapist):
        refer_partner(partner=cast.ann, prescriber=cast.prescriber, by=cast.therapist, at=NOON)
    return (letters()[-1].pk,)


def emergency(cast: Cast) -> Args:
    ann = cast.ann
    with as_actor(cast.prescriber):
        made = open_emergency(
            first_name=ann.legal_first_name, last_name=ann.legal_last_name, birth_date=ann.birth_date,
            reason="She faints.", by=cast.prescriber, at=timezone.now(),
        )  # fmt: skip
    return (made.pk,)


def page(cast: Cast) -> Args:
    return ("heart",)


def text(cast: Cast) -> Args:
    return ("treatment",)


def signed(cast: Cast) -> Args:
    consented(cast.ann)
    return ("treatment",)


def packet(cast: Cast) -> Args:
    consented(cast.ann)
    return ()


def their_text(cast: Cast) -> Args:
    consented(cast.ann)
    return (cast.ann.pk, "treatment")


def agreement(cast: Cast) -> Args:
    """A signature whose paper is made."""
    consent = states.signed(cast.ann)
    assert consent.pdf_id
    documents.make(document_id=consent.pdf_id, at=NOON)
    return (consent.pk,)


def draft(cast: Cast) -> Args:
    with as_actor(cast.therapist):
        save_draft(kind="room", title="Rules", body="# Rules\n\nOne.", by=cast.therapist, at=NOON)
    return ("room",)


def colleague(cast: Cast) -> Args:
    with as_actor(cast.therapist):
        return (add_person(email="kim@example.org", name="Kim", role=Role.STAFF, by=cast.therapist, at=NOON).pk,)


def closed(cast: Cast) -> Args:
    with as_actor(cast.staff):
        made = sessions.close_days(
            therapist=None, words="Fair", starts_on=NOON.date(), ends_on=NOON.date(), by=cast.staff, at=NOON
        )
    return (made.pk,)


def own_room(cast: Cast) -> Args:
    with as_actor(cast.therapist):
        return (sessions.add_room(name="Garden room", by=cast.therapist, at=NOON).pk,)


def cover(cast: Cast) -> Args:
    with as_actor(cast.therapist):
        made = add_cover(
            away=None, name="Noa Lind", phone="+15105550199", starts_on=NOON.date(), ends_on=NOON.date(),
            by=cast.therapist, at=NOON,
        )  # fmt: skip
    return (made.pk,)


def link(cast: Cast) -> Args:
    with as_actor(role="door"):
        person = add_person(email="noa@example.org", name="Noa", role=Role.PARTNER, by=None, at=NOON)
        return (invite(person=person, by=None, at=NOON),)


def new_link(cast: Cast) -> Args:
    with as_actor(cast.therapist), patch("secrets.token_hex", return_value="ab" * 32):
        ask_address(partner=cast.ann, address="ann.new@example.org", by=cast.therapist, at=NOON)
    return ("ab" * 32,)


def feed(cast: Cast) -> Args:
    with as_actor(cast.ann.user):
        return (make_feed(person=cast.ann.user, words="busy", at=NOON),)


def passkey(cast: Cast) -> Args:
    kept = {"name": "Safari on an iPhone", "credential": {}}
    with as_actor(cast.ann.user):
        return (Authenticator.objects.create(user=cast.ann.user, type=Authenticator.Type.WEBAUTHN, data=kept).pk,)


def reset(cast: Cast) -> Args:
    return ("0" * 32, "abc-def")


def pair(cast: Cast) -> Args:
    """A separation that is opened; the addresses name couple and person."""
    separating(cast)
    return (cast.couple.pk, cast.ann.pk)


def apart(cast: Cast) -> Args:
    separating(cast)
    return (cast.couple.pk,)


def gone(cast: Cast) -> Args:
    parted(cast)
    return (cast.couple.pk, cast.ann.pk)


def hold(cast: Cast) -> Args:
    with as_actor(cast.therapist):
        return (open_legal_hold(partner=cast.ann, reason="A dispute.", by=cast.therapist, at=NOON).pk,)


def release(cast: Cast) -> Args:
    return (release_of(cast, cast.ann).pk,)


def copy(cast: Cast) -> Args:
    return (asked(cast, cast.ann).pk,)


def kept_copy(cast: Cast) -> Args:
    request = ready(cast, cast.ann)
    packed(cast, issued_copy(cast, request))
    return (request.pk,)


def upload(cast: Cast) -> Args:
    found = release_of(cast, cast.ann)
    with as_actor(cast.therapist):
        said = keep_signed_release(release=found, person=cast.ann, paper=PAPER, by=cast.therapist, at=NOON)
    return (said.paper_id,)


def paper_clearance(cast: Cast) -> Args:
    return (kept_paper(cast.ann, cast.therapist).pk,)


def scan(cast: Cast) -> Args:
    return (kept_scan(cast.ann, cast.therapist).pk,)


def prescription(cast: Cast) -> Args:
    return (prescribed(cast, cast.ann).pk,)


def count(cast: Cast) -> Args:
    return (counted(cast, prescribed(cast, cast.ann), "arrived", 8).pk,)


def person_date(cast: Cast) -> Args:
    ready_for_ketamine(cast)
    return (cast.ann.pk, booked(cast, starts_at=NOON + timedelta(days=7)).pk)


def printed(cast: Cast) -> Args:
    return (printed_sheet(cast, cast.ann).pk,)


def measure(cast: Cast) -> Args:
    return (asked_measure(cast, cast.ann).pk,)


def result(cast: Cast) -> Args:
    with as_actor(cast.therapist):
        made = screening.enter_result(
            partner=cast.ann,
            instrument="audit",
            values={"total": "11"},
            on=NOON.date(),
            by=cast.therapist,
            at=NOON,
        )
        return (made.pk,)


def safety(cast: Cast) -> Args:
    sent_measure(cast, cast.ann, item_9=1)
    with as_actor(cast.therapist):
        return (SafetyTask.objects.get(partner=cast.ann).pk,)


def own(cast: Cast) -> Args:
    with as_actor(cast.therapist):
        screening.load_instrument(text=OWN_TEXT, by=cast.therapist, at=NOON)
        return (OwnInstrument.objects.get().pk,)


def brought(cast: Cast) -> Args:
    with as_actor(cast.therapist):
        keep_health_paper(partner=cast.ann, kind="lab", dated=NOON.date(), brought=PAPER, by=cast.therapist, at=NOON)
        return (HealthPaper.objects.get(partner=cast.ann).pk,)


OBJECTS: dict[str, Callable[[Cast], Args]] = {
    "-": nothing,
    "couple": couple,
    "partner": partner,
    "step": step,
    "date": date,
    "room": room,
    "closed": closed,
    "own_room": own_room,
    "in_room": in_room,
    "override": override,
    "deviation": deviation,
    "paper": paper,
    "pdf": pdf,
    "diagnosis": diagnosis,
    "message": message,
    "page": page,
    "signed": signed,
    "colleague": colleague,
    "cover": cover,
    "pair": pair,
    "apart": apart,
    "gone": gone,
    "hold": hold,
    "link": link,
    "reset": reset,
    "new_link": new_link,
    "passkey": passkey,
    "feed": feed,
    "release": release,
    "emergency": emergency,
    "copy": copy,
    "kept_copy": kept_copy,
    "upload": upload,
    "paper_clearance": paper_clearance,
    "scan": scan,
    "prescription": prescription,
    "count": count,
    "person_date": person_date,
    "printed": printed,
    "measure": measure,
    "result": result,
    "safety": safety,
    "own": own,
    "brought": brought,
    "text": text,
    "packet": packet,
    "their_text": their_text,
    "agreement": agreement,
    "draft": draft,
}
# Objects that belong to one couple, whose strangers must not learn that they exist.
OWNED = frozenset(
    {
        *("couple", "partner", "step", "date", "room", "in_room", "override", "deviation", "paper", "pdf", "diagnosis"),
        *("pair", "apart", "gone", "hold"),
        *("release", "copy", "kept_copy", "upload"),
        *("paper_clearance", "scan", "prescription", "count", "person_date", "printed"),
        *("measure", "result", "safety"),
        *("release", "copy", "kept_copy", "upload", "brought"),
        *("release", "copy", "kept_copy", "upload", "their_text", "agreement"),
    }
)


def absent(args: Args) -> Args:
    """The same address for something that is not there."""
    return (uuid4(), *args[1:])
