"""Planted bugs, generated: each `@requires` weakened in two ways, each `visible_to` made to show every row.

A mutant is a line of text. `view:people:signed_in` lets everybody who has signed in open the page `people`,
`view:people:open` lets the world; `rows:screening.models.HoldQuerySet` lets everybody see every hold.
Nothing of this stands in the product: mutants are put on from outside, in one process, for as long as it takes.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, get_resolver

from accounts import policy
from accounts.checks import url_patterns

# How the layer of `@requires` is told among the decorators of a view.
GUARD: Any = getattr(policy.requires(policy.Permission.SEE_TODAY)(HttpResponseBase), "__code__")  # noqa: B009 - no type


def every_mutant() -> list[str]:
    """One line for each planted bug there can be."""
    views = [
        f"view:{pattern.name}:{way}"
        for _, pattern in url_patterns(get_resolver())
        if isinstance(getattr(pattern.callback, "policy", None), policy.Permission)
        for way in ("signed_in", "open")
    ]
    return views + [f"rows:{name}" for name in sorted(scoped())]


def scoped() -> dict[str, type[models.QuerySet[Any]]]:
    """Every queryset class that says what somebody may see, by its full name."""
    found: dict[str, type[models.QuerySet[Any]]] = {}
    for model in apps.get_models():
        kind = getattr(model._default_manager, "_queryset_class", None)
        for base in kind.__mro__ if kind else ():
            if "visible_to" in vars(base):
                found[f"{base.__module__}.{base.__qualname__}"] = base
    return found


def models_of(kind: type[models.QuerySet[Any]]) -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if issubclass(getattr(model._default_manager, "_queryset_class", type(None)), kind)
    ]


@contextmanager
def planted(mutant: str) -> Iterator[None]:
    """The product with this bug in it, for the length of the block."""
    kind, name, *way = mutant.split(":")
    if kind == "rows":
        with patch.object(scoped()[name], "visible_to", lambda rows, _user: rows.all()):
            yield
        return
    pattern = pattern_called(name)
    with patch.object(pattern, "callback", weakened(pattern.callback, way[0])):
        yield


@contextmanager
def watching(touch: Callable[[str], None]) -> Iterator[None]:
    """For the length of the block call `touch` with "view:people" or "rows:..." when that is come to."""

    def watched(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(real)
        def told(*args: Any, **kwargs: Any) -> Any:
            touch(name)
            return real(*args, **kwargs)

        return told

    with ExitStack() as patches:
        for name in {mutant.rsplit(":", 1)[0] for mutant in every_mutant() if mutant.startswith("view:")}:
            pattern = pattern_called(name.removeprefix("view:"))
            patches.enter_context(patch.object(pattern, "callback", watched(name, pattern.callback)))
        for name, kind in scoped().items():
            patches.enter_context(patch.object(kind, "visible_to", watched(f"rows:{name}", kind.visible_to)))  # type: ignore[attr-defined]  # that is how they were found
        yield


def pattern_called(name: str) -> URLPattern:
    return next(pattern for _, pattern in url_patterns(get_resolver()) if pattern.name == name)


def weakened(view: Callable[..., Any], way: str) -> Callable[..., HttpResponseBase]:
    """The same view without its permission; whatever else stands around it stays."""
    if getattr(view, "__code__", None) is GUARD:
        inner: Callable[..., Any] = view.__wrapped__  # type: ignore[attr-defined]  # what `wraps` leaves
        bare = policy.signed_in(inner) if way == "signed_in" else policy.public(_copied(inner))
        for mark in ("polled", "proved"):
            if hasattr(view, mark):
                setattr(bare, mark, getattr(view, mark))
        return bare
    outer: Any = view
    cells = dict(zip(outer.__code__.co_freevars, outer.__closure__ or (), strict=True))
    within = next(name for name, cell in cells.items() if cell.cell_contents is outer.__wrapped__)
    weaker = weakened(outer.__wrapped__, way)

    @wraps(outer)
    def around(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with patch.object(cells[within], "cell_contents", weaker):
            answer: HttpResponseBase = outer(request, *args, **kwargs)
            return answer

    around.policy = "mutant"  # type: ignore[attr-defined]  # declared, so that the walk lets it through
    return around


def _copied(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view of its own to mark as public: the mark must not stay on the product's."""

    @wraps(view)
    def copy(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    return copy
