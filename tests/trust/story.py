"""A couple's way through the practice in stages, with a canary in every place where somebody writes words.

Each canary has its readers. Nobody else may ever meet it, in whatever page, paper, mail, log line or dump.
A new place for words is a line in the stage where it is written; `unplanted` names those that have none.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import psycopg
from django.apps import apps
from django.core.mail import get_connection
from django.db import models

from accounts import actions as accounts
from accounts.actor import as_actor
from accounts.models import Credential
from accounts.roles import Role
from accounts.sealed import SealedText
from billing import actions as billing
from clients import actions as clients
from clients.actions import PartnerDetails
from clients.models import ConsentDocument, Partner
from clients.rules import SafeChoices
from clients.rules.touch import Choices, Yes
from documents import rules as files
from outbox import actions as outbox
from reminders import actions as reminders
from screening import actions as screening
from screening.models import Clearance, SafetyTask
from screening.rules.calls import Wish
from screening.rules.measured import Measured
from screening.rules.safety import Said
from sessions import actions as sessions
from sessions.actions import DoseOrder
from sessions.models import Deviation
from sessions.rules.leaving import QUESTIONS, LeavingFacts
from sessions.rules.overrides import PrescriberCall
from tests.access_world import of_the_other_couple
from tests.billing.states import charged, diagnosed, insured, issued, made, paid, voided
from tests.cast import NOON, Cast
from tests.clients.rights import PAPER
from tests.screening.measures import answered_measure, sent_measure
from tests.screening.papers import kept_paper
from tests.sessions.medicine import counted, prescribed
from tests.sessions.people import CHECK, GOOD
from tests.states import (
    BEFORE,
    HOUR,
    ORDER,
    answered,
    booked,
    cleared,
    consented,
    given_clearance,
    planned,
    referred,
    treatment_of,
)

THERAPIST = frozenset({"therapist"})
CLINICIANS = frozenset({"therapist", "prescriber"})
OFFICE = frozenset({"therapist", "other_therapist", "staff"})
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


# Words that break out of a page, an attribute or a script which does not escape them.
HOSTILE = "<kapx>kapq\"kapq'"


@dataclass(frozen=True)
class Canary:
    """A made-up word in one place: who may meet it, and whether it must lie encrypted."""

    text: str
    place: str
    readers: frozenset[str]
    sealed: bool = False


@dataclass
class Story:
    """The cast, and the canaries planted so far."""

    cast: Cast
    hostile: bool = False
    canaries: list[Canary] = field(default_factory=list)

    def plant(self, place: str, readers: frozenset[str], *, sealed: bool = False) -> str:
        """A new canary, to be written at `place`: "screening.decision.reason"."""
        word = "".join(letter for letter in place.rsplit(".", 1)[-1].upper() if letter.isalpha())[:10]
        text = f"CANARY{len(self.canaries):03d}{word}"
        self.canaries.append(Canary(text, place, readers, sealed))
        return text + HOSTILE if self.hostile else text


def met_by(story: Story, who: str, text: str) -> list[Canary]:
    """The canaries in a text that this person must not meet."""
    if "CANARY" not in text:
        return []
    return [canary for canary in story.canaries if canary.text in text and who not in canary.readers]


def taken_into_care(story: Story) -> None:
    cast = story.cast
    for who, therapist in (("ann", "therapist"), ("ben", "therapist"), ("cat", "other_therapist")):
        person: Partner = getattr(cast, who)
        readers = frozenset({who, therapist, "staff", "prescriber"})
        words = {
            name: story.plant(f"clients.partner.{name}", readers)
            for name in ("address_line_1", "address_line_2", "city", "insurer", "member_id", "pronouns")
        }
        details = PartnerDetails(
            email=person.user.address,
            legal_first_name=person.legal_first_name,
            legal_last_name=person.legal_last_name,
            birth_date=person.birth_date,
            state="CA",
            postal_code="94610",
            phone=person.phone,
            **words,
        )
        with as_actor(cast.staff):
            clients.edit_partner(partner=person, details=details, by=cast.staff, at=BEFORE)
    with as_actor(cast.staff):
        away = (NOON + 30 * DAY).date()
        why = story.plant("kap_sessions.closeddays.words", OFFICE)
        sessions.close_days(therapist=cast.therapist, words=why, starts_on=away, ends_on=away, by=cast.staff, at=BEFORE)
    planned(cast)


def half_written(story: Story) -> None:
    """Ann has begun a page and not sent it."""
    cast = story.cast
    words = story.plant("screening.draft.answers", frozenset({"ann"}), sealed=True)
    with as_actor(cast.ann.user):
        answers = {"medicine_allergy": "yes", "allergy_words": words}
        screening.save_draft(
            partner=cast.ann, page="allergies", answers=answers, version=0, by=cast.ann.user, at=BEFORE
        )


def told(story: Story) -> None:
    """Both have sent everything; Ann's private page and her words of addition hold what nobody else reads."""
    cast = story.cast
    health = story.plant("screening.sealedanswer.body", CLINICIANS, sealed=True)
    private = story.plant("screening.sealedanswer.body", THERAPIST, sealed=True)
    answered(
        cast.ann,
        BEFORE,
        allergies={"medicine_allergy": "yes", "allergy_words": health},
        private={"safe_home": "no", "beside": private},
    )
    added = story.plant("screening.sealedanswer.body", CLINICIANS, sealed=True)
    with as_actor(cast.ann.user):
        screening.add_to_page(
            partner=cast.ann, page="heart", answers={"words": added}, by=cast.ann.user, at=BEFORE + MINUTE
        )
        brought = files.Brought(PAPER.taken, story.plant("screening.healthpaper.called", CLINICIANS) + ".pdf")
        words = story.plant("screening.healthpaper.words", CLINICIANS, sealed=True)
        screening.keep_health_paper(
            partner=cast.ann, kind="lab", dated=BEFORE.date(), words=words, brought=brought, by=cast.ann.user, at=BEFORE
        )
        screening.record_measurement(
            partner=cast.ann, reading=Measured(BEFORE.date(), 128, 82), where="home", by=cast.ann.user, at=BEFORE
        )
    bens = story.plant("screening.sealedanswer.body", CLINICIANS, sealed=True)
    answered(cast.ben, BEFORE, allergies={"medicine_allergy": "yes", "allergy_words": bens})
    cats = story.plant("screening.sealedanswer.body", frozenset({"other_therapist"}), sealed=True)
    answered(cast.cat, BEFORE, allergies={"medicine_allergy": "yes", "allergy_words": cats})


