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
    """One line of the list. Without a `url` it cannot be opened now."""

    title: str
    state: str
    url: str
    minutes: int = 0

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def hint(self) -> str:
        return _minutes(self.minutes) if self.minutes and self.state in {*OPEN, NOT_YET} else ""


@dataclass(frozen=True)
class Sitting:
    """Some tasks that are done in one go. `part` names it in an address and tells nothing."""

    part: str
    title: str
    tasks: tuple[Task, ...]

    @property
    def minutes_left(self) -> int:
        return sum(task.minutes for task in self.tasks if task.is_open or task.state == NOT_YET)

    @property
    def time_left(self) -> str:
        return f"About {_minutes(self.minutes_left)}"

    @property
    def is_over(self) -> bool:
        """Nothing of it is left to do."""
        return all(task.state in {SENT, DONE} for task in self.tasks)

    @property
    def is_closed(self) -> bool:
        """It opens later."""
        return any(task.state == NOT_YET for task in self.tasks)

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
        return sum(len(sitting.tasks) for sitting in self.sittings)

    @property
    def done(self) -> int:
        return sum(task.state in {SENT, DONE} for sitting in self.sittings for task in sitting.tasks)

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
    first = Sitting("1", "For now", tuple(now))
    rest = tuple(later)
    if not first.is_over:
        rest = tuple(replace(task, state=NOT_YET, url="") if task.is_open else task for task in rest)
    date = Sitting("0", "Before your date", tuple(before))
    return OwnList(date, first, Sitting("2", "Later", rest), Sitting("3", "To read and sign", tuple(signing)))


def _minutes(count: int) -> str:
    return f"{count} minute" if count == 1 else f"{count} minutes"
