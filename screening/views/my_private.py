"""The private pages: the practice's text, then closed questions sent at once. Nothing is kept half-done."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import clock
from accounts.forms import KapForm
from accounts.policy import SignedInRequest
from accounts.tablet import is_handed_off
from clients.models import PRIVATE_TEXT, ConsentDocument, Partner
from clients.rules import sections
from screening import actions
from screening.forms.intake import ALONE_FORMS
from screening.forms.questions import AloneForm, TextShownForm
from screening.rules.pages import CLOSENESS_PAGE, Page
from screening.rules.private import INSTEAD, LEFT_OUT, SKIPPED
from screening.views.received import onward, received, sent_at

BEFORE, QUESTIONS, ANOTHER_TIME = "1", "2", "3"


def private_page(request: SignedInRequest, partner: Partner, page: Page) -> HttpResponse:
    """A step of the page, by `part`; without one, the start or that it was received."""
    part = request.GET.get("part", "")
    if request.method == "POST":
        return _take(request, partner, page, part)
    at = sent_at(partner, page.key)
    if at is not None and part not in {BEFORE, QUESTIONS, ANOTHER_TIME}:
        return received(request, partner, page, at)
    if part == QUESTIONS:
        return _show(request, page, ALONE_FORMS[page.key](), QUESTIONS)
    return _show(request, page, alone_form(request), ANOTHER_TIME if part == ANOTHER_TIME else BEFORE)


def _take(request: SignedInRequest, partner: Partner, page: Page, part: str) -> HttpResponse:
    form = ALONE_FORMS[page.key](request.POST)
    if "skip" in request.POST:
        left_out = page.key == CLOSENESS_PAGE and request.POST["skip"] == LEFT_OUT
        return _send(request, partner, page, form, {SKIPPED: LEFT_OUT if left_out else INSTEAD})
    if part == QUESTIONS:
        valid = form.is_valid()
        return (
            _send(request, partner, page, form, form.answers()) if valid else _show(request, page, form, QUESTIONS, 422)
        )
    alone = alone_form(request)
    if not alone.is_valid():
        return _show(request, page, alone, BEFORE, 422)
    following = QUESTIONS if alone.cleaned_data["alone"] == "yes" else ANOTHER_TIME
    return redirect(f"{reverse('my_page', args=[page.key])}?part={following}")


def alone_form(request: SignedInRequest) -> AloneForm:
    """Asked before anything private; on a device of the practice nobody owns it."""
    form = AloneForm(request.POST if request.method == "POST" else None)
    if is_handed_off(request):
        form.fields["alone"].label = "Are you alone right now?"
    return form


def _send(
    request: SignedInRequest, partner: Partner, page: Page, form: TextShownForm, answers: dict[str, str]
) -> HttpResponse:
    """One path for every answer and for none, to one and the same page after it."""
    form.is_valid()
    actions.send_or_add(
        partner=partner,
        page=page.key,
        answers=answers,
        by=request.user,
        at=clock.now(),
        key=form.cleaned_data.get("key"),
        shown=private_text(form.cleaned_data.get("shown")),
    )
    return onward(request, page)


def _show(request: SignedInRequest, page: Page, form: KapForm, part: str, status: int = 200) -> HttpResponse:
    text = private_text()
    context = {
        "page": page,
        "form": form,
        "skip_key": uuid4(),
        "may_leave_out": page.key == CLOSENESS_PAGE,
        "text": text,
        "sections": sections(text.body) if text else [],
    }
    return render(request, f"portal/private_{part}.html", context, status=status)


def private_text(version: int | None = None) -> ConsentDocument | None:
    """The text of this version, as the page that was sent says; else the one that stands."""
    texts = ConsentDocument.objects.filter(kind=PRIVATE_TEXT).order_by("-version")
    shown = texts.filter(version=version).first() if version is not None else None
    return shown or texts.first()