def heard(story: Story) -> None:
    """The therapist spoke with each alone and decided, first "not now", later that it goes on."""
    cast, by = story.cast, story.cast.therapist
    for person in (cast.ann, cast.ben):
        words = story.plant("screening.privatecheck.words", THERAPIST, sealed=True)
        reason = story.plant("screening.decision.reason", THERAPIST, sealed=True)
        with as_actor(by):
            asked = [Said("Are you alone?", story.plant("screening.privatecheck.asked", THERAPIST, sealed=True))]
            screening.record_private_check(
                partner=person, how="in_person", finding="safe", words=words, asked=asked, by=by, at=BEFORE + HOUR
            )
            signs = story.plant("screening.decisionfinding.signs", THERAPIST, sealed=True)
            screening.decide(
                partner=person, outcome="not_now", reason=reason, signs=signs, by=by, at=BEFORE + HOUR + MINUTE
            )
    with as_actor(by):
        screening.lift_safety_hold(partner=cast.ann, by=by, at=BEFORE + HOUR + 2 * MINUTE)
        line = story.plant("screening.safetytext.body", frozenset({"therapist", "other_therapist"}))
        screening.publish_safety_text(kind="resources", body=line, by=by, at=BEFORE + HOUR)


def goes_on(story: Story) -> None:
    cast, by = story.cast, story.cast.therapist
    for person in (cast.ann, cast.ben):
        reason = story.plant("screening.decision.reason", THERAPIST, sealed=True)
        with as_actor(by):
            screening.decide(partner=person, outcome="go_on", reason=reason, by=by, at=BEFORE + 2 * HOUR)
        consented(person, BEFORE + 2 * HOUR)


