"""A partner's own record: asking for a copy, saying yes or no to what concerns them, and what was told to whom."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from clients import actions
from clients.forms import AgreeForm, OwnCopyForm
from clients.gather.rights import own_record
from clients.models import CopyRequest, Couple, Partner, Release
from clients.views.my_consent import own_partner
from documents.actions.packages import archive_of
from documents.handing import hand_out
from documents.models import Package

DONE = "This is done already, so nothing was changed."


@requires(Permission.USE_PORTAL)
def my_copies(request: SignedInRequest) -> HttpResponse:
    """One page for all of it."""
    return page(request, own_partner(request))


@requires(Permission.USE_PORTAL)
@proved
@require_POST
def ask_my_copy(request: SignedInRequest) -> HttpResponse:
    """Ask for one's own record, or the joint one, and sign for it in the same step."""
    partner = own_partner(request)
    about = own_or_joint(partner, request.POST.get("key", ""))
    form = OwnCopyForm(request.POST, about=about.pk)
    if form.is_valid():
        try:
            with transaction.atomic():
                way = form.cleaned_data["way"]
                asked = actions.ask_for_copy(about=about, way=way, by=request.user, at=clock.now())
                sign(asked, partner, form)
        except actions.AskedAlready:
            messages.info(request, "This was asked for already.")
            return redirect("my_copies")
        except (actions.NameDiffers, actions.UnderEffect) as refusal:
            form.add_error("typed_name", str(refusal))
        else:
            messages.success(request, "Asked for. We tell you when it is ready.")
            return redirect("my_copies")
    return page(request, partner, form)


@requires(Permission.USE_PORTAL)
@proved
@require_POST
def sign_copy(request: SignedInRequest) -> HttpResponse:
    """Agree that a copy is made. Whoever else concerned learns nothing of it."""
    partner, asked = own_partner(request), own_request(request)
    form = AgreeForm(request.POST, about=asked.pk)
    if form.is_valid():
        try:
            sign(asked, partner, form)
        except actions.TooLate:
            messages.info(request, DONE)
            return redirect("my_copies")
        except (actions.NameDiffers, actions.UnderEffect) as refusal:
            form.add_error("typed_name", str(refusal))
        else:
            messages.success(request, "Signed. We tell you when it is ready.")
            return redirect("my_copies")
    return page(request, partner, form)


@requires(Permission.USE_PORTAL)
@require_POST
def refuse_my_copy(request: SignedInRequest) -> HttpResponse:
    """Say no, or take a yes back: always open, and only the therapist learns it."""
    partner, asked = own_partner(request), own_request(request)
    try:
        actions.refuse_copy(request=asked, person=partner, by=request.user, at=clock.now())
    except actions.TooLate:
        messages.info(request, DONE)
    else:
        messages.success(request, "Noted. Your therapist knows what you said.")
    return redirect("my_copies")


@requires(Permission.USE_PORTAL)
@proved
@require_POST
def sign_release(request: SignedInRequest) -> HttpResponse:
    """Agree that somebody outside is told something."""
    partner, release = own_partner(request), own_release(request)
    form = AgreeForm(request.POST, about=release.pk)
    if form.is_valid():
        name = form.cleaned_data["typed_name"]
        try:
            actions.sign_release(release=release, person=partner, typed_name=name, by=request.user, at=clock.now())
        except (actions.NameDiffers, actions.UnderEffect) as refusal:
            form.add_error("typed_name", str(refusal))
        else:
            messages.success(request, "Signed.")
            return redirect("my_copies")
    return page(request, partner, form)


@requires(Permission.USE_PORTAL)
@require_POST
def end_my_release(request: SignedInRequest) -> HttpResponse:
    """Take it back: always open, and at once."""
    release = own_release(request)
    actions.end_release(release=release, person=own_partner(request), by=request.user, at=clock.now())
    messages.success(request, "Taken back. Nothing more is told under it.")
    return redirect("my_copies")


@requires(Permission.USE_PORTAL)
@proved
@require_POST
def my_copy_zip(request: SignedInRequest) -> HttpResponse:
    """Download a copy that is ready: for whom it was made, after they showed again who they are, until its day."""
    packages = Package.objects.visible_to(request.user).open_at(clock.now())
    asked = CopyRequest.objects.visible_to(request.user).filter(pk=key_in(request), package__in=packages).first()
    if asked is None or asked.package is None:
        raise Http404
    return hand_out(archive_of(asked.package), content_type="application/zip", file_name=asked.package.file_name)


def sign(asked: CopyRequest, partner: Partner, form: Form) -> None:
    actions.agree_to_copy(
        request=asked, person=partner, typed_name=form.cleaned_data["typed_name"], by=partner.user, at=clock.now()
    )


def own_request(request: SignedInRequest) -> CopyRequest:
    rows = CopyRequest.objects.visible_to(request.user).open()
    return get_object_or_404(rows, pk=key_in(request))


def own_release(request: SignedInRequest) -> Release:
    return get_object_or_404(Release.objects.visible_to(request.user), pk=key_in(request))


def key_in(request: SignedInRequest) -> UUID:
    """The key that a form carries; what is none is not found."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError as refusal:
        raise Http404 from refusal


def own_or_joint(partner: Partner, key: str) -> Partner | Couple:
    """Oneself, or a couple that one is or was half of."""
    if key == str(partner.pk):
        return partner
    for membership in partner.memberships.all():
        if key == str(membership.couple_id):
            return Couple(pk=membership.couple_id)  # of a couple that has parted, the row itself is closed to them
    raise Http404


def page(request: SignedInRequest, partner: Partner, refused: Form | None = None) -> HttpResponse:
    """The page; a form that was refused stands in its own place with what to mend."""
    record = own_record(partner, request.user, clock.now())

    def form_for(key: UUID, kind: type[AgreeForm]) -> Form:
        return refused if refused is not None and refused.data.get("key") == str(key) else kind(about=key)

    context = {
        "copies": [
            {"row": one, "form": form_for(one.key, OwnCopyForm if one.state == "to_ask" else AgreeForm)}
            for one in record.copies
        ],
        "releases": [{"row": one, "form": form_for(one.release.pk, AgreeForm)} for one in record.releases],
        "told": record.told,
        "terms": actions.copy_terms(),
        "zone": clock.zone_name(clock.now()),
    }
    return render(request, "clients/my_copies.html", context, status=422 if refused is not None else 200)
