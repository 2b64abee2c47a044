"""What the demo's partners answer, sign, and are told: made by the same actions that the pages call."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import User
from clients.actions.consents import sign_consent
from clients.actions.referrals import refer_partner
from clients.models import PRIVATE_TEXT, ConsentDocument, Partner
from clients.rules.consents import PACKET
from demo.story import health
from demo.story.telling import as_actor
from screening import actions as screening
from screening.models import Decision, DecisionFinding, PrivateCheck, Route
from screening.rules.clearing import ClearanceOrder
from screening.rules.medicine_classes import CLASSES
from screening.rules.pages import HEALTH_PAGES, PAGES
from screening.rules.private import PRIVATE
from screening.rules.safety import DEFAULT_PROMPTS, Said

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
    """Sign the packet, one text every four minutes."""
    for number, kind in enumerate(PACKET):
        document = ConsentDocument.objects.current(kind.key)
        if document is None:
            raise LookupError("A text of the packet has not been published.")
        then = at + timedelta(minutes=4 * number)
        with as_actor(partner.user, at=then):
            sign_consent(partner=partner, document=document, typed_name=partner.legal_name, by=partner.user, at=then)


SAID_ALONE = (
    "Yes, in the car.",
    "8. “For us, and for me.”",
    "No.",
    "No, never.",
    "No. Own account, own phone.",
    "Yes.",
)


def speak_alone(partner: Partner, therapist: User, at: datetime) -> None:
    """A private check by voice that finds the person safe, and the decision to go on."""
    with as_actor(therapist, at=at):
        screening.record_private_check(
            partner=partner,
            how=PrivateCheck.How.BY_VOICE,
            finding=PrivateCheck.Finding.SAFE,
            words="At ease, curious, some worry about losing control. Chooses this freely.",
            asked=[Said(ask, said) for ask, said in zip(DEFAULT_PROMPTS, SAID_ALONE, strict=True)],
            by=therapist,
            at=at,
        )
        screening.decide(
            partner=partner,
            outcome=Decision.Outcome.GO_ON,
            reason="Answers and talk agree. Knows that a no on the day is enough.",
            signs="Committed, open, willing to integrate. Looks for no quick fix.",
            trauma=DecisionFinding.Trauma.NONE,
            by=therapist,
            at=at + timedelta(minutes=5),
            read_at=at,
        )


def refer(partner: Partner, prescriber: User, by: User, at: datetime) -> None:
    with as_actor(by, at=at):
        refer_partner(partner=partner, prescriber=prescriber, by=by, at=at)


# What the prescriber says of classes of medicines, by how their titles begin.
HOLDS = {"Stimulants": "ask", "Benzodiazepines": "told", "Medicines for blood": "usual"}


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
        min_pulse=50,
        min_saturation=94,
        call_systolic=175,
        call_diastolic=110,
        booster_from=30,
        booster_until=60,
        readings_lozenge=(40, 90),
        stay_minutes=120,
        food_hours=4,
        liquid_hours=2,
        re_evaluate_after=min(4, sessions),
        re_evaluate_on=min(until, at.date() + timedelta(days=51)),
        holds={one.id: word for one in CLASSES for start, word in HOLDS.items() if one.title.startswith(start)},
        pdmp_on=at.date() - timedelta(days=1),
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
