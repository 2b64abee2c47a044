"""A question page of the portal: health pages with a draft, and the private page without one."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from accounts.tablet import in_hand_off, is_handed_off
from clients.models import Partner
from screening import actions
from screening.forms.closed import QuestionsForm
from screening.forms.intake import FORMS
from screening.forms.medicines import MedicinesForm
from screening.forms.questions import AdditionForm
from screening.models import Draft
from screening.rules.intake import TICKED
from screening.rules.medicine_rows import MOST_ROWS
from screening.rules.pages import ALONE_PAGES, PAGES, WORDS_ADDED, Page
from screening.views.my_private import private_page
from screening.views.received import onward, received, sent_at

# Buttons that keep the page for later, or with more rows.
KEEPING = frozenset({"later", "more"})
MOST_VERSIONS = 2**31 - 2
KEPT_MAX = 20_000  # of each answer; more than any can be sent with, so that nothing typed is cut before it is said


@requires(Permission.USE_PORTAL)
@in_hand_off
@sensitive_post_parameters()
def my_page(request: SignedInRequest, page: str) -> HttpResponse:
    """One of a partner's own question pages. What was sent is never shown again."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=request.user.pk)
    if page in ALONE_PAGES:
        return private_page(request, partner, PAGES[page])
    posted = request.method == "POST"
    keeps = keeps_drafts(request, PAGES[page]) and "again" not in request.POST
    if posted and keeps and ("X-Autosave" in request.headers or KEEPING & request.POST.keys()):
        return _keep(request, partner, PAGES[page])
    at = sent_at(partner, page)
    if at is None:
        return _send(request, partner, PAGES[page]) if posted else _ask(request, partner, PAGES[page])
    if "again" in (request.POST if posted else request.GET):
        return _again(request, partner, PAGES[page])
    if posted and WORDS_ADDED not in request.POST:
        return _second_tab(request, PAGES[page])
    return _add(request, partner, PAGES[page], at)


def _second_tab(request: SignedInRequest, page: Page) -> HttpResponse:
    messages.info(request, "We already have this page. You can add to it below.")
    return redirect("my_page", page.key)


def _ask(request: SignedInRequest, partner: Partner, page: Page) -> HttpResponse:
    own = Draft.objects.filter(partner=partner, page=page.key)
    draft = own.first() if keeps_drafts(request, page) else None
    form = _form(request, page, initial=json.loads(draft.answers) if draft else None)
    return _render(
        request, page, form, version=draft.version if draft else 0, saved_at=draft.saved_at if draft else None
    )


def _send(request: SignedInRequest, partner: Partner, page: Page) -> HttpResponse:
    if "more" in request.POST:  # more rows on a page that is not kept half-done
        return _render(request, page, _form(request, page, initial=_so_far(request, page)))
    form = _form(request, page, data=request.POST)
    if not form.is_valid():
        return _render(request, page, form, version=version_in(request), status=422)
    try:
        actions.send_page(
            partner=partner,
            page=page.key,
            answers=form.answers(),
            by=request.user,
            at=clock.now(),
            key=form.cleaned_data["key"],
        )
    except actions.AlreadyReceived:
        return _second_tab(request, page)
    return onward(request, page)


def keeps_drafts(request: SignedInRequest, page: Page) -> bool:
    """Whether this page can be kept half-done: some are sent at once or not at all, and on a device of the practice
    every page is."""
    return page.drafted and not is_handed_off(request)


def _again(request: SignedInRequest, partner: Partner, page: Page) -> HttpResponse:
    """The questions once more, empty: new answers stand beside the old. More rows come without a draft."""
    if request.method != "POST":
        return _render(request, page, _form(request, page), again=True)
    if "more" in request.POST:
        return _render(request, page, _form(request, page, initial=_so_far(request, page)), again=True)
    form = _form(request, page, data=request.POST)
    if not form.is_valid():
        return _render(request, page, form, again=True, status=422)
    return _added(request, partner, page, form)


