"""Writing every sealed word anew under the first of `FIELD_KEYS`, while the practice goes on.

Runs as the owner: the web may not change what is sealed. Each batch is a transaction of its own, so that a rotation cut
short goes on where it was, and one that runs twice does nothing the second time.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pgtrigger
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.conf import settings
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from accounts.sealed import SealedText, seal, unseal

BATCH = 500
# Where allauth keeps a person's second factor; the words under these names are sealed.
FACTORS, SECRETS = Authenticator._meta.db_table, ("secret", "seed", "migrated_codes")


@dataclass(frozen=True)
class Place:
    """One column that holds sealed words; `anew` makes of a stored value the value to store instead, or leaves it."""

    table: str
    key: str
    column: str
    anew: Callable[[str], str]


@dataclass
class Outcome:
    """What became of one column: rows written anew, and the keys of rows that no key on the list can read."""

    place: Place
    rewritten: int
    unreadable: list[str]


def places() -> list[Place]:
    """Every column with sealed words, of history too."""
    columns = [
        Place(model._meta.db_table, str(model._meta.pk.column), str(field.column), _text_anew)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if isinstance(field, SealedText)
    ]
    return [*columns, Place(FACTORS, "id", "data", _factor_anew)]


def rotate(using: str = "owner") -> Iterator[Outcome]:
    """Go through all places, one after the other."""
    for place in places():
        outcome = Outcome(place, 0, [])
        last: Any = None
        while keys := _keys_after(connections[using], place, last):
            # The word stays the same, so history neither notes a change nor stands in the way of its own.
            with transaction.atomic(using=using), pgtrigger.ignore(databases=[using]):
                _rewrite(connections[using], place, keys, outcome)
            last = keys[-1]
        yield outcome


def _keys_after(connection: BaseDatabaseWrapper, place: Place, last: Any) -> list[Any]:
    """The keys of the next rows."""
    key, table = sql.Identifier(place.key), sql.Identifier(place.table)
    after = sql.SQL("") if last is None else sql.SQL("where {} > {}").format(key, sql.Literal(last))
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("select {} from {} {} order by 1 limit {}").format(key, table, after, sql.Literal(BATCH))
        )
        return [found for (found,) in cursor.fetchall()]


def _rewrite(connection: BaseDatabaseWrapper, place: Place, keys: list[Any], outcome: Outcome) -> None:
    """Lock the rows, so that what is written meanwhile is not overwritten, and write anew what is not yet."""
    names = {"key": sql.Identifier(place.key), "column": sql.Identifier(place.column)}
    table = sql.Identifier(place.table)
    ask = sql.SQL("select {key}, {column} from {table} where {key} = any(%s) and {column} is not null for update")
    write = sql.SQL("update {table} set {column} = %s where {key} = %s").format(table=table, **names)
    with connection.cursor() as cursor:
        cursor.execute(ask.format(table=table, **names), [keys])
        for key, stored in cursor.fetchall():
            try:
                anew = place.anew(stored)
            except InvalidToken:
                outcome.unreadable.append(str(key))
                continue
            if anew != stored:
                cursor.execute(write, (anew, key))
                outcome.rewritten += 1


def _text_anew(stored: str) -> str:
    """The same word under the first key; unchanged where it is so already. Raises InvalidToken."""
    try:
        Fernet(settings.FIELD_KEYS[0]).decrypt(stored)
    except InvalidToken:
        return seal(unseal(stored))
    return stored


def _factor_anew(stored: str) -> str:
    """The same factor, its secrets under the first key; to the letter what is stored where they are so already."""
    data = json.loads(stored)
    for name in SECRETS:
        value = data.get(name)
        if isinstance(value, str):
            data[name] = _text_anew(value)
        elif isinstance(value, list):
            data[name] = [_text_anew(one) for one in value]
    return stored if json.loads(stored) == data else json.dumps(data)
