"""The things that people do in screening. Each runs in a savepoint of the request's transaction."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import fields
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.models import User
from clients.models import Partner
from screening.gather import clearance_facts, deciding_facts
from screening.gather.facts import with_prescriber
from screening.models import (
    Clearance,
    ClearanceSuspension,
    Decision,
    Draft,
    Hold,
    Layer,
    PrescriberReply,
    PrivateCheck,
    SealedAnswer,
    Submission,
)
from screening.rules import clearing, deciding, private
from screening.rules.pages import PAGES, PRIVATE_PAGE

Answers = Mapping[str, str]


class AlreadyReceived(Exception):
    """This page, or this very sending of it, is here already: a second click or a second tab."""


class DraftChanged(Exception):
    """Another tab saved this page since. `version` is what lies there now."""

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


class Refused(Exception):
    """An act that cannot be done now, with the reasons as sentences."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class CannotDecide(Refused):
    """The private check that a decision stands on is missing, or older than what was sent."""


class CannotGoOn(Refused):
    """“Go on” is not open: the last finding, a page not answered, or something not yet read."""


class CannotLift(Refused):
    """The safety hold stays."""


class ClearanceStands(Refused):
    """“Not now” beside a standing clearance would say two things; suspend it first."""


class ImpossibleClearance(Refused):
    """An order that cannot be meant; `slips` names the fields."""

    def __init__(self, slips: list[clearing.Slip]) -> None:
        super().__init__([slip.sentence for slip in slips])
        self.slips = slips


