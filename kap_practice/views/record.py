from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts import clock
from accounts.access import Layer
from accounts.models import User
from accounts.policy import Permission, SignedInRequest, requires
from accounts.roles import Role
from clients.models import Couple
from kap_practice.dates import are_together
from kap_practice.forms import CoupleRecordForm, RecordForm
from kap_practice.opened import lines_of, of_couple


@requires(Permission.READ_RECORD)
def practice_record(request: SignedInRequest) -> HttpResponse:
    """Who opened what in the practice, the newest first."""
    return _practice(request, None)


@requires(Permission.READ_RECORD)
def reader_record(request: SignedInRequest, reader_id: UUID) -> HttpResponse:
    """What one person of the practice opened."""
    return _practice(request, get_object_or_404(User.objects.exclude(role=Role.PARTNER), pk=reader_id))


def _practice(request: SignedInRequest, reader: User | None) -> HttpResponse:
    form, asked = _asked(RecordForm(request.GET or None))
    which = Q(actor=reader) if reader else Q()
    context = {
        "form": form,
        "reader": reader,
        "readers": User.objects.exclude(role=Role.PARTNER).exclude(joined_at=None).order_by("name"),
        "log": lines_of(request.user, which, asked, _before(request)),
    }
    return _page(request, "kap_practice/practice_record.html", context, form)


@requires(Permission.READ_RECORD)
def couple_record(request: SignedInRequest, couple_id: UUID) -> HttpResponse:
    """Who opened what about one couple. What is told alone stays closed while both are in the room with her."""
    found = get_object_or_404(Couple.objects.visible_to(request.user).with_partners(), pk=couple_id)
    form, asked = _asked(CoupleRecordForm(request.GET or None, names=[one.called for one in found.partners()]))
    together = are_together(found, clock.now())
    which = of_couple(found, asked.get("person", ""))
    if together:
        which &= ~Q(layer=Layer.PRIVATE)
    context = {
        "couple": found,
        "form": form,
        "together": together,
        "log": lines_of(request.user, which, asked, _before(request)),
    }
    return _page(request, "kap_practice/couple_record.html", context, form)


def _asked(form: RecordForm) -> tuple[RecordForm, dict[str, Any]]:
    """The form, and what it asks for: everything, where it says nothing or something that cannot be."""
    return form, form.cleaned_data if form.is_valid() else {}


def _before(request: HttpRequest) -> int | None:
    text = request.GET.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _page(request: HttpRequest, template: str, context: dict[str, Any], form: RecordForm) -> HttpResponse:
    kept = request.GET.copy()
    kept.pop("before", None)
    context |= {
        "asked": kept.urlencode(),
        "zone": f"{clock.zone_name(clock.now())} time",
        "today": clock.today(),
        "older": "before" in request.GET,
    }
    return render(request, template, context, status=422 if form.errors else 200)
