"""Planted bugs, one by one: whether the tests notice, and whether the database lets anything out in the meantime."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from django.db import models
from django.db.models import QuerySet

from accounts.actor import as_actor
from clients.models import Partner
from tests import databases
from tests.cast import NOON, make_cast
from tests.trust.addresses import Address, addresses
from tests.trust.asking import WHO, ask, browsers, rolled_back
from tests.trust.canaries import text_of
from tests.trust.figures import Figure, Run
from tests.trust.mutants import every_mutant, models_of, planted, scoped
from tests.trust.story import Story, met_by, told_to_the_end

ROOT = Path(__file__).resolve().parent.parent.parent
CATCH = 0.95
AT_ONCE = 2
PASSED, FAILED = 0, 1  # what pytest answers
# What the row policies show beyond `visible_to`, on purpose, with the reason.
WIDER = {
    ("clients.touchchoices", "partner"): "to say less takes the narrower of the old and the new, as its own person",
    ("outbox.message", "partner"): "what was written to oneself, so that it can be withdrawn",
    ("outbox.message", "prescriber"): "the same",
    ("kap_sessions.appointment", "prescriber"): "dates of those referred stand in the prescriber's workspace",
}


def g3(run: Run) -> Figure:
    """Every planted bug, by both measures."""
    mutants = run.some(every_mutant())
    with ThreadPoolExecutor(1) as beside:
        testing = beside.submit(not_caught, mutants, run)
        leaks = leaking(mutants, run)
        missed = testing.result()
    caught = len(mutants) - len(missed)
    share = caught / len(mutants)
    return Figure(
        "G3",
        "Planted bugs: leaking past the row policies; caught by tests",
        f"0 leak; {CATCH:.0%} caught",
        f"{len({leak.split(': ')[0] for leak in leaks})} of {len(mutants)} leak; {caught} caught ({share:.1%})",
        ok=not leaks and share >= CATCH,
        notes=[*leaks, *(f"no test notices {mutant}" for mutant in missed)],
    )


def not_caught(mutants: list[str], run: Run) -> list[str]:
    """The bugs that no test notices: first the one test nearest to each is asked, then all that come to its place."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        rest = [bug for part in threads.map(_missed_by_the_nearest, batches(mutants)) for bug in part]
        run.tell(f"   G3 {len(rest)} of {len(mutants)} bugs are for other tests than the nearest")
        tests = tests_by_place() if rest else {}
        missed: list[str] = []
        noticed = threads.map(lambda bug: caught_by(bug, tests.get(place_of(bug), [])), rest)
        for number, (mutant, found) in enumerate(zip(rest, noticed, strict=True), 1):
            missed += [] if found else [mutant]
            run.progress(f"G3 other tests against {number} of {len(rest)} bugs, {len(missed)} not noticed")
    return missed


def batches(mutants: list[str]) -> list[list[str]]:
    """Kinds apart, and about as many parts as run at once."""
    rows = [mutant for mutant in mutants if mutant.startswith("rows:")]
    views = [mutant for mutant in mutants if mutant not in rows]
    return [part for part in (rows, *(views[place::AT_ONCE] for place in range(AT_ONCE))) if part]


def _missed_by_the_nearest(mutants: list[str]) -> list[str]:
    """Each bug against the one test nearest to it, all in one run."""
    test = "tests/trust/test_first_wall.py" if mutants[0].startswith("rows:") else "tests/test_access.py"
    with TemporaryDirectory() as folder:
        file = Path(folder) / "mutants"
        file.write_text("\n".join(mutants))
        _pytest({"KAP_MUTANTS": str(file)}, test)
        return file.read_text().split()


def place_of(mutant: str) -> str:
    """What is changed, without the way: "view:people"."""
    return mutant.rsplit(":", 1)[0] if mutant.startswith("view:") else mutant


