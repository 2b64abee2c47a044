"""The billing queue: whose sessions can be stated, and the superbills there are."""

from dataclasses import dataclass

from accounts.models import User
from billing.gather.statements import statements
from billing.models import ChargeLine, Superbill, SuperbillQuerySet
from billing.rules.statement import Missing, Statement, missing

PAGE = 50


@dataclass(frozen=True)
class QueueRow:
    """One statement that could be issued, with what it still lacks."""

    statement: Statement
    missing: tuple[Missing, ...]

    @property
    def is_ready(self) -> bool:
        return not self.missing


def to_issue(user: User) -> list[QueueRow]:
    """What is not yet stated, one row for each person and therapist, the longest waiting first."""
    lines = ChargeLine.objects.visible_to(user).coded().unstated()
    return [QueueRow(statement, missing(statement)) for statement in statements(lines)]


def papers(user: User, *, void: bool, before: str = "") -> list[Superbill]:
    """Superbills issued or void, the newest number first; `before` is the last number of the page above."""
    found: SuperbillQuerySet = Superbill.objects.visible_to(user).filter(voided_at__isnull=not void)
    year, _, number = before.partition("-")
    if year.isdecimal() and number.isdecimal():
        found = found.before(int(year), int(number))
    newest_first = found.select_related("person", "document", "void_document").order_by("-year", "-number")
    return list(newest_first.defer("document__content", "void_document__content", "facts")[: PAGE + 1])
