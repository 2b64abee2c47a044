"""What was found and decided about one person, by the clock, and what came in since; for the therapist alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import User
from clients.models import Partner
from screening.models import Decision, DecisionFinding, Hold, PrivateCheck
from screening.rules.pages import PAGES
from screening.rules.safety import Said, from_text
from screening.rules.sendings import Sent


@dataclass(frozen=True)
class Moment:
    """One line of the timeline. `kind`: check, decision, hold or lifted."""

    kind: str
    at: datetime
    title: str
    who: str = ""
    words: str = ""
    asked: Sequence[Said] = ()
    trauma: str = ""
    signs: str = ""
    icon: str = field(default="circle")


ICONS = {"check": "ear", "decision": "signature", "hold": "octagon-alert", "lifted": "lock-open"}


def timeline(partner: Partner, reader: User) -> list[Moment]:
    """Checks, decisions and holds of one person, newest first, in four queries."""
    found = [*_checks(partner, reader), *_decisions(partner, reader), *_holds(partner, reader)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _checks(partner: Partner, reader: User) -> Iterator[Moment]:
    rows = PrivateCheck.objects.visible_to(reader).filter(partner=partner).select_related("by")
    for row in rows:
        title = f"Private check: {row.get_finding_display()}"
        who = f"{row.get_how_display()}, {row.by.name}"
        yield Moment("check", row.at, title, who, row.words, from_text(row.asked), icon=ICONS["check"])


def _decisions(partner: Partner, reader: User) -> Iterator[Moment]:
    weighed = {row.decision_id: row for row in DecisionFinding.objects.filter(partner=partner)}
    rows = Decision.objects.visible_to(reader).filter(partner=partner).select_related("by")
    for row in rows:
        beside = weighed.get(row.pk)
        yield Moment(
            "decision",
            row.at,
            f"Decision: {row.get_outcome_display()}",
            row.by.name,
            row.reason,
            trauma=beside.get_trauma_display() if beside and beside.trauma else "",
            signs=beside.signs if beside else "",
            icon=ICONS["decision"],
        )


def _holds(partner: Partner, reader: User) -> Iterator[Moment]:
    rows = Hold.objects.visible_to(reader).filter(partner=partner).select_related("released_by")
    for row in rows:
        scope = "Safety" if row.scope == Hold.Scope.SAFETY else "Clinical"
        yield Moment("hold", row.opened_at, f"{scope} hold", "By itself", row.get_scope_display(), icon=ICONS["hold"])
        if row.released_at is not None:
            who = row.released_by.name if row.released_by else ""
            yield Moment("lifted", row.released_at, f"{scope} hold lifted", who, icon=ICONS["lifted"])


@dataclass(frozen=True)
class Since:
    """What this person sent after a moment: the therapist's last decision."""

    at: datetime
    names: Sequence[str]


def new_since(sent: Iterable[Sent], moments: Iterable[Moment]) -> Since | None:
    """What came after the last decision, by the clinicians' names of the pages; None before any decision."""
    last = max((one.at for one in moments if one.kind == "decision"), default=None)
    if last is None:
        return None
    names = [PAGES[each.page].name for each in sent if each.at > last and each.page in PAGES]
    return Since(last, list(dict.fromkeys(names)))