def agreed_on_touch(story: Story) -> None:
    """Both, each alone; what they say lies sealed, for their therapist."""
    cast = story.cast
    for person in (cast.ann, cast.ben):
        words = story.plant("clients.touchchoices.answers", THERAPIST, sealed=True)
        with as_actor(person.user):
            document = ConsentDocument.objects.current("touch")
            assert document
            clients.sign_touch(
                partner=person,
                document=document,
                choices=Choices({"partner_hand": Yes.ASK}, never=words),
                typed_name=person.legal_name,
                drawn="M1 2L3 4",
                by=person.user,
                at=BEFORE + 2 * HOUR,
            )


def with_the_prescriber(story: Story) -> None:
    cast = story.cast
    for person in (cast.ann, cast.ben):
        referred(cast, person, BEFORE + 2 * HOUR)
        words = story.plant("screening.prescriberreply.words", CLINICIANS)
        with as_actor(cast.prescriber):
            screening.reply(partner=person, kind="ask", words=words, by=cast.prescriber, at=BEFORE + 3 * HOUR)
        answer = story.plant("screening.wordtoprescriber.words", CLINICIANS, sealed=True)
        with as_actor(cast.therapist):
            screening.write_to_prescriber(
                partner=person, kind="answer", words=answer, by=cast.therapist, at=BEFORE + 3 * HOUR + MINUTE
            )


def on_paper(story: Story) -> None:
    """A paper of Ann's that was typed from the wrong sheet; and her medicine, one lozenge of which broke."""
    cast, by = story.cast, story.cast.therapist
    paper = kept_paper(cast.ann, by, BEFORE + 3 * HOUR)
    reason = story.plant("screening.papersetaside.reason", CLINICIANS, sealed=True)
    with as_actor(by):
        screening.set_paper_aside(paper=paper, reason=reason, by=by, at=BEFORE + 3 * HOUR)
    prescription = prescribed(cast, cast.ann, NOON)
    words = story.plant("kap_sessions.medicinecount.words", CLINICIANS, sealed=True)
    counted(cast, prescription, "wasted", 1, NOON, words=words)


def given_and_suspended(story: Story) -> None:
    """A clearance of Ann's that was stopped, and the one that holds."""
    cast = story.cast
    for person in (cast.ann, cast.ben):
        first = given_clearance(cast, person, BEFORE + 4 * HOUR)
        reason = story.plant("screening.clearancesuspension.reason", CLINICIANS)
        with as_actor(cast.prescriber):
            screening.suspend_clearance(clearance=first, reason=reason, by=cast.prescriber, at=BEFORE + 5 * HOUR)
        given_clearance(cast, person, BEFORE + 6 * HOUR)
    words, labs = (story.plant(f"screening.clearance.{name}", CLINICIANS) for name in ("instructions", "labs"))
    with as_actor(cast.prescriber):
        Clearance.objects.get(
            pk=screening.give_clearance(
                partner=cast.ann,
                order=replace(ORDER, instructions=words, labs=labs),
                by=cast.prescriber,
                at=BEFORE + 7 * HOUR,
            ).pk
        )


def in_the_room(story: Story) -> None:
    """A session with everything recorded once, one dose off the gate."""
    cast, by = story.cast, story.cast.therapist
    appointment = booked(cast, at=BEFORE + 8 * HOUR)
    with as_actor(by):
        room = sessions.open_room(appointment=appointment, by=by, at=NOON)
        common: dict[str, Any] = {"therapy_session": room, "person": cast.ann, "by": by}
        name, skill = (story.plant(f"kap_sessions.therapysession.{one}", OFFICE | CLINICIANS) for one in HELPER)
        sessions.name_helper(therapy_session=room, name=name, qualification=skill, by=by, at=NOON)
        name, licence = (story.plant(f"kap_sessions.therapysession.{one}", OFFICE | CLINICIANS) for one in MEDICAL)
        sessions.name_medical_person(therapy_session=room, name=name, licence=licence, by=by, at=NOON)
        words = story.plant("kap_sessions.daycheck.words", THERAPIST)
        sessions.record_day_check(**common, answers=CHECK, words=words, at=NOON)
        sessions.record_reading(**common, reading=GOOD, at=NOON)
        sessions.log(**common, kind="words", words=story.plant("kap_sessions.logentry.words", THERAPIST), at=NOON)
        giver = story.plant("kap_sessions.dose.given_by", CLINICIANS)
        order = DoseOrder("first", "lozenge", Decimal(100), giver)
        sessions.record_dose(**common, order=order, at=NOON)
        sessions.record_day_check(**common, answers=replace(CHECK, fasted=False), at=NOON + MINUTE)
        call = PrescriberCall(
            story.plant("kap_sessions.override.call_with", CLINICIANS),
            NOON,
            story.plant("kap_sessions.override.call_words", CLINICIANS, sealed=True),
        )
        reason = story.plant("kap_sessions.override.reason", CLINICIANS, sealed=True)
        sessions.override_blocker(
            appointment=appointment,
            person=cast.ann,
            kind="not_fasted",
            reason=reason,
            call=call,
            by=by,
            at=NOON + MINUTE,
        )


