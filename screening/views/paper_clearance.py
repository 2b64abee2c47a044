"""A clearance on paper: scanned and typed by one person, read again by another, and only then in force."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.policy import Permission, SignedInRequest, may, requires
from accounts.proof import proved
from clients.models import Partner
from documents.actions import TooMany
from documents.handing import hand_out_upload, show_upload
from documents.models import Upload
from screening import actions
from screening.forms.clearing import PaperReadForm, ReasonForm, ScanForm, SecondReadForm, SettleForm
from screening.gather.papers import PaperState, paper_state, scans_to_type
from screening.models import PaperClearance

FULL = "No more papers can be kept about this person here."


@requires(Permission.KEEP_CLEARANCES)
def record_paper_clearance(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Keep the scan of a paper, and go on to type from it."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=partner_id)
    form = ScanForm(request.POST, request.FILES) if request.method == "POST" else ScanForm()
    if form.is_valid():
        try:
            scan = actions.keep_scan(partner=partner, scan=form.cleaned_data["scan"], by=request.user, at=clock.now())
        except TooMany:
            form.add_error("scan", FULL)
        else:
            return redirect("type_paper_clearance", scan.pk)
    context = {
        "partner": partner,
        "form": form,
        "scans": scans_to_type(partner, request.user),
        "back": _back_url(request),
    }
    return render(request, "screening/record_paper_clearance.html", context, status=422 if form.errors else 200)


@requires(Permission.KEEP_CLEARANCES)
@sensitive_post_parameters()
def type_paper_clearance(request: SignedInRequest, upload_id: UUID) -> HttpResponseBase:
    """Type what stands on the scan, which stands beside the form. It opens nothing yet."""
    scan, partner = _scan(request, upload_id)
    form = PaperReadForm(request.POST or None)
    if form.is_valid():
        try:
            actions.keep_paper(
                partner=partner,
                scan=scan,
                read=form.read(),
                by=request.user,
                at=clock.now(),
                key=form.cleaned_data["key"],
            )
        except actions.ImpossibleClearance as refusal:
            add_slips(form, refusal)
        except actions.AlreadyReceived:
            return back(request, partner.pk)
        else:
            messages.success(request, "Kept. It waits for a second read, and opens nothing until then.")
            return back(request, partner.pk)
    context = {"partner": partner, "scan": scan, "form": form, "back": _back_url(request)}
    return _beside(request, "screening/type_paper_clearance.html", context, refused=bool(form.errors))


@requires(Permission.KEEP_CLEARANCES)
@proved
@sensitive_post_parameters()
def read_paper_clearance(request: SignedInRequest, paper_id: UUID) -> HttpResponseBase:
    """Read the paper a second time, without sight of the first reading. The same twice puts it in force."""
    paper = _paper(request, paper_id)
    if request.method != "POST":
        return _page(request, paper)
    form = SecondReadForm(request.POST)
    if not form.is_valid():
        return _page(request, paper, form=form)
    try:
        given, found = actions.read_paper(paper=paper, read=form.read(), by=request.user, at=clock.now())
    except actions.ImpossibleClearance as refusal:
        add_slips(form, refusal)
        return _page(request, paper, form=form)
    except (actions.CannotRead, actions.AlreadyReceived):
        return redirect("read_paper_clearance", paper.pk)
    if given is None:
        lines = "one line" if len(found) == 1 else f"{len(found)} lines"
        messages.warning(request, f"The two readings differ in {lines}. Look at the paper once more.")
        return redirect("read_paper_clearance", paper.pk)
    messages.success(request, f"Both readings say the same. In force until {given.valid_until:%-d %B %Y}.")
    return back(request, paper.partner_id)


@requires(Permission.KEEP_CLEARANCES)
@proved
@require_POST
def settle_paper_clearance(request: SignedInRequest, paper_id: UUID) -> HttpResponseBase:
    """Say of each line that was read in two ways what the paper says."""
    paper = _paper(request, paper_id)
    state = paper_state(paper, request.user, clock.now())
    form = SettleForm(request.POST, found=state.found)
    if not form.is_valid():
        return _page(request, paper, settle=form)
    try:
        given = actions.settle_paper(paper=paper, choices=form.choices(), by=request.user, at=clock.now())
    except actions.ImpossibleClearance as refusal:
        form.add_error(None, refusal.reasons)
        return _page(request, paper, settle=form)
    except (actions.CannotRead, actions.NotSettled, actions.AlreadyReceived):
        return redirect("read_paper_clearance", paper.pk)
    messages.success(request, f"Settled with the paper. In force until {given.valid_until:%-d %B %Y}.")
    return back(request, paper.partner_id)


@requires(Permission.KEEP_CLEARANCES)
@require_POST
def set_paper_aside(request: SignedInRequest, paper_id: UUID) -> HttpResponseBase:
    """Do not read this transcription again; the scan and what was typed stay."""
    paper = _paper(request, paper_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, paper, aside=form)
    with suppress(actions.AlreadyReceived, actions.CannotRead):
        actions.set_paper_aside(paper=paper, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())
        messages.success(request, "Set aside. It will not be read again.")
    return back(request, paper.partner_id)


@requires(Permission.KEEP_CLEARANCES)
def clearance_scan(request: SignedInRequest, upload_id: UUID) -> HttpResponse:
    """The scan, for whoever types from it: a download, or shown beside the form."""
    scan, _ = _scan(request, upload_id)
    hand = show_upload if "beside" in request.GET else hand_out_upload
    return hand(bytes(scan.content), scan.kind)


def _scan(request: SignedInRequest, upload_id: UUID) -> tuple[Upload, Partner]:
    """A scan of a paper of somebody in this reader's care, and whose it is."""
    rows = Upload.objects.visible_to(request.user).filter(purpose=Upload.Purpose.CLEARANCE)
    scan = get_object_or_404(rows, pk=upload_id)
    return scan, get_object_or_404(Partner.objects.visible_to(request.user).select_related("user"), pk=scan.about_id)


