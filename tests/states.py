"""States that users can reach, made by acting. Small functions that several apps' tests share."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.actor import as_actor
from clients import actions as clients
from clients.models import Consent, ConsentDocument, Partner
from clients.rules.consents import PACKET
from screening import actions as screening
from screening.models import Clearance, Decision
from screening.rules.clearing import ClearanceOrder
from screening.rules.intake import CLOSENESS, READINESS
from screening.rules.pages import HEALTH_PAGES, PAGES
from screening.rules.private import PRIVATE
from sessions.actions import book, make_plan
from sessions.models import Appointment, PlanStep, Role
from tests.cast import NOON, Cast

NO_TO_ALL = {key: {question.id: "no" for question in PAGES[key].questions} for key in HEALTH_PAGES}
NO_TO_ALL["size"] = {
    "size": "yes", "height_cm": "170.2", "height_typed": "5 ft 7 in", "weight_kg": "70.0", "weight_typed": "70.0 kg"
}  # fmt: skip
NO_HEART, NO_MEDICINES, NO_ALLERGIES = (NO_TO_ALL[page] for page in ("heart", "medicines", "allergies"))
REASSURING = {question.id: question.reassuring.value for question in PRIVATE}
RANKED = {"first": "conflict", "second": "distance"}
ANSWERS: Mapping[str, Mapping[str, str]] = {
    **NO_TO_ALL,
    "private": REASSURING,
    "issues": RANKED,
}
# The second sitting, told to the therapist alone; no decision waits for it.
TOLD: Mapping[str, Mapping[str, str]] = {
    "history": {"years": "8_15", "living": "yes", "children": "home,grown", "apart": "once", "hard": "We go quiet."},
    "goals": {"goal_self": "To feel something again.", "goal_couple": "One good evening a week.", "together": "yes"},
    "care": {"therapy": "couple", "carers": "Dr Lind, family doctor", "contact": "signed"},
    "hopes": {"idea": "ours", "concerns": "control,after"},
    "readiness": {item.id: "8" if item.id == "willingness" else "yes" for item in READINESS},
    "closeness": {item.id: "less" if item.id == "desire" else "no" for item in CLOSENESS},
}
ORDER = ClearanceOrder(
    routes=frozenset({"lozenge"}),
    max_dose_mg=Decimal("150.0"),
    max_booster_mg=Decimal("50.0"),
    sessions=2,
    valid_until=date(2027, 2, 16),
    max_systolic=140,
    max_diastolic=90,
    max_pulse=100,
    evaluated_on=date(2026, 11, 12),
    evaluated_how="telehealth",
)
HOUR = timedelta(hours=1)
BEFORE = NOON - timedelta(days=1)


def answered(partner: Partner, at: datetime = NOON, **changed: Mapping[str, str]) -> None:
    """All parts sent that a decision waits for; `changed` replaces some answers of a page."""
    with as_actor(partner.user):
        for page, answers in ANSWERS.items():
            given = {**answers, **changed.get(page, {})}
            screening.send_page(partner=partner, page=page, answers=given, by=partner.user, at=at)


def told(partner: Partner, at: datetime = NOON, **changed: Mapping[str, str]) -> None:
    """The second sitting sent; `changed` takes the place of a page."""
    with as_actor(partner.user):
        for page, answers in TOLD.items():
            given = changed.get(page, answers)
            screening.send_page(partner=partner, page=page, answers=given, by=partner.user, at=at)


def goes_on(cast: Cast, partner: Partner, at: datetime = NOON) -> Decision:
    """Answered, seen alone an hour later, and decided an hour after that."""
    answered(partner, at)
    with as_actor(cast.therapist):
        screening.record_private_check(
            partner=partner, how="in_person", finding="safe", by=cast.therapist, at=at + HOUR
        )
        return screening.decide(partner=partner, outcome="go_on", reason="Well.", by=cast.therapist, at=at + 2 * HOUR)


def referred(cast: Cast, partner: Partner, at: datetime = NOON) -> None:
    with as_actor(cast.therapist):
        clients.refer_partner(partner=partner, prescriber=cast.prescriber, by=cast.therapist, at=at)


def consented(partner: Partner, at: datetime = NOON) -> None:
    """Every text of the packet, signed."""
    for kind in PACKET:
        signed(partner, kind.key, at)


def signed(partner: Partner, kind: str = "treatment", at: datetime = NOON) -> Consent:
    """One text, signed in the portal."""
    with as_actor(partner.user):
        document = ConsentDocument.objects.current(kind)
        assert document
        return clients.sign_consent(
            partner=partner, document=document, typed_name=partner.legal_name, by=partner.user, at=at
        )


def treatment_of(partner: Partner) -> Consent:
    """Their signature on the text on treatment."""
    return Consent.objects.select_related("document", "partner").get(partner=partner, document__kind="treatment")


def given_clearance(cast: Cast, partner: Partner, at: datetime = NOON, order: ClearanceOrder = ORDER) -> Clearance:
    """A clearance of a partner who was referred."""
    with as_actor(cast.prescriber):
        return screening.give_clearance(partner=partner, order=order, by=cast.prescriber, at=at)


def cleared(cast: Cast, partner: Partner, at: datetime = NOON) -> Clearance:
    """All that the gate asks of one person, three hours long: answered, decided, consented, referred and cleared."""
    goes_on(cast, partner, at)
    consented(partner, at)
    referred(cast, partner, at)
    return given_clearance(cast, partner, at + 3 * HOUR)


def ready_for_ketamine(cast: Cast, *partners: Partner) -> None:
    """These people, or both, cleared two days ago."""
    for partner in partners or (cast.ann, cast.ben):
        cleared(cast, partner, BEFORE - timedelta(days=1))


def planned(cast: Cast, at: datetime = BEFORE) -> list[PlanStep]:
    """The couple's plan, made once."""
    with as_actor(cast.therapist):
        return make_plan(couple=cast.couple, by=cast.therapist, at=at)


def plan_step(cast: Cast, kind: str, number: int = 1) -> PlanStep:
    return next(one for one in planned(cast) if (one.kind, one.number) == (kind, number))


def booked(
    cast: Cast,
    *,
    kind: str = "ketamine",
    number: int = 1,
    starts_at: datetime = NOON,
    roles: Mapping[Partner, Role] | None = None,
    at: datetime = BEFORE,
) -> Appointment:
    """A step of the couple's plan with a date. Both take the medicine on a ketamine day but for `roles`."""
    own = plan_step(cast, kind, number)
    if roles is None and kind == "ketamine":
        roles = {cast.ann: Role.DOSING, cast.ben: Role.DOSING}
    with as_actor(cast.therapist):
        return book(couple=cast.couple, step=own, starts_at=starts_at, roles=roles, by=cast.therapist, at=at)


def worried(partner: Partner, at: datetime = NOON) -> None:
    """The private page sent again, with an answer of concern: a safety hold stands."""
    private = {**ANSWERS["private"], "safe_home": "no"}
    with as_actor(partner.user):
        screening.send_or_add(partner=partner, page="private", answers=private, by=partner.user, at=at)