HELPER = ("helper_name", "helper_qualification")
MEDICAL = ("medical_name", "medical_licence")


def after_the_session(story: Story) -> None:
    cast, by = story.cast, story.cast.therapist
    with as_actor(by):
        deviation = Deviation.objects.get()
        appointment = deviation.dose.therapy_session.appointment
        words = story.plant("kap_sessions.deviation.words", THERAPIST)
        sessions.review_deviation(deviation=deviation, words=words, by=by, at=NOON)
        sessions.record_leaving(
            therapy_session=appointment.therapy_session,
            person=cast.ann,
            answers=LeavingFacts(
                dict.fromkeys(QUESTIONS, True), story.plant("kap_sessions.leaving.leaves_with", THERAPIST)
            ),
            words=story.plant("kap_sessions.leaving.words", THERAPIST),
            by=by,
            at=NOON + 3 * HOUR,
        )
        body = story.plant("kap_sessions.note.body", THERAPIST, sealed=True)
        sessions.save_note(appointment=appointment, body=body, version=0, by=by, at=NOON)


def signed(story: Story) -> None:
    by = story.cast.therapist
    with as_actor(by):
        appointment = Deviation.objects.get().dose.therapy_session.appointment
        note = sessions.sign_note(appointment=appointment, version=1, by=by, at=NOON)
        sessions.amend_note(
            note=note, body=story.plant("kap_sessions.amendment.body", THERAPIST, sealed=True), by=by, at=NOON
        )


def talked_instead(story: Story) -> None:
    """Another day became a talking day, and why is in the record."""
    cast, by = story.cast, story.cast.therapist
    appointment = booked(cast, number=2, starts_at=NOON + 7 * DAY, at=BEFORE + 8 * HOUR)
    words = story.plant("kap_sessions.talkingdayreason.words", THERAPIST, sealed=True)
    with as_actor(by):
        sessions.convert_to_talking(appointment=appointment, words=words, by=by, at=NOON)


def billed(story: Story) -> None:
    cast = story.cast
    insured(cast, cast.ann)
    diagnosed(cast, cast.ann)
    charged(cast, starts_at=NOON - 3 * DAY)
    reference = story.plant("billing.payment.reference", frozenset({"therapist", "staff", "ann"}))
    with as_actor(cast.staff):
        billing.record_payment(
            key=uuid4(),
            account=cast.ann,
            amount=Decimal(100),
            method="card",
            received_on=NOON.date(),
            reference=reference,
            by=cast.staff,
            at=NOON,
        )
    # What a superbill of Ann's says is for her, her therapist and the office.
    story.canaries.append(Canary("F43.10", "billing.diagnosis.code", frozenset({"therapist", "staff", "ann"})))


def stated(story: Story) -> None:
    from billing.models import ChargeLine  # noqa: PLC0415 - this stage only

    cast = story.cast
    with as_actor(cast.therapist):
        Credential.objects.get_or_create(user=cast.therapist)
    with as_actor(cast.staff):
        lines = list(ChargeLine.objects.coded().values_list("pk", flat=True))
    superbill = issued(cast, lines)
    made(superbill)
    voided(cast, superbill, story.plant("billing.superbill.void_reason", frozenset({"therapist", "staff", "ann"})))
    made(superbill)
    made(issued(cast, lines))


def written_to(story: Story) -> None:
    """Everything that was planned is sent."""
    reminders.plan(at=NOON)
    for _ in range(5):
        for claimed in outbox.claim(at=NOON + DAY):
            outbox.deliver(claimed=claimed, mail=get_connection(), at=NOON + DAY)


