"""The fee schedule as its page shows it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.gather.people import fees
from billing.rules.fees import Fee, in_force
from billing.rules.money import total
from sessions.models import StepKind


@dataclass(frozen=True)
class KindOfSession:
    """One kind of session: what it costs now, what is to come, what was before."""

    label: str
    now: list[Fee]
    to_come: list[Fee]
    before: list[Fee]

    @property
    def total(self) -> Decimal:
        return total(fee.amount for fee in self.now)


def schedule(today: date) -> list[KindOfSession]:
    """Every kind of session, also those that cost nothing."""
    known = fees()
    return [_kind(kind, [fee for fee in known if fee.kind == kind], today) for kind in StepKind]


def _kind(kind: StepKind, known: list[Fee], today: date) -> KindOfSession:
    now = in_force(known, kind, today)
    newest_first = sorted(known, key=lambda fee: (fee.since, fee.position), reverse=True)
    return KindOfSession(
        label=str(kind.label),
        now=now,
        to_come=[fee for fee in known if fee.since > today],
        before=[fee for fee in newest_first if fee.since <= today and fee not in now],
    )