def _keep(request: SignedInRequest, partner: Partner, page: Page) -> HttpResponse:
    """Save what is there so far, checked for nothing but its size; the answer to a script is JSON."""
    by_script, at = "X-Autosave" in request.headers, clock.now()
    try:
        version = actions.save_draft(
            partner=partner,
            page=page.key,
            answers=_so_far(request, page),
            version=version_in(request),
            by=request.user,
            at=at,
        )
    except (actions.DraftChanged, actions.AlreadyReceived) as late:
        if by_script:
            return JsonResponse({}, status=409)
        return _conflict(request, page, late)
    if by_script:
        return JsonResponse({"saved_at": wall_clock(at), "version": version})
    if "more" in request.POST:
        return redirect(f"{reverse('my_page', args=[page.key])}?rows={_count(request.POST.get('more'))}#more")
    messages.success(request, "Saved. You can go on whenever you like.")
    return redirect("portal")


def _conflict(request: SignedInRequest, page: Page, late: Exception) -> HttpResponse:
    if not isinstance(late, actions.DraftChanged):
        return _second_tab(request, page)
    form = _form(request, page, initial=_so_far(request, page))
    return _render(request, page, form, version=late.version, changed=True, status=409)


def _form(
    request: SignedInRequest,
    page: Page,
    *,
    data: QueryDict | None = None,
    initial: Mapping[str, str] | None = None,
) -> QuestionsForm:
    """The page's form; one with rows shows as many as were asked for."""
    form = FORMS[page.key]
    shown = form.from_draft(initial) if initial is not None else None
    if issubclass(form, MedicinesForm):
        asked = request.POST.get("more") or request.POST.get("rows") or request.GET.get("rows")
        rows = _count(asked)
        return form(data, initial=shown, rows=rows)
    return form(data, initial=shown)


def _count(typed: str | None) -> int:
    return min(int(typed), MOST_ROWS) if typed and typed.isdecimal() and len(typed) < 4 else 0


def _so_far(request: SignedInRequest, page: Page) -> dict[str, str]:
    names = [name for name in FORMS[page.key].base_fields if name != "key"]
    return {
        name: TICKED.join(request.POST.getlist(name)).replace("\x00", "")[:KEPT_MAX]
        for name in names
        if request.POST.get(name)
    }


def version_in(request: SignedInRequest) -> int:
    typed = request.POST.get("version", "")
    return min(int(typed), MOST_VERSIONS) if typed.isdecimal() and len(typed) < 11 else 0


def wall_clock(at: datetime) -> str:
    return f"{at.astimezone(clock.practice_zone()):%H:%M}"


def _render(
    request: SignedInRequest,
    page: Page,
    form: QuestionsForm,
    *,
    version: int = 0,
    saved_at: datetime | None = None,
    changed: bool = False,
    again: bool = False,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "page": page,
        "form": form,
        "sections": list(form.sections()),
        "drafts": keeps_drafts(request, page),
        "readers": page.readers,
        "version": version,
        "saved_at": wall_clock(saved_at) if saved_at else "",
        "changed": changed,
        "again": again,
    }
    return render(request, "portal/my_page.html", context, status=status)


def _add(request: SignedInRequest, partner: Partner, page: Page, at: datetime) -> HttpResponse:
    """The page after sending: when, and room to add. Never what was answered."""
    form = AdditionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _added(request, partner, page, form)
    return received(request, partner, page, at, form=form)


def _added(request: SignedInRequest, partner: Partner, page: Page, form: QuestionsForm | AdditionForm) -> HttpResponse:
    """Keep what a valid form adds to a page that was sent; a second click is told so."""
    try:
        actions.add_to_page(
            partner=partner,
            page=page.key,
            answers=form.answers(),
            by=request.user,
            at=clock.now(),
            key=form.cleaned_data["key"],
        )
    except actions.AlreadyReceived:
        messages.info(request, "We already have this.")
    else:
        messages.success(request, "Added. Your therapist will read it.")
    return redirect("my_page", page.key)
