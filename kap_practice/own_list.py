"""A partner's own list: what to do now, what later, what to sign, and how long it takes.

It is made of what this person sent and signed, and of nothing that anybody answered: a page that was skipped reads as
one that was answered.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

NOT_STARTED, IN_PROGRESS, SENT, DONE, NOT_YET = "not started", "in progress", "sent", "done", "not yet"
OPEN = frozenset({NOT_STARTED, IN_PROGRESS})
# The first sitting takes no longer than this, and a test adds it up: decisions.md 2.
FIRST_SITTING_MINUTES = 20


@dataclass(frozen=True)
class Task:
    """One line of the list. Without a `url` it cannot be opened now; `note` says something else than its minutes.

    What is planned for another day (a questionnaire after a session) is not yet, and not `counted` until it opens.
    """

    title: str
    state: str
    url: str
    minutes: int = 0
    note: str = ""
    counted: bool = True

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_over(self) -> bool:
        return self.state in {SENT, DONE}

    @property
    def hint(self) -> str:
        return self.note or self._time()

    def _time(self) -> str:
        return _minutes(self.minutes) if self.minutes and self.state in {*OPEN, NOT_YET} else ""


@dataclass(frozen=True)
class Sitting:
    """Some tasks that are done in one go. `part` names it in an address and tells nothing."""

    part: str
    title: str
    tasks: tuple[Task, ...]
    is_closed: bool = False
    """It opens when the first one is sent."""

    @property
    def minutes_left(self) -> int:
        return sum(task.minutes for task in self.counted if not task.is_over)

    @property
    def time_left(self) -> str:
        return f"About {_minutes(self.minutes_left)}"

    @property
    def is_over(self) -> bool:
        """Nothing of it is left to do."""
        return all(task.is_over for task in self.counted)

    @property
    def folds(self) -> bool:
        """Whether it is a list of what is done and nothing else, so that it can lie folded."""
        return len(self.tasks) > 1 and all(task.is_over for task in self.tasks)

    @property
    def counted(self) -> list[Task]:
        return [task for task in self.tasks if task.counted]

    @property
    def first_open(self) -> Task | None:
        return next((task for task in self.tasks if task.is_open and task.url), None)


@dataclass(frozen=True)
class OwnList:
    """All of it, in its order."""

    before: Sitting
    now: Sitting
    later: Sitting
    signing: Sitting

    @property
    def sittings(self) -> list[Sitting]:
        """Those that have something in them."""
        return [sitting for sitting in (self.before, self.now, self.later, self.signing) if sitting.tasks]

    @property
    def total(self) -> int:
        return sum(len(sitting.counted) for sitting in self.sittings)

    @property
    def done(self) -> int:
        return sum(task.is_over for sitting in self.sittings for task in sitting.counted)

    @property
    def is_over(self) -> bool:
        return self.done == self.total

    @property
    def going_on(self) -> Sitting | None:
        """The sitting in which there is something to do now."""
        return next((sitting for sitting in self.sittings if sitting.first_open), None)

    @property
    def first_open(self) -> Task | None:
        return self.going_on.first_open if self.going_on else None

    def after(self, part: str) -> Task | None:
        """What to open once something of this part was sent; nothing where that was the last of its sitting."""
        here = next((sitting for sitting in self.sittings if sitting.part == part), self.now)
        return here.first_open or self.now.first_open


def own_list(
    *, now: Iterable[Task], later: Iterable[Task], signing: Iterable[Task], before: Iterable[Task] = ()
) -> OwnList:
    """The whole list. What is for later opens when everything of the first sitting is sent."""
    date, first = Sitting("0", "Before your date", _told(before)), Sitting("1", "For now", _told(now))
    rest, closed = _told(later), not first.is_over
    if closed:
        rest = tuple(replace(task, state=NOT_YET, url="") if task.is_open else task for task in rest)
    signed = Sitting("3", "To read and sign", _told(signing))
    return OwnList(date, first, Sitting("2", "Later", rest, is_closed=closed), signed)


def _told(tasks: Iterable[Task]) -> tuple[Task, ...]:
    return tuple(replace(task, url="", counted=False) if task.state == NOT_YET else task for task in tasks)


def _minutes(count: int) -> str:
    return f"{count} minute" if count == 1 else f"{count} minutes"
