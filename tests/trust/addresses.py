"""Every address of the product with every key that fits it, found by walking the URLs and the tables."""

import itertools
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from typing import Any

import psycopg
from django.apps import apps
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from accounts.checks import url_patterns
from clients.rules.consents import KINDS
from screening.rules.pages import PAGES

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
# A key whose name is not the name of its table.
TABLES = {
    "partner": ("clients_partner",),
    "person": ("clients_partner", "accounts_user"),
    "user": ("accounts_user",),
    "step": ("kap_sessions_planstep",),
    "paper": ("billing_superbill",),
}
VALUES = {"page": tuple(PAGES), "kind": tuple(KINDS), "token": ("t" * 43,), "uidb36": ("1",), "key": ("abc-def",)}
# Keys tried of one table, and combinations of one address.
MOST_KEYS, MOST_ADDRESSES = 6, 12


@dataclass(frozen=True)
class Address:
    """One address that can be asked for."""

    name: str
    url: str


def addresses(look: psycopg.Connection, random: Random) -> list[Address]:
    """Every named address, with the keys of rows that there are. `look` sees past the policies."""
    tables = {model._meta.model_name: model._meta.db_table for model in apps.get_models() if model._meta.managed}
    keys: dict[str, list[Any]] = {}

    def of(parameter: str, kind: str | None) -> list[Any]:
        if parameter in VALUES:
            return list(VALUES[parameter])
        if kind != "uuid":
            return ["unknown"]
        if parameter not in keys:
            stem = parameter.removesuffix("_id")
            named = TABLES.get(stem) or ((tables[stem.replace("_", "")],) if stem.replace("_", "") in tables else ())
            keys[parameter] = _keys(look, named or tuple(tables.values()), random)
        return keys[parameter]

    return [address for route, pattern in url_patterns(get_resolver()) for address in _of(route, pattern, of, random)]


def _of(route: str, pattern: URLPattern, of: Any, random: Random) -> Iterator[Address]:
    if not pattern.name:
        return
    parameters = PARAMETER.findall(route) or [
        (None, name) for name in getattr(getattr(pattern.pattern, "regex", None), "groupindex", {})
    ]
    combinations = list(itertools.product(*(of(name, kind or None) for kind, name in parameters)))
    if len(combinations) > MOST_ADDRESSES:
        combinations = random.sample(combinations, MOST_ADDRESSES)
    for values in combinations:
        named = {name: value for (_, name), value in zip(parameters, values, strict=True)}
        with suppress(NoReverseMatch):  # not every word fits every converter
            yield Address(pattern.name, reverse(pattern.name, kwargs=named))


def _keys(look: psycopg.Connection, tables: tuple[str, ...], random: Random) -> list[Any]:
    """Some keys of rows in these tables that have one of ours; every one of people and couples, who are few."""
    found: list[Any] = []
    for table in tables:
        column = look.execute(
            "select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]"
            " where i.indrelid = to_regclass(%s) and i.indisprimary and a.atttypid = 'uuid'::regtype",
            [table],
        ).fetchone()
        if column:
            rows = [row[0] for row in look.execute(f'select "{column[0]}" from "{table}" order by 1').fetchall()]
            found += rows if len(rows) <= MOST_KEYS else random.sample(rows, MOST_KEYS)
    return found
