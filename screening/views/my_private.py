"""The private page: the practice's text, then closed questions sent at once. Nothing is kept half-done."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import clock
from accounts.forms import KapForm
from accounts.policy import SignedInRequest
from clients.models import PRIVATE_TEXT, ConsentDocument, Partner
from clients.rules import sections
from screening import actions
from screening.forms.questions import AloneForm, PrivateForm
from screening.rules.pages import PAGES, PRIVATE_PAGE
from screening.rules.private import SKIPPED
from screening.views.received import received, sent_at

PAGE = PAGES[PRIVATE_PAGE]
BEFORE, QUESTIONS, ANOTHER_TIME = "1", "2", "3"


def private_page(request: SignedInRequest, partner: Partner) -> HttpResponse:
    """A step of the page, by `part`; without one, the start or that it was received."""
    part = request.GET.get("part", "")
    if request.method == "POST":
        return _take(request, partner, part)
    at = sent_at(partner, PAGE.key)
    if at is not None and part not in {BEFORE, QUESTIONS, ANOTHER_TIME}:
        return received(request, partner, PAGE, at)
    if part == QUESTIONS:
        return _show(request, PrivateForm(), QUESTIONS)
    return _show(request, AloneForm(), ANOTHER_TIME if part == ANOTHER_TIME else BEFORE)


def _take(request: SignedInRequest, partner: Partner, part: str) -> HttpResponse:
    if "skip" in request.POST:
        return _send(request, partner, PrivateForm(request.POST), {SKIPPED: "yes"})
    if part == QUESTIONS:
        form = PrivateForm(request.POST)
        return (
            _send(request, partner, form, form.answers()) if form.is_valid() else _show(request, form, QUESTIONS, 422)
        )
    alone = AloneForm(request.POST)
    if not alone.is_valid():
        return _show(request, alone, BEFORE, 422)
    following = QUESTIONS if alone.cleaned_data["alone"] == "yes" else ANOTHER_TIME
    return redirect(f"{reverse('my_page', args=[PAGE.key])}?part={following}")


def _send(request: SignedInRequest, partner: Partner, form: PrivateForm, answers: dict[str, str]) -> HttpResponse:
    """One path for every answer and for none, to one and the same page after it."""
    form.is_valid()
    actions.send_or_add(
        partner=partner,
        page=PAGE.key,
        answers=answers,
        by=request.user,
        at=clock.now(),
        key=form.cleaned_data.get("key"),
        shown=private_text(form.cleaned_data.get("shown")),
    )
    return redirect("my_page", PAGE.key)


def _show(request: SignedInRequest, form: KapForm, part: str, status: int = 200) -> HttpResponse:
    text = private_text()
    context = {
        "page": PAGE,
        "count": len(PAGES),
        "form": form,
        "skip_key": uuid4(),
        "text": text,
        "sections": sections(text.body) if text else [],
    }
    return render(request, f"portal/private_{part}.html", context, status=status)


def private_text(version: int | None = None) -> ConsentDocument | None:
    """The text of this version, as the page that was sent says; else the one that stands."""
    texts = ConsentDocument.objects.filter(kind=PRIVATE_TEXT).order_by("-version")
    shown = texts.filter(version=version).first() if version is not None else None
    return shown or texts.first()
