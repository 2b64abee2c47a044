"""Why an act is refused, by name and with reasons; and what makes a second click the same act."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from accounts.collisions import constraint_of
from screening.rules import clearing


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


class NobodyAsked(Refused):
    """There is no open asking for a talk, so there is nothing to log or to end."""


class VoicemailNotAllowed(Refused):
    """This person wants no voicemail; what must not be left is not offered either."""


class CannotClose(Refused):
    """The asking stays open."""


class CannotAsk(Refused):
    """This questionnaire is not asked of this person now."""


class CannotTakeBack(Refused):
    """What was asked stays: it was answered, or taken back before."""


class CannotEnter(Refused):
    """A score or result that cannot be."""


class CannotLoad(Refused):
    """A data file that is not taken in."""


class AlreadyTakenUp(Refused):
    """Somebody else took this up meanwhile."""


class ClearanceStands(Refused):
    """“Not now” beside a standing clearance would say two things; suspend it first."""


class NobodyToTell(Refused):
    """No prescriber reads what would be written about this person."""


class CannotRead(Refused):
    """This paper cannot be read a second time now, or not by this person."""


class NotSettled(Refused):
    """Two readings differ, and nobody has said what the paper says."""


class ImpossibleClearance(Refused):
    """An order that cannot be meant; `slips` names the fields."""

    def __init__(self, slips: list[clearing.Slip]) -> None:
        super().__init__([slip.sentence for slip in slips])
        self.slips = slips


class ImpossibleReading(Refused):
    """Numbers that cannot be meant; `slips` has a sentence for each field."""

    def __init__(self, slips: dict[str, str]) -> None:
        super().__init__(list(slips.values()))
        self.slips = slips


class TooManyPapers(Refused):
    """There is a limit to what is kept about one person this way, so that nobody fills the database."""


@contextmanager
def once(*constraints: str) -> Iterator[None]:
    """A savepoint in which a collision with one of these constraints means that the act was done before."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as collision:
        if constraint_of(collision) in constraints:
            raise AlreadyReceived from collision
        raise
