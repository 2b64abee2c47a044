"""Every address × everybody × every method × own, partner's, foreign and absent: each cell has a verdict.

The table in tests/test_access.py says what each of the cast gets from a row's own method on their own couple's object.
The rules here say the rest, so that a new row is judged in every cell without a further word:

- another couple's partner gets what the second partner of this couple gets; a closed account gets what nobody gets;
- of the partner's object each of the two gets what the table gives the other;
- what is somebody else's answers like what is not there: the same status, the same length;
- whoever is refused is refused by every method, and nothing is written for them;
- no page answers PUT, PATCH, DELETE or OPTIONS, and looking (GET, HEAD) changes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from tests.access_world import OBJECTS, OWNED, Args, absent, of_the_other_couple
from tests.cast import NOON, Cast, make_cast
from tests.test_access import ROWS, Row
from tests.trust.asking import METHODS, SAFE, UNUSED, WHO, Answer, ask, browsers, rolled_back, swapped
from tests.trust.figures import Figure, Run

REFUSALS = frozenset({"in", "403", "404"})
NOT_ALLOWED = frozenset({"405"})
# What a page may answer to a method that is not the one in its row, for whoever may open it.
OTHERWISE = frozenset({"200", "204", "on", "404", "405", "409", "422", "in", "400", "403"})
# Of the other couple's object each of these gets what the table gives to these of their own.
SEEN_FROM_THERE = {
    "therapist": "other_therapist",
    "other_therapist": "therapist",
    "ann": "cat",
    "ben": "cat",
    "cat": "ann",
}
ALTERNATIVES = ("own", "partner's", "foreign", "absent")


@dataclass(frozen=True)
class Cell:
    """One request of the matrix, and which verdicts hold."""

    row: Row
    whose: str
    who: str
    method: str
    allowed: frozenset[str]
    silent: bool  # nothing may be written

    def __str__(self) -> str:
        return f"{self.method} {self.row.name} ({self.whose}) as {self.who}"


def verdict_of(row: Row, whose: str, who: str) -> frozenset[str]:
    """What `who` must get by the row's own method; several where the reason for a refusal is the view's choice."""
    table = row.verdicts | {"cat": row.verdicts["ben"], "closed": row.verdicts["nobody"]}
    mine = table[who]
    if whose == "own" or row.object not in OWNED:
        return frozenset({mine})
    if whose == "partner's":
        other = {"ann": "ben", "ben": "ann"}.get(who, who)
        return frozenset({table[other]})
    if whose == "foreign":
        return frozenset({table[SEEN_FROM_THERE.get(who, who)]})
    return frozenset({mine}) if mine in REFUSALS else frozenset({"404"})


def cells_of(row: Row, whose: str) -> Iterator[Cell]:
    """The cells of one row and one object."""
    for who in WHO:
        own = verdict_of(row, whose, who)
        refused = own <= REFUSALS
        for method in METHODS:
            if method == row.how.upper():
                yield Cell(row, whose, who, method, own, silent=refused or method in SAFE)
            elif method in UNUSED:
                yield Cell(row, whose, who, method, (own if refused else frozenset()) | NOT_ALLOWED, silent=True)
            elif refused:
                onward = {"on"} if row.how == "post" and method in SAFE else set()  # to the page that refuses
                yield Cell(row, whose, who, method, own | NOT_ALLOWED | onward, silent=True)
            else:
                same = own if method == "HEAD" and row.how == "get" else OTHERWISE
                yield Cell(row, whose, who, method, same, silent=method in SAFE)


def object_of(row: Row, whose: str, cast: Cast) -> Args:
    """The arguments of the address, its object made by acting."""
    make = OBJECTS[row.object]
    if whose == "partner's":
        return make(swapped(cast))
    if whose == "foreign":
        return make(of_the_other_couple(cast))
    return make(cast) if whose == "own" else absent(make(cast))


def alternatives(row: Row) -> tuple[str, ...]:
    return ALTERNATIVES if row.object in OWNED else ("own",)


def faults_of(row: Row, whose: str, cast: Cast, by: Mapping[str, Client]) -> Iterator[tuple[Cell, list[str]]]:
    """Ask every cell of one row and one object; with each its faults."""
    with rolled_back():
        args = object_of(row, whose, cast)
        url = reverse(row.name, args=args)
        nowhere = reverse(row.name, args=absent(args)) if whose in {"partner's", "foreign"} else ""
        for cell in cells_of(row, whose):
            answer = ask(by[cell.who], url, cell.method)
            faults = [*_judged(cell, answer)]
            if nowhere and cell.allowed <= REFUSALS | NOT_ALLOWED:
                there = ask(by[cell.who], nowhere, cell.method)
                if (answer.status, len(answer.content)) != (there.status, len(there.content)):
                    faults.append("is told apart from what is not there")
            yield cell, faults


def _judged(cell: Cell, answer: Answer) -> Iterator[str]:
    if answer.verdict not in cell.allowed:
        yield f"got {answer.verdict}, not {' or '.join(sorted(cell.allowed))}"
    if cell.silent and answer.changed:
        yield f"changed {', '.join(sorted(answer.changed))}"
    if cell.method == "HEAD" and answer.content:
        yield "HEAD has a body"


def every_object() -> list[tuple[Row, str]]:
    """Each row with each of the objects that it is asked for."""
    return [(row, whose) for row in ROWS for whose in alternatives(row)]


def g1(run: Run) -> Figure:
    """The whole matrix."""
    cast = make_cast()
    by = browsers(cast, NOON)
    every = run.some(every_object())
    cells, wrong = 0, []
    for number, (row, whose) in enumerate(every, start=1):
        for cell, faults in faults_of(row, whose, cast, by):
            cells += 1
            wrong += [f"{cell}: {fault}" for fault in faults]
        run.progress(f"G1 {number} of {len(every)} addresses, {cells} cells, {len(wrong)} wrong")
    return Figure(
        "G1",
        f"Every address × {len(WHO)} people × {len(METHODS)} methods × whose",
        "every cell has a verdict, all hold",
        f"{cells - len(wrong)} of {cells} cells",
        ok=not wrong,
        notes=wrong,
    )
