"""The practice's own texts: a list, an editor with a draft, a preview that is what partners see, and publishing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.models import Practice
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from clients import actions, rules
from clients.forms import PublishForm, SignForm, TextForm
from clients.models import ConsentDocument, TextDraft
from clients.rules.consents import DRAWN_HEIGHT, DRAWN_WIDTH, KINDS, PACKET, TOUCH, TextKind
from clients.rules.touch import ROWS
from clients.rules.wording import filled, gaps, side_by_side

SAME = "This is the text that stands already. Change it first."


@requires(Permission.SET_UP_PRACTICE)
def practice_texts(request: SignedInRequest) -> HttpResponse:
    """Every text with its state: a draft, in force since when, and its older versions."""
    versions: dict[str, list[ConsentDocument]] = {}
    for one in ConsentDocument.objects.select_related("published_by").order_by("-version"):
        versions.setdefault(one.kind, []).append(one)
    drafts = {one.kind: one for one in TextDraft.objects.select_related("saved_by")}
    texts = [
        {"kind": kind, "versions": versions.get(kind.key, []), "draft": drafts.get(kind.key)} for kind in KINDS.values()
    ]
    return render(request, "clients/practice_texts.html", {"texts": texts})


@requires(Permission.SET_UP_PRACTICE)
def edit_text(request: SignedInRequest, kind: str) -> HttpResponse:
    """A wording in the making. Saving keeps a draft; nobody but the practice sees it."""
    text = KINDS[kind]
    standing, draft = ConsentDocument.objects.current(kind), TextDraft.objects.filter(kind=kind).first()
    if request.method == "POST" and "discard" in request.POST:
        actions.discard_draft(kind=kind, by=request.user, at=clock.now())
        messages.success(request, "The draft is gone. What is published stands.")
        return redirect("practice_texts")
    source = draft or standing
    initial = {"title": source.title, "body": source.body} if source else {"title": text.name}
    form = TextForm(request.POST or None, initial=initial)
    if form.is_valid():
        actions.save_draft(kind=kind, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, "Saved as a draft.")
        return redirect("preview_text" if "preview" in request.POST else "edit_text", kind)
    versions = ConsentDocument.objects.filter(kind=kind).select_related("published_by").order_by("-version")
    context = {"kind": text, "standing": standing, "draft": draft, "form": form, "versions": versions}
    return render(request, "clients/edit_text.html", context, status=422 if form.errors else 200)


@requires(Permission.SET_UP_PRACTICE)
def preview_text(request: SignedInRequest, kind: str) -> HttpResponse:
    """The draft as partners would see it, what it changes, and the form that publishes it."""
    return preview(request, KINDS[kind], PublishForm())


@requires(Permission.SET_UP_PRACTICE)
@proved
@require_POST
def publish_text(request: SignedInRequest, kind: str) -> HttpResponse:
    """Publish the draft as a new version."""
    text = KINDS[kind]
    draft = TextDraft.objects.filter(kind=kind).first()
    if draft is None:
        return redirect("practice_texts")
    form = PublishForm(request.POST) if text.is_signed else PublishForm({"asks_again": "yes"})
    if not form.is_valid():
        return preview(request, text, form)
    try:
        made = actions.publish_text(
            kind=kind, title=draft.title, body=draft.body, by=request.user, at=clock.now(), **form.cleaned_data
        )
    except actions.SameText:
        form.add_error(None, SAME)
    except actions.Unfinished as refusal:
        form.add_error(None, str(refusal))
    else:
        then = (
            "Everybody is asked to sign it." if text.is_signed and made.asks_again else "Partners read it from now on."
        )
        messages.success(request, f"{text.name}: version {made.version} is published. {then}")
        return redirect("practice_texts")
    return preview(request, text, form)


def preview(request: SignedInRequest, text: TextKind, form: PublishForm) -> HttpResponse:
    """The draft, or without one what is in force, on a page as wide as a phone."""
    standing, draft = ConsentDocument.objects.current(text.key), TextDraft.objects.filter(kind=text.key).first()
    shown = draft or standing
    if shown is None:
        return redirect("edit_text", text.key)
    practice = Practice.objects.get()
    version = (standing.version if standing else 0) + (1 if draft else 0)
    packet = list(PACKET)
    context = {
        "kind": text,
        "standing": standing,
        "draft": draft,
        "shown": shown,
        "version": version,
        "sections": rules.sections(filled(shown.body, practice.name)),
        "place": packet.index(text) + 1 if text in packet else 0,
        "packet": packet,
        "touch": ROWS if text == TOUCH else (),
        "sign": SignForm(kind=text, version=version) if text.is_signed else None,
        "box": f"0 0 {DRAWN_WIDTH} {DRAWN_HEIGHT}",
        "gaps": gaps(shown.body),
        "changes": side_by_side(standing.body, draft.body) if draft and standing else [],
        "form": form,
        "now": clock.now(),
    }
    return render(request, "clients/preview_text.html", context, status=422 if form.errors else 200)