def back(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    return redirect(_back_url(request), partner_id)


def _back_url(request: SignedInRequest) -> str:
    """Where the papers of a person stand for this reader."""
    return "with_prescriber" if may(request.user, Permission.DECIDE) else "clearance"


def add_slips(form: PaperReadForm, refusal: actions.ImpossibleClearance) -> None:
    for slip in refusal.slips:
        form.add_error(slip.field if slip.field in form.fields else None, slip.sentence)


def _paper(request: SignedInRequest, paper_id: UUID) -> PaperClearance:
    rows = (
        PaperClearance.objects.visible_to(request.user)
        .select_related("partner__user", "by", "set_aside", "scan")
        .defer("scan__content")
    )
    return get_object_or_404(rows, pk=paper_id)


def _page(
    request: SignedInRequest,
    paper: PaperClearance,
    *,
    form: SecondReadForm | None = None,
    settle: SettleForm | None = None,
    aside: ReasonForm | None = None,
) -> HttpResponseBase:
    """The second reading, or the lines to settle. The first reading is shown only beside a second one."""
    state: PaperState = paper_state(paper, request.user, clock.now())
    failed = form or settle or aside
    context: dict[str, Any] = {
        "paper": paper,
        "scan": paper.scan,
        "partner": paper.partner,
        "state": state,
        "back": _back_url(request),
        "form": failed,
        "read_form": form or SecondReadForm(),
        "settle_form": settle or SettleForm(found=state.found),
        "aside_form": aside or ReasonForm(),
    }
    refused = failed is not None and bool(failed.errors)
    return _beside(request, "screening/read_paper_clearance.html", context, refused=refused)


def _beside(request: SignedInRequest, template: str, context: dict[str, Any], *, refused: bool) -> HttpResponseBase:
    """A page on which the scan stands: a PDF in a frame, which shows what comes from this very server alone."""
    page = csp_update({"frame-src": [SELF]})(
        lambda asked: render(asked, template, context, status=422 if refused else 200)
    )
    return page(request)
