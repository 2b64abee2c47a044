"""What a therapist's decision is judged by."""

from datetime import datetime

from accounts.models import User
from clients.models import Partner
from screening.models import Hold, PrivateCheck, Submission
from screening.rules import deciding
from screening.rules.pages import NEEDED_HEALTH, PRIVATE_PAGE, outstanding


def deciding_facts(partner: Partner, therapist: User, *, read_at: datetime) -> deciding.DecidingFacts:
    """All that a decision about one person, or the lifting of a safety hold, is judged by: three queries."""
    checks = [
        deciding.Check(at, str(by), finding == PrivateCheck.Finding.SAFE, finding == PrivateCheck.Finding.INDIVIDUAL)
        for at, by, finding in PrivateCheck.objects.filter(partner=partner).values_list("at", "by", "finding")
    ]
    sent = list(Submission.objects.filter(partner=partner).values_list("page", "layer", "sent_at"))
    safety = Hold.objects.active().filter(partner=partner, scope=Hold.Scope.SAFETY)
    return deciding.DecidingFacts(
        name=partner.called,
        therapist=str(therapist.pk),
        checks=checks,
        outstanding=outstanding({page for page, _, _ in sent}, NEEDED_HEALTH),
        last_private_at=max((at for page, _, at in sent if page == PRIVATE_PAGE), default=None),
        last_sent_at=max((at for _, _, at in sent), default=None),
        read_at=read_at,
        safety_holds_opened_at=list(safety.values_list("opened_at", flat=True)),
    )
