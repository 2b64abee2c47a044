from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.policy import Permission, SignedInRequest, polled, requires
from accounts.proof import proved
from billing import actions
from billing.forms import VoidForm
from billing.gather.papers import history, replaced_by
from billing.models import Superbill
from billing.rules import papers
from billing.views.back import money_of
from documents import actions as documents
from documents.models import Document

# The page asks once a second whether the paper is there, and gives up asking after this many times.
ASKS = 60


@requires(Permission.SEE_MONEY)
def superbill(request: SignedInRequest, superbill_id: UUID) -> HttpResponse:
    """One superbill: its paper, what it states, its history, and the way to void it."""
    return page(request, seen(request, superbill_id), VoidForm())


@polled
@requires(Permission.SEE_MONEY)
def superbill_state(request: SignedInRequest, superbill_id: UUID) -> HttpResponse:
    """The part of the page that changes while the paper is being prepared."""
    asked = request.GET.get("asked", "")
    count = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else ASKS
    context = {"superbill": seen(request, superbill_id), "asks": count + 1, "asking": count < ASKS}
    return render(request, "billing/superbill_state.html", context)


@requires(Permission.ISSUE_SUPERBILLS)
@proved
@require_POST
def void_superbill(request: SignedInRequest, superbill_id: UUID) -> HttpResponse:
    """Take it out of force, with a reason that is kept and printed."""
    found = seen(request, superbill_id)
    form = VoidForm(request.POST)
    if not form.is_valid():
        return page(request, found, form)
    try:
        actions.void_superbill(superbill=found, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())
    except actions.AlreadyVoid:
        messages.info(request, f"{found} is void already.")
    else:
        messages.success(request, f"{found} is void. Its sessions can be stated again.")
    return redirect("superbill", found.pk)


@requires(Permission.ISSUE_SUPERBILLS)
@require_POST
def prepare_superbill_again(request: SignedInRequest, superbill_id: UUID) -> HttpResponse:
    """Ask once more for a paper that could not be made."""
    found = seen(request, superbill_id)
    try:
        documents.ask_again(document=found.paper, by=request.user, at=clock.now())
    except documents.NotFailed:
        messages.info(request, "The paper is there, or being prepared.")
    return redirect("superbill", found.pk)


def seen(request: SignedInRequest, superbill_id: UUID) -> Superbill:
    """The superbill if this reader may see it, without the bytes of its papers."""
    rows = Superbill.objects.visible_to(request.user).select_related(
        "person__user", "issued_by", "voided_by", "document", "void_document"
    )
    return get_object_or_404(rows.defer("document__content", "void_document__content"), pk=superbill_id)


def page(request: SignedInRequest, found: Superbill, form: VoidForm) -> HttpResponse:
    context = {
        "superbill": found,
        "paper": papers.printable(found.facts),
        "form": form,
        "asks": 1,
        "asking": found.paper.state == Document.State.WAITING,
        "replaced_by": replaced_by(found),
        "history": history(found),
        "back": money_of(found.person),
    }
    return render(request, "billing/superbill.html", context, status=422 if form.errors else 200)
