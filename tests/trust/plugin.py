"""A pytest plugin: the tests against the product with a planted bug (mutants.py).

`KAP_MUTANT` names one bug for all of a run. `KAP_MUTANTS` names a file of many: each is planted for the one test that
stands nearest to it, all in one run, and the file is left with those that their test did not notice. In the file that
`KAP_TOUCHED` names each test says to which places of bugs it comes, without any bug.
"""

import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

NEAREST = {"view": "test_everybody_gets_what_the_table_says", "rows": "test_the_first_wall_stands_alone"}
_file = Path(os.environ["KAP_MUTANTS"]) if "KAP_MUTANTS" in os.environ else None
_left = _file.read_text().split() if _file else []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each test that is nearest to some bugs once for each: of a view, that is each way to weaken it."""
    for kind, test in NEAREST.items():
        if _left and metafunc.function.__name__ == test:
            ways = {bug.rpartition(":")[2] for bug in _left if bug.startswith(f"{kind}:")}
            metafunc.parametrize("planted_bug", sorted(ways), indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if _left:
        chosen = [item for item in items if bug_of(item) in _left]
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = chosen


@pytest.fixture(autouse=True, scope="session")
def watched() -> Iterator[None]:
    if "KAP_TOUCHED" not in os.environ:
        yield
        return
    from tests.trust.mutants import watching  # noqa: PLC0415 - models can be read only once Django is set up

    seen: set[str] = set()

    def touch(name: str) -> None:
        test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
        if test and (line := f"{name}\t{test}\n") not in seen:
            seen.add(line)
            with Path(os.environ["KAP_TOUCHED"]).open("a") as file:
                file.write(line)

    with watching(touch):
        yield


@pytest.fixture(autouse=True)
def planted_bug(request: pytest.FixtureRequest) -> Iterator[None]:
    from tests.trust.mutants import planted  # noqa: PLC0415 - models can be read only once Django is set up

    bug = bug_of(request.node)
    with planted(bug) if bug else nullcontext():
        yield


def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    if call.when == "call" and call.excinfo and bug_of(item) in _left:
        _left.remove(bug_of(item))


def pytest_sessionfinish() -> None:
    if _file:
        _file.write_text("\n".join(_left))


def bug_of(item: pytest.Item) -> str:
    """The bug that is planted for this run of a test."""
    chosen = getattr(getattr(item, "callspec", None), "params", {})
    if "planted_bug" not in chosen:
        return os.environ.get("KAP_MUTANT", "")
    return f"view:{chosen['row'].name}:{chosen['planted_bug']}" if "row" in chosen else f"rows:{chosen['planted_bug']}"
