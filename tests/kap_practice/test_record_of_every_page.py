"""Every page about people adds one line to the record, every refusal one, and nothing else does."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import get_resolver

from accounts.checks import url_patterns
from accounts.models import AccessLog
from accounts.policy import Permission
from kap_practice.about import ABOUT_NOBODY, BESIDE, BY_KEY, LAYERS
from tests.access_world import OBJECTS
from tests.cast import NOON, Cast
from tests.test_access import ROWS, WHO, Row, ask, browser_of, verdict

VIEWS = {pattern.name: (route, pattern.callback) for route, pattern in url_patterns(get_resolver())}
Written = list[tuple[str, str]]


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Written:
    """The lines as they are written: no actor of a test could read them all back."""
    lines: Written = []
    save = AccessLog.save

    def keep(self: AccessLog, **kwargs: Any) -> None:
        save(self, **kwargs)
        lines.append((self.what, self.outcome))

    monkeypatch.setattr(AccessLog, "save", keep)
    return lines


def expected(row: Row, given: str) -> Written:
    view = VIEWS[row.name][1]
    if given in {"403", "404"}:
        return [(row.name, "refused")]
    policy = getattr(view, "policy", None)
    about_people = isinstance(policy, Permission) and policy not in ABOUT_NOBODY
    if about_people and given == "200" and not getattr(view, "polled", False):
        return [(row.name, "opened")]
    return []


@pytest.mark.parametrize("row", [row for row in ROWS if row.how == "get"], ids=str)
def test_a_page_adds_one_line_and_a_refusal_one(row: Row, cast: Cast, written: Written) -> None:
    args = OBJECTS[row.object](cast)
    for who in WHO:
        browser = browser_of(cast, who)
        written.clear()
        given = verdict(ask(row, args, browser))
        left = ("signed_out", "done")  # the way out of a page also ends the sign-in
        assert [line for line in written if line != left] == expected(row, given), who


@pytest.mark.parametrize("row", [row for row in ROWS if row.how == "post" and row.name != "csp_report"], ids=str)
def test_a_refused_act_adds_one_line(row: Row, cast: Cast, written: Written) -> None:
    args = OBJECTS[row.object](cast)
    for who in WHO:
        browser = browser_of(cast, who)
        written.clear()
        given = verdict(ask(row, args, browser))
        refused = [(row.name, "refused")] if given in {"403", "404"} else []
        assert [line for line in written if line[1] == "refused"] == refused, who


def test_every_key_in_an_address_about_people_says_whom_it_is_about() -> None:
    """A page that is not about people may have keys of its own; a new kind of key gets its line in `about.BY_KEY`."""
    for name, (route, view) in VIEWS.items():
        policy = getattr(view, "policy", None)
        if isinstance(policy, Permission) and policy not in ABOUT_NOBODY:
            keys = {part.split(":")[-1] for part in route.replace("<", ">").split(">")[1::2] if "uuid" in part}
            assert keys <= set(BY_KEY) | BESIDE, f"{name}: {keys}"


def test_every_permission_has_a_layer_or_counts_as_private_on_purpose() -> None:
    private = {
        Permission.READ_PRIVATE,
        Permission.DECIDE,
        Permission.RUN_ROOM,
        Permission.WRITE_NOTES,
        Permission.READ_RECORD,
    }
    assert not private & set(LAYERS)
