"""What a row said before: each change of a kept row is copied by a trigger of the database, with who did it.

A trigger also sees what passes by every action: a bulk update, raw SQL, a hand on the database. There is no context
table; who acted is written by the database itself, from the actor of the transaction.
"""

from typing import TypeVar

import pghistory
import pghistory.models
from django.db import models
from django.db.models import Func

Tracked = TypeVar("Tracked", bound=type[models.Model])


class Change(pghistory.models.Event):
    """One change of one row: its values as they were afterwards (before, if it was deleted), and who made it."""

    pgh_by = models.UUIDField(null=True, db_default=Func(function="kap_uid"))
    pgh_role = models.CharField(max_length=12, db_default=Func(function="kap_role"))

    class Meta:
        abstract = True


def kept(model: Tracked, *, exclude: tuple[str, ...] = ()) -> Tracked:
    """Keep the history of a model: from now on every insert, update and delete leaves a row that nobody changes.

    `exclude` names fields whose old values must not lie about, such as a password's digest. What is encrypted stays so.
    The table of changes needs a policy of its own, see `rls.protect_history`.
    """
    return pghistory.track(  # type: ignore[no-any-return]  # the decorator gives back what it was given
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude),
        append_only=True,
        context_field=None,  # type: ignore[arg-type]  # documented, and missing from its types
        obj_field=pghistory.ObjForeignKey(related_name="+", related_query_name="+"),
        base_model=Change,
    )(model)
