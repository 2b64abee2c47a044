"""What a figure is, and how far a long one has come."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Figure:
    """One row of the table: what is measured, what it must reach, what it reached."""

    key: str
    name: str
    target: str
    reached: str
    ok: bool
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.key:<4} {'ok   ' if self.ok else 'short'} {self.name:<58} {self.target:<34} {self.reached}"


@dataclass
class Run:
    """One run of a figure: its seed, and a line on the terminal from time to time."""

    seed: int
    share: float = 1.0
    tell: Callable[[str], None] = lambda words: print(words, file=sys.stderr, flush=True)
    every: float = 10.0
    _told: float = field(default_factory=time.perf_counter)

    @property
    def random(self) -> Random:
        return Random(self.seed)

    def some(self, every: Sequence[Thing]) -> list[Thing]:
        """All of them, or the share that a short run looks at; in the same order, the same for one seed."""
        if self.share >= 1:
            return list(every)
        chosen = set(self.random.sample(range(len(every)), max(1, round(len(every) * self.share))))
        return [thing for place, thing in enumerate(every) if place in chosen]

    def progress(self, words: str) -> None:
        """Say how far it is, at most every few seconds."""
        if time.perf_counter() - self._told > self.every:
            self._told = time.perf_counter()
            self.tell(f"   {words}")


def not_there_yet(key: str, name: str, target: str, what: str) -> Figure:
    """The row of a figure whose subject is not in this tree: short, and it says what is missing."""
    return Figure(key, name, target, f"short: not there yet ({what})", ok=False)