def withdrawn(story: Story) -> None:
    cast = story.cast
    with as_actor(cast.ben.user):
        consent = treatment_of(cast.ben)
        clients.withdraw_consent(consent=consent, by=cast.ben.user, at=NOON)
    with as_actor(cast.ann.user):
        screening.send_or_add(
            partner=cast.ann, page="private", answers={"skipped": "yes"}, by=cast.ann.user, at=NOON + MINUTE
        )


def reached(story: Story) -> None:
    """How Ann can be reached safely, and that she would rather talk."""
    cast, by = story.cast, story.cast.therapist
    phrase = story.plant("clients.safewords.phrase", THERAPIST | {"ann"}, sealed=True)
    note = story.plant("clients.safewords.note", THERAPIST, sealed=True)
    with as_actor(cast.ann.user):
        choices = SafeChoices()
        clients.set_safe_contact(partner=cast.ann, choices=choices, phrase=phrase, by=cast.ann.user, at=NOON)
        wish = Wish(words=story.plant("screening.callrequest.body", THERAPIST, sealed=True))
        screening.ask_for_call(partner=cast.ann, wish=wish, by=cast.ann.user, at=NOON)
    with as_actor(by):
        clients.set_safe_contact(partner=cast.ann, choices=choices, phrase=phrase, note=note, by=by, at=NOON + MINUTE)
        words = story.plant("screening.calltry.words", THERAPIST, sealed=True)
        screening.log_call(partner=cast.ann, outcome="no_answer", words=words, by=by, at=NOON + MINUTE)


def measured(story: Story) -> None:
    """Ann answers two questionnaires, one of them private; the therapist enters results and takes up what waits."""
    cast, by = story.cast, story.cast.therapist
    sent_measure(cast, cast.ann, item_9=1, at=NOON)
    answered_measure(cast, cast.ann, "pulse", [3, 4, 5, 6, 7])
    with as_actor(by):
        for name in ("csi-16", "hits"):
            screening.enter_result(
                partner=cast.ann, instrument=name, values={"total": "11"}, on=NOON.date(), by=by, at=NOON
            )
        words = story.plant("screening.safetytaskdone.words", THERAPIST, sealed=True)
        screening.take_up(task=SafetyTask.objects.get(), words=words, by=by, at=NOON + MINUTE)


def about_to_part(story: Story) -> None:
    """A release of Ann's own, her record held, and a separation of which she alone was told."""
    cast, by = story.cast, story.cast.therapist
    readers = THERAPIST | {"ann"}
    with as_actor(by):
        clients.add_release(
            about=cast.ann,
            **{name: story.plant(f"clients.release.{name}", readers) for name in ("recipient", "purpose", "what")},
            reached_at="",
            since=NOON.date(),
            until=(NOON + 30 * DAY).date(),
            by=by,
            at=NOON,
        )
        reason = story.plant("clients.legalhold.reason", THERAPIST, sealed=True)
        clients.open_legal_hold(partner=cast.ann, reason=reason, by=by, at=NOON)
        separation = clients.open_separation(couple=cast.couple, by=by, at=NOON)
        words = story.plant("clients.telling.words", THERAPIST, sealed=True)
        clients.record_telling(
            separation=separation, partner=cast.ann, how="by_voice", told_at=NOON, words=words, by=by, at=NOON
        )
    with as_actor(cast.prescriber):
        clients.open_emergency(
            first_name=cast.ann.legal_first_name,
            last_name=cast.ann.legal_last_name,
            birth_date=cast.ann.birth_date,
            reason=story.plant("clients.emergencyaccess.reason", CLINICIANS, sealed=True),
            by=cast.prescriber,
            at=NOON,
        )


def left(story: Story) -> None:
    """The other couple's story, so that both have something to hide, and a colleague whose account was closed."""
    cast = story.cast
    cleared(of_the_other_couple(cast), cast.dan, BEFORE)
    with as_actor(cast.therapist):
        by = cast.therapist
        gone = clients.add_colleague(name="Kim Vale", email="kim@example.org", role=Role.STAFF, by=by, at=NOON)
        accounts.close_account(person=gone, by=by, at=NOON)
    paid(cast, "12.00", account=cast.ann, payer=cast.ben)