@contextmanager
def _once(*constraints: str) -> Iterator[None]:
    """A savepoint in which a collision with one of these constraints means that the act was done before."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as collision:
        name = getattr(getattr(collision.__cause__, "diag", None), "constraint_name", None)
        if name in constraints:
            raise AlreadyReceived from collision
        raise


def save_draft(*, partner: Partner, page: str, answers: Answers, version: int, by: User, at: datetime) -> int:
    """Keep a page that is not sent yet; returns its new version.

    `version` is the one that the writer saw last, 0 for none. Raises DraftChanged when another tab saved since, and
    AlreadyReceived when the page has been sent. Private pages have no draft.
    """
    if PAGES[page].layer != Layer.HEALTH:
        raise ValueError(f"{page} is never kept as a draft")
    if Submission.objects.filter(partner=partner, page=page, is_addition=False).exists():
        raise AlreadyReceived
    body = json.dumps(dict(answers))
    own = Draft.objects.filter(partner=partner, page=page)
    if own.filter(version=version).update(answers=body, version=version + 1, saved_at=at):
        return version + 1
    try:
        with _once("one_draft_per_page"):
            return Draft.objects.create(partner=partner, page=page, answers=body, version=1, saved_at=at).version
    except AlreadyReceived as collision:
        raise DraftChanged(own.values_list("version", flat=True).get()) from collision


def send_page(
    *, partner: Partner, page: str, answers: Answers, by: User, at: datetime, key: UUID | None = None
) -> None:
    """Seal a page: who, what and when; the words, out of the writer's own reach; and any hold, all in one transaction.

    `key` names this sending, so that a double click is one. Raises AlreadyReceived for it, and for a page sent before.
    """
    _seal(partner, page, answers, at, key, addition=False)


def add_to_page(
    *, partner: Partner, page: str, answers: Answers, by: User, at: datetime, key: UUID | None = None
) -> None:
    """Add to a page that was sent: what is new, never the old. An addition to a health page opens a clinical hold.

    Raises AlreadyReceived for a second click.
    """
    _seal(partner, page, answers, at, key, addition=True)


def send_or_add(
    *, partner: Partner, page: str, answers: Answers, by: User, at: datetime, key: UUID | None = None
) -> None:
    """Send a page that may be sent again: first as itself, later as an addition. A second click changes nothing."""
    key = key or uuid4()
    try:
        send_page(partner=partner, page=page, answers=answers, by=by, at=at, key=key)
    except AlreadyReceived:
        with suppress(AlreadyReceived):
            add_to_page(partner=partner, page=page, answers=answers, by=by, at=at, key=key)


def _seal(partner: Partner, page: str, answers: Answers, at: datetime, key: UUID | None, *, addition: bool) -> None:
    layer, key = Layer(PAGES[page].layer), key or uuid4()
    with _once("a_page_is_sent_once", "screening_submission_pkey"):
        Submission.objects.create(pk=key, partner=partner, page=page, layer=layer, sent_at=at, is_addition=addition)
        # The key is made here, since the writer may not read the row back.
        SealedAnswer.objects.create(
            pk=uuid4(),
            submission_id=key,
            partner=partner,
            page=page,
            layer=layer,
            body=json.dumps(dict(answers)),
            sent_at=at,
        )
        _hold_after(partner, page, answers, at, addition=addition)
        Draft.objects.filter(partner=partner, page=page).delete()


def _hold_after(partner: Partner, page: str, answers: Answers, at: datetime, *, addition: bool) -> None:
    if page == PRIVATE_PAGE:
        Hold.objects.open(partner.pk, Hold.Scope.SAFETY, at, only_if=private.of_concern(answers))
    elif PAGES[page].layer == Layer.HEALTH:
        Hold.objects.open(partner.pk, Hold.Scope.CLINICAL, at, only_if=addition)


def record_private_check(
    *, partner: Partner, how: str, finding: str, words: str = "", by: User, at: datetime, key: UUID | None = None
) -> PrivateCheck:
    """The therapist spoke with this person alone. A finding of "not now" opens a safety hold at once.

    Raises AlreadyReceived for a second click with the same `key`.
    """
    with _once("screening_privatecheck_pkey"):
        check = PrivateCheck.objects.create(
            pk=key or uuid4(), partner=partner, how=how, finding=finding, words=words, by=by, at=at
        )
        not_now = finding == PrivateCheck.Finding.NOT_NOW
        Hold.objects.open(partner.pk, Hold.Scope.SAFETY, at, only_if=not_now)
    return check


def decide(
    *,
    partner: Partner,
    outcome: str,
    reason: str = "",
    by: User,
    at: datetime,
    read_at: datetime | None = None,
    key: UUID | None = None,
) -> Decision:
    """Record the therapist's decision for one person. `read_at` is when she opened the answers that it stands on.

    "Go on" releases the clinical holds that she could see; anything else opens one. A safety hold is never touched.
    Raises CannotDecide or CannotGoOn with the reasons, AlreadyReceived for a second click.
    """
    with _once("screening_decision_pkey"):
        _lock(partner)
        facts = deciding_facts(partner, by, read_at=read_at or at)
        if reasons := deciding.reasons_not_to_decide(facts):
            raise CannotDecide(reasons)
        goes_on = outcome == Decision.Outcome.GO_ON
        if goes_on and (reasons := deciding.reasons_not_to_go_on(facts)):
            raise CannotGoOn(reasons)
        check = PrivateCheck.objects.filter(partner=partner, by=by).latest("at")
        decision = Decision.objects.create(
            pk=key or uuid4(), partner=partner, private_check=check, outcome=outcome, reason=reason, by=by, at=at
        )
        if goes_on:
            _release(partner, Hold.Scope.CLINICAL, by, at, opened_by=facts.read_at)
        else:
            Hold.objects.open(partner.pk, Hold.Scope.CLINICAL, at)
    return decision


def lift_safety_hold(*, partner: Partner, by: User, at: datetime) -> None:
    """The therapist alone lifts it, after a private check that found the person safe. Raises CannotLift."""
    with transaction.atomic():
        _lock(partner)
        facts = deciding_facts(partner, by, read_at=at)
        if reasons := deciding.reasons_not_to_lift(facts):
            raise CannotLift(reasons)
        _release(partner, Hold.Scope.SAFETY, by, at, opened_by=max(facts.safety_holds_opened_at))


def _lock(partner: Partner) -> None:
    Partner.objects.select_for_update(no_key=True).only("pk").get(pk=partner.pk)


def _release(partner: Partner, scope: str, by: User, at: datetime, *, opened_by: datetime) -> None:
    open_ = Hold.objects.active().filter(partner=partner, scope=scope, opened_at__lte=opened_by)
    open_.update(released_at=at, released_by=by)


def give_clearance(
    *, partner: Partner, order: clearing.ClearanceOrder, by: User, at: datetime, key: UUID | None = None
) -> Clearance:
    """A prescriber clears one person. It replaces an older clearance from now on.

    Raises ImpossibleClearance, and AlreadyReceived for a second click.
    """
    if slips := clearing.slips(order, _day(at)):
        raise ImpossibleClearance(slips)
    with _once("screening_clearance_pkey"):
        return Clearance.objects.create(
            pk=key or uuid4(),
            partner=partner,
            prescriber=by,
            given_at=at,
            **{field.name: getattr(order, field.name) for field in fields(order)} | {"routes": sorted(order.routes)},
        )


def reply(
    *, partner: Partner, kind: str, words: str, by: User, at: datetime, key: UUID | None = None
) -> PrescriberReply:
    """The prescriber asks the therapist something, or says not now.

    Raises ClearanceStands for "not now" beside a clearance in force, and AlreadyReceived for a second click.
    """
    latest = with_prescriber(Clearance.objects.filter(partner=partner)).order_by("-given_at").first()
    if kind == PrescriberReply.Kind.DECLINE and latest and clearance_facts(latest).stands_on(_day(at)):
        raise ClearanceStands([f"The clearance until {latest.valid_until:%-d %B %Y} stands. Suspend it first."])
    with _once("screening_prescriberreply_pkey"):
        return PrescriberReply.objects.create(
            pk=key or uuid4(), partner=partner, prescriber=by, kind=kind, words=words, at=at
        )


def suspend_clearance(*, clearance: Clearance, reason: str, by: User, at: datetime) -> None:
    """Stop a clearance at once. Raises AlreadyReceived when it was stopped before."""
    with _once("screening_clearancesuspension_clearance_id_key"):
        ClearanceSuspension.objects.create(clearance=clearance, reason=reason, by=by, at=at)


def _day(at: datetime) -> date:
    """The practice's own date at a moment."""
    return at.astimezone(clock.practice_zone()).date()
