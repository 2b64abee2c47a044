"""The record of who opened what: it notices whatever is done to it, and no page is opened beside it."""

import contextlib
from importlib import import_module
from random import Random
from typing import Any

import psycopg
from django.apps import apps
from django.urls import get_resolver

from accounts.checks import url_patterns
from accounts.policy import Permission
from tests import databases
from tests.cast import NOON, make_cast
from tests.trust.addresses import addresses
from tests.trust.asking import WHO, ask, browsers, send
from tests.trust.figures import Figure, Run, not_there_yet
from tests.trust.story import told_to_the_end

TABLE = "accounts_accesslog"
ACTS = 1000
LINES = 300


def g11(run: Run) -> Figure:
    """Acts of a superuser on the record, each undone before the next: the walk along it must find every one."""
    name, target = "Random acts on the record of access that are found", f"{ACTS} of {ACTS}"
    try:
        anchors = import_module("kap_practice.anchors")
    except ModuleNotFoundError:
        return not_there_yet("G11", name, target, "kap_practice.anchors")
    random, acts = run.random, round(ACTS * run.share)
    _fill()
    missed = []
    with databases.superuser(databases.own_name()) as server:
        server.execute("set session_replication_role = replica")
        whole = anchors.walk(_Lent(server), [])
        anchor = anchors.Anchor(NOON, whole.count, whole.mark)
        if whole.troubles:
            missed.append(f"the untouched record is called broken: {whole.troubles}")
        for number in range(acts):
            act = _act(random, whole.count)
            with server.transaction(force_rollback=True):
                for statement in act:
                    server.execute(statement)
                if not anchors.walk(_Lent(server), [anchor]).troubles:
                    missed.append("; ".join(act))
            run.progress(f"G11 {number} of {acts} acts, {len(missed)} not found")
    return Figure("G11", name, target, f"{acts - len(missed)} of {acts}", ok=not missed and acts > 0, notes=missed)


class _Lent:
    """A connection past every guard, in the shape in which the product's walk asks for one."""

    def __init__(self, server: psycopg.Connection) -> None:
        self.cursor = server.cursor


def _fill() -> None:
    """Some hundred lines, by opening pages."""
    cast = make_cast()
    by = browsers(cast, NOON)
    for number in range(LINES):
        send(
            by[("staff", "therapist", "ann")[number % 3]],
            ("/today/", "/couples/", "/my/")[number % 3 if number % 7 else 0],
        )


def _act(random: Random, count: int) -> list[str]:
    place, other = random.randint(1, count), random.randint(1, count)
    guard = random.choice(("chained", "never_changed", "never_emptied"))
    acts = [
        f"update {TABLE} set what = 'nothing' where place = {place}",
        f"update {TABLE} set at = at + interval '1 second' where place = {place}",
        f"update {TABLE} set actor_id = null where place = (select max(place) from {TABLE} where actor_id is not null)",
        f"update {TABLE} set outcome = 'done' where place = {place}",
        f"update {TABLE} set hash = md5(hash) where place = {place}",
        f"delete from {TABLE} where place = {place}",
        f"delete from {TABLE} where place > {place - 1}",
        f"delete from {TABLE} where place between {min(place, other)} and {max(place, other)}",
        f"update {TABLE} set place = place + {count} where place >= {place}",
        f"truncate {TABLE}",
        f"alter table {TABLE} disable trigger {guard}",
        f"drop trigger {guard} on {TABLE}",
        f"delete from {TABLE} where place = {place}; update {TABLE} set place = place - 1 where place > {place}",
    ]
    act = random.choice(acts).split("; ")
    if "trigger" in act[0]:
        return act
    # Whoever changes a line takes the guards away for it, and puts them back.
    back = (
        f"alter table {TABLE} enable always trigger {name}" for name in ("chained", "never_changed", "never_emptied")
    )
    return [f"alter table {TABLE} disable trigger user", *act, *back]


def g12(run: Run) -> Figure:
    """A page about people that was shown, and a refusal to somebody signed in, leave exactly one line each."""
    name, target = "Pages opened and refusals with exactly one line in the record", "all"
    if not any(model._meta.db_table == TABLE for model in apps.get_models()):
        return not_there_yet("G12", name, target, "accounts.models.AccessLog")
    story = told_to_the_end(make_cast())
    by = browsers(story.cast, NOON)
    about_nobody = _about_nobody()
    views = {pattern.name: pattern.callback for _, pattern in url_patterns(get_resolver())}
    with databases.superuser(databases.own_name()) as look:
        every = addresses(look, run.random)
    checked, wrong = 0, []
    for number, address in enumerate(run.some(every)):
        policy = getattr(views[address.name], "policy", None)
        opens = isinstance(policy, Permission) and policy not in about_nobody
        opens = opens and not getattr(views[address.name], "polled", False)
        for who in WHO[1:-1]:
            answer = ask(by[who], address.url)
            refused = answer.status in {403, 404}
            if not refused and not (opens and answer.status in {200, 206}):
                continue
            checked += 1
            if (lines := answer.wrote.get(TABLE, 0)) != 1:
                wrong.append(f"{lines} lines for {address.name} as {who}, which answered {answer.status}")
        run.progress(f"G12 {number} of {len(every)} addresses, {checked} answers, {len(wrong)} wrong")
    return Figure(
        "G12", name, target, f"{checked - len(wrong)} of {checked}", ok=checked > 0 and not wrong, notes=wrong
    )


def _about_nobody() -> frozenset[Any]:
    """The permissions whose pages tell of nobody, as the product's record has them."""
    with contextlib.suppress(ModuleNotFoundError, AttributeError):
        found: frozenset[Any] = frozenset(import_module("kap_practice.about").ABOUT_NOBODY)
        return found
    return frozenset()
