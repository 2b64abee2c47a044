"""What every `visible_to` shows each of the cast, asked past the row policies: the first wall, standing alone."""

from collections.abc import Iterator

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db.models import Model

from accounts import access
from accounts.access import Entry
from accounts.actor import as_actor
from clients import actions as clients
from clients.models import Partner
from sessions import actions as sessions
from sessions.models import Override
from tests import access_world
from tests.cast import NOON, Cast
from tests.clients.rights import release_of, signed_release
from tests.trust.mutants import models_of, scoped

READERS = ("ann", "ben", "cat", "staff", "prescriber", "therapist", "other_therapist")


def shown(cast: Cast, look: psycopg.Connection) -> dict[str, tuple[str, ...]]:
    """For each scoped table and each reader: none, some or all of its rows. `look` sees past the policies."""
    return {model._meta.label_lower: tuple(_line(model, cast, look)) for model in scoped_models()}


def and_the_rest(cast: Cast) -> None:
    """A row of each table that the story leaves empty: a table without rows tells nothing of who sees them."""
    release = release_of(cast, cast.ann)
    signed_release(release, cast.ann)
    with as_actor(cast.therapist):
        clients.begin_hand_off(partner=cast.ann, by=cast.therapist, at=NOON)
        clients.disclose(release=release, what="Dates", on=NOON.date(), by=cast.therapist, at=NOON)
        sessions.plan_line(
            couple=cast.couple,
            people=cast.couple.partners(),
            line="will_call",
            since=NOON,
            confirmed=True,
            by=cast.therapist,
            at=NOON,
        )
        sessions.print_sheet(partner=cast.ann, appointment=None, by=cast.therapist, at=NOON)
        sessions.make_feed(person=cast.therapist, words="busy", at=NOON)
        access.write([Entry("couple", couple=cast.couple.pk)], by=cast.therapist, at=NOON)
    with as_actor(cast.prescriber):
        override = Override.objects.visible_to(cast.prescriber).get()
        sessions.read_override(override=override, by=cast.prescriber, at=NOON)
    access_world.kept_copy(cast)


def scoped_models() -> list[type[Model]]:
    found = {model for kind in scoped().values() for model in models_of(kind)}
    return sorted(found, key=lambda model: model._meta.label_lower)


def _line(model: type[Model], cast: Cast, look: psycopg.Connection) -> Iterator[str]:
    total = len(look.execute(f'select 1 from "{model._meta.db_table}"').fetchall())
    for who in READERS:
        if not total:  # the story has no such row yet
            yield "empty"
            continue
        somebody = getattr(cast, who)
        user = somebody.user if isinstance(somebody, Partner) else somebody
        rows = model._default_manager.visible_to(user).values_list("pk").order_by()  # type: ignore[attr-defined]  # scoped
        try:
            sql, values = rows.query.sql_with_params()
        except EmptyResultSet:
            yield "none"
            continue
        count = len(look.execute(sql, values).fetchall())
        yield "none" if not count else "all" if count == total else "some"
