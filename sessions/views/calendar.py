"""The calendar of the practice: a month, a week or a day, for one therapist, one room or everybody."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from sessions.forms.calendar import AskedForm
from sessions.gather.calendar import Asked, Resources, page_of, resources
from sessions.rules import calendar as rules

NAMES = {rules.MONTH: "calendar", rules.WEEK: "calendar_week", rules.DAY: "calendar_day"}
# How each kind of appointment is told in the legend, in the order of the pathway; calendar.css draws them.
KINDS = (
    ("consult", "Consult"),
    ("intake", "Private intake"),
    ("prep", "Preparation"),
    ("ketamine", "Ketamine"),
    ("integration", "Integration"),
    ("talking", "Talking day"),
)


@requires(Permission.BOOK)
def calendar(request: SignedInRequest) -> HttpResponse:
    """A month as a table, on a phone as a list of its dates."""
    return _page(request, rules.MONTH)


@requires(Permission.BOOK)
def calendar_week(request: SignedInRequest) -> HttpResponse:
    """A week in columns, with its free hours."""
    return _page(request, rules.WEEK)


@requires(Permission.BOOK)
def calendar_day(request: SignedInRequest) -> HttpResponse:
    """One day, with its free hours."""
    return _page(request, rules.DAY)


def _page(request: SignedInRequest, view: str) -> HttpResponse:
    at, known = clock.now(), resources(request.user)
    today = clock.day_of(at)
    form = AskedForm(request.GET, known=known, today=today)
    asked = form.asked(view)
    context = {
        "view": view,
        "day": asked.day,
        "told": rules.heading(view, asked.day),
        "page": page_of(request.user, asked, known, at),
        "trouble": form.trouble,
        "choices": [form[name] for name, rows in _several(known) if rows[1:]],
        "is_asked": bool(_chosen(asked)),
        "links": _links(asked, today),
        "day_query": "".join(f"&{name}={key}" for name, key in _chosen(asked)),
        "kinds": KINDS,
        "zone": clock.zone_name(at),
        "zone_key": clock.practice_zone().key,
        "now": at,
    }
    return render(request, "sessions/calendar.html", context)


def _links(asked: Asked, today: date) -> dict[str, Any]:
    """To the page before and after, to today, and to the same day in each other view."""
    view, day = asked.view, asked.day
    return {
        "before": _address(asked, view, rules.paged(view, day, -1)),
        "after": _address(asked, view, rules.paged(view, day, 1)),
        "today": _address(asked, view),
        "shows_today": today in rules.days_shown(view, day),
        "views": [
            (name.capitalize(), _address(asked, name, None if day == today else day), name == view) for name in NAMES
        ],
    }


def _address(asked: Asked, view: str, day: date | None = None) -> str:
    query = ([("day", day.isoformat())] if day else []) + _chosen(asked)
    return reverse(NAMES[view]) + (f"?{urlencode(query)}" if query else "")


def _several(known: Resources) -> list[tuple[str, Sequence[object]]]:
    return [("therapist", known.therapists), ("room", known.rooms), ("couple", known.couples)]


def _chosen(asked: Asked) -> list[tuple[str, str]]:
    rows = (("therapist", asked.therapist), ("room", asked.room), ("couple", asked.couple))
    return [(name, str(row.pk)) for name, row in rows if row]
