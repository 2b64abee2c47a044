"""What the demo's partners answer, sign, and are told: made by the same actions that the pages call."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import User
from clients.actions.consents import sign_consent
from clients.actions.referrals import refer_partner
from clients.models import PRIVATE_TEXT, ConsentDocument, Partner
from demo.story import health
from demo.story.telling import as_actor
from screening import actions as screening
from screening.models import Decision, PrivateCheck, Route
from screening.rules.clearing import ClearanceOrder
from screening.rules.pages import HEALTH_PAGES, PAGES
from screening.rules.private import PRIVATE

RANKED = {"first": "distance", "second": "intimacy", "third": "vulnerability"}


def answer_health(partner: Partner, at: datetime, told: health.Told, *, only: tuple[str, ...] = ()) -> None:
    """Send the health pages, one every two minutes; what is not `told` is answered with no."""
    pages = {
        key: {question.id: "no" for question in PAGES[key].questions} | dict(told.get(key, {})) for key in HEALTH_PAGES
    }
    with as_actor(partner.user, at=at):
        for number, (page, answers) in enumerate(pages.items()):
            if not only or page in only:
                sent_at = at + timedelta(minutes=2 * number)
                screening.send_page(partner=partner, page=page, answers=answers, by=partner.user, at=sent_at)


def answer_alone(partner: Partner, at: datetime) -> None:
    """Send the private page, without a concern, and the ranking of what brings them."""
    private = {question.id: question.reassuring.value for question in PRIVATE}
    with as_actor(partner.user, at=at):
        shown = ConsentDocument.objects.current(PRIVATE_TEXT)
        screening.send_page(partner=partner, page="private", answers=private, by=partner.user, at=at, shown=shown)
        screening.send_page(partner=partner, page="issues", answers=RANKED, by=partner.user, at=at)


def sign(partner: Partner, at: datetime) -> None:
    document = ConsentDocument.objects.current("kap")
    if document is None:
        raise LookupError("No consent text has been published.")
    with as_actor(partner.user, at=at):
        sign_consent(partner=partner, document=document, typed_name=partner.legal_name, by=partner.user, at=at)


def speak_alone(partner: Partner, therapist: User, at: datetime) -> None:
    """A private check by voice that finds the person safe, and the decision to go on."""
    with as_actor(therapist, at=at):
        screening.record_private_check(
            partner=partner,
            how=PrivateCheck.How.BY_VOICE,
            finding=PrivateCheck.Finding.SAFE,
            words="At ease, curious, some worry about losing control. Chooses this freely.",
            by=therapist,
            at=at,
        )
        screening.decide(
            partner=partner, outcome=Decision.Outcome.GO_ON, by=therapist, at=at + timedelta(minutes=5), read_at=at
        )


def refer(partner: Partner, prescriber: User, by: User, at: datetime) -> None:
    with as_actor(by, at=at):
        refer_partner(partner=partner, prescriber=prescriber, by=by, at=at)


def clear(partner: Partner, prescriber: User, at: datetime, until: date, *, sessions: int, dose: int) -> None:
    """The prescriber clears lozenges up to `dose` mg with a half booster, within limits of pressure and pulse."""
    order = ClearanceOrder(
        routes=frozenset({Route.LOZENGE.value}),
        max_dose_mg=Decimal(dose),
        max_booster_mg=Decimal(dose) / 2,
        sessions=sessions,
        valid_until=until,
        max_systolic=145,
        max_diastolic=92,
        max_pulse=105,
        evaluated_on=at.date() - timedelta(days=1),
        evaluated_how="telehealth",
        instructions="Take your usual medicines on the day. Hold the lozenge for 12 minutes, then spit it out.",
    )
    with as_actor(prescriber, at=at):
        screening.give_clearance(partner=partner, order=order, by=prescriber, at=at)


def ask(partner: Partner, prescriber: User, at: datetime) -> None:
    with as_actor(prescriber, at=at):
        screening.reply(
            partner=partner,
            kind="ask",
            words="Please ask for home blood pressure readings over one week before I decide.",
            by=prescriber,
            at=at,
        )