def tests_by_place() -> dict[str, list[str]]:
    """For each place of a bug the tests that come to it, by one run of all of them."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "touched"
        file.touch()
        _pytest({"KAP_TOUCHED": str(file)}, "-n", str(AT_ONCE), "-m", "not journey", *_of_the_product())
        found: dict[str, list[str]] = {}
        for line in sorted(set(file.read_text().splitlines())):
            place, test = line.split("\t")
            found.setdefault(place, []).append(test)
        return found


def _of_the_product() -> list[str]:
    """All but what reads the tree, and what asks the whole product one question: these come to every place."""
    folders = [path for path in sorted((ROOT / "tests").iterdir()) if path.name not in {"trust", "journeys", "chaos"}]
    apps = [str(path.relative_to(ROOT)) for path in folders if path.is_dir() and list(path.glob("test_*.py"))]
    return ["tests/test_access.py", *apps]


def caught_by(mutant: str, tests: list[str]) -> bool:
    """Whether one of these tests fails with the bug in the product."""
    return bool(tests) and _pytest({"KAP_MUTANT": mutant}, "-x", *tests) == FAILED


def _pytest(environment: dict[str, str], *words: str) -> int:
    """How a run of tests ended. Raises RuntimeError if none ran."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.trust.plugin", *words]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("KAP_", "DATABASE_"))}
    inherited = {name: value for name, value in inherited.items() if not name.endswith("DATABASE_URL")}
    done = subprocess.run(command, cwd=ROOT, env=inherited | environment, capture_output=True, text=True, check=False)
    if done.returncode not in {PASSED, FAILED}:
        raise RuntimeError(f"{environment}: {done.stdout[-800:]}{done.stderr[-800:]}")
    return done.returncode


def leaking(mutants: list[str], run: Run) -> list[str]:
    """What the bugs let out although the database has its policies."""
    story = told_to_the_end(make_cast())
    by = browsers(story.cast, NOON)
    with databases.superuser(databases.own_name()) as look:
        every = addresses(look, run.random)
    asking = _who_asks(every, by)
    found: list[str] = []
    for number, mutant in enumerate(mutants, 1):
        kind, name, *_ = mutant.split(":")
        if kind == "rows":
            found += [f"{mutant}: {leak}" for leak in rows_beyond(name, story)]
            pairs = asking.get(name, [])
        else:
            pairs = [(who, address) for address in every if address.name == name for who in WHO]
        with planted(mutant):
            for who, address in pairs:
                met = met_by(story, who, text_of(ask(by[who], address.url)))
                found += [f"{mutant}: {one.place} in {address.name} for {who}" for one in met]
        run.progress(f"G3 the policies against {number} of {len(mutants)} bugs, {len(found)} leaks")
    return sorted(set(found))


def _who_asks(every: list[Address], by: dict[str, Any]) -> dict[str, list[tuple[str, Address]]]:
    """Which queryset is asked at which address by whom, so that only these are tried with its bug."""
    asking: dict[str, list[tuple[str, Address]]] = {}
    now: list[tuple[str, Address]] = []

    def watched(name: str, real: Any) -> Any:
        def visible_to(rows: QuerySet[Any], user: Any) -> Any:
            if now and (not asking.setdefault(name, []) or asking[name][-1] != now[0]):
                asking[name].append(now[0])
            return real(rows, user)

        return visible_to

    kinds = scoped()
    patches = [patch.object(kind, "visible_to", watched(name, kind.visible_to)) for name, kind in kinds.items()]  # type: ignore[attr-defined]  # that is how they were found
    for one in patches:
        one.start()
    try:
        for address in every:
            for who in WHO:
                now[:] = [(who, address)]
                ask(by[who], address.url)
    finally:
        for one in patches:
            one.stop()
    return asking


def rows_beyond(name: str, story: Story) -> Iterator[str]:
    """Rows that the database shows somebody whom `visible_to` does not."""
    kind = scoped()[name]
    for model in models_of(kind):
        for who in WHO[:-1]:
            somebody = getattr(story.cast, who, None)
            user = somebody.user if isinstance(somebody, Partner) else somebody
            role = user.role if user else "door"
            if (model._meta.label_lower, role) in WIDER:
                continue
            with rolled_back(), as_actor(user, role="door"):
                shown = set(_keys(model._default_manager.all()))
                meant = set(_keys(model._default_manager.visible_to(user))) if user else set()  # type: ignore[attr-defined]  # scoped
            if shown - meant:
                yield f"{len(shown - meant)} rows of {model._meta.label_lower} shown to {who}"


def _keys(rows: QuerySet[models.Model]) -> QuerySet[models.Model, Any]:
    return rows.values_list("pk", flat=True)