STAGES: tuple[Callable[[Story], None], ...] = (
    taken_into_care,
    half_written,
    told,
    heard,
    goes_on,
    agreed_on_touch,
    with_the_prescriber,
    on_paper,
    given_and_suspended,
    in_the_room,
    after_the_session,
    signed,
    talked_instead,
    billed,
    stated,
    written_to,
    withdrawn,
    reached,
    measured,
    left,
    about_to_part,
)


def tell(story: Story) -> Iterator[str]:
    """Act stage after stage; the name of each, once it is reached."""
    for stage in STAGES:
        stage(story)
        yield stage.__name__


def told_to_the_end(cast: Cast, *, hostile: bool = False) -> Story:
    story = Story(cast, hostile)
    for _ in tell(story):
        pass
    return story


# No secret within the practice, or no words: names, labels, addresses for sending, kinds, digests.
NOT_WORDS = (
    "screening.healthpaper.sha256",
    "screening.healthpaper.content",
    "accounts.user.email",
    "accounts.user.name",
    "accounts.user.password",
    "accounts.credential.",
    "accounts.practice.",
    "accounts.invitation.",
    "account.",
    "mfa.",
    "auth.",
    "contenttypes.",
    "sessions.",
    "clients.partner.legal_first_name",
    "clients.partner.legal_last_name",
    "clients.partner.preferred_name",
    "clients.partner.phone",
    "clients.partner.state",
    "clients.partner.postal_code",
    "clients.consentdocument.",
    "clients.consent.",
    "clients.consentwithdrawal.",
    "clients.drawnsignature.",
    "clients.textdraft.",
    "billing.fee.",
    "billing.diagnosiscode.",
    "billing.diagnosis.code",
    "billing.charge.",
    "billing.chargeline.",
    "billing.numbercounter.",
    "documents.document.",
    "outbox.message.",
    "outbox.delivery.detail",
    "outbox.heartbeat.name",
    "accounts.accesslog.",
    "accounts.cover.",
    "accounts.keycanary.",
    "accounts.signin.",
    "clients.addresschange.",
    "clients.copyagreement.",
    "clients.formername.",
    "clients.paperpin.",
    "clients.releaseagreement.",
    "clients.release.reached_at",
    "clients.safecontact.phone",
    "documents.package.",
    "documents.upload.",
    # Written by the same people for the same readers as the words beside which they stand.
    "clients.disclosure.",
    "clients.legalholdrelease.reason",
    "screening.callclosing.words",
    *("kap_sessions.daycheck.ride_name", "kap_sessions.daycheck.stays_with", "kap_sessions.daycheck.contact"),
    *("kap_sessions.override.fact", "kap_sessions.override.kind"),
    # Closed answers, all numbers; and a published text with its license.
    "screening.measureanswers.body",
    "screening.measureresult.body",
    "screening.owninstrument.text",
    # Limits, names and numbers of what was signed on paper; what the pharmacy's label says.
    "screening.paperclearance.",
    "screening.paperreading.typed",
    "screening.clearance.signer_",
    "kap_sessions.prescription.",
    "kap_sessions.medicinecount.first_name",
    "kap_sessions.medicinecount.second_name",
    # Drawn from words that stand elsewhere in the story.
    "kap_sessions.givensheet.body",
    "kap_sessions.note.sha256",
    "kap_sessions.feed.digest",
)


def unplanted(story: Story, look: psycopg.Connection) -> list[str]:
    """The places where a person can write words, and in which no canary lies."""
    planted = {canary.place for canary in story.canaries}
    return sorted(place for place in places_of_words(look) if place not in planted)


def places_of_words(look: psycopg.Connection) -> Iterator[str]:
    """Every column of the product that holds words of somebody's own; copies that the record keeps are left out."""
    for model in apps.get_models():
        if hasattr(model, "pgh_tracked_model") or model._meta.label_lower.startswith("pghistory"):
            continue
        for column in model._meta.concrete_fields:
            place = f"{model._meta.label_lower}.{column.name}"
            if not isinstance(column, models.CharField | models.TextField | SealedText) or column.choices:
                continue
            if place.startswith(NOT_WORDS):
                continue
            if (getattr(column, "max_length", 0) or 999) > 40 or column.name in {"pronouns", "member_id"}:
                yield place
