"""What the therapist does: record a private check, decide, lift a safety hold."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from accounts.models import User
from clients.models import Partner
from screening.actions.refusals import CannotDecide, CannotGoOn, CannotLift, once
from screening.gather import deciding_facts
from screening.models import Decision, DecisionFinding, Hold, PrivateCheck
from screening.rules import deciding
from screening.rules.safety import Said, as_text


def record_private_check(
    *,
    partner: Partner,
    how: str,
    finding: str,
    words: str = "",
    asked: Sequence[Said] = (),
    by: User,
    at: datetime,
    key: UUID | None = None,
) -> PrivateCheck:
    """The therapist spoke with this person alone. Any finding but "safe" opens a safety hold at once.

    `asked` is what was asked and said, one by one. Raises AlreadyReceived for a second click with the same `key`.
    """
    with once("screening_privatecheck_pkey"):
        check = PrivateCheck.objects.create(
            pk=key or uuid4(),
            partner=partner,
            how=how,
            finding=finding,
            words=words,
            asked=as_text(asked),
            by=by,
            at=at,
        )
        Hold.objects.open(partner.pk, Hold.Scope.SAFETY, at, only_if=finding != PrivateCheck.Finding.SAFE)
    return check


def decide(
    *,
    partner: Partner,
    outcome: str,
    reason: str = "",
    trauma: str = "",
    signs: str = "",
    by: User,
    at: datetime,
    read_at: datetime | None = None,
    key: UUID | None = None,
) -> Decision:
    """Record the therapist's decision for one person. `read_at` is when she opened the answers that it stands on.

    `trauma` and `signs` are what she weighed besides: severe relational trauma, and the signs of a fit in her words.

    "Go on" releases the clinical holds that she could see; anything else opens one. A safety hold is never touched.
    Raises CannotDecide or CannotGoOn with the reasons, AlreadyReceived for a second click.
    """
    with once("screening_decision_pkey"):
        _lock(partner)
        facts = deciding_facts(partner, by, read_at=read_at or at)
        facts = replace(facts, trauma_stops=trauma == DecisionFinding.Trauma.STOPS)
        if reasons := deciding.reasons_not_to_decide(facts):
            raise CannotDecide(reasons)
        goes_on = outcome == Decision.Outcome.GO_ON
        if goes_on and (reasons := deciding.reasons_not_to_go_on(facts)):
            raise CannotGoOn(reasons)
        check = PrivateCheck.objects.filter(partner=partner, by=by).latest("at")
        decision = Decision.objects.create(
            pk=key or uuid4(), partner=partner, private_check=check, outcome=outcome, reason=reason, by=by, at=at
        )
        if trauma or signs:
            DecisionFinding.objects.create(decision=decision, partner=partner, trauma=trauma, signs=signs, at=at, by=by)
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
