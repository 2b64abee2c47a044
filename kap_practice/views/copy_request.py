from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateformat import format as formatted
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.forms import KapForm
from accounts.models import User
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from clients import actions
from clients.forms import PaperForm
from clients.gather.rights import copy_state, each_said
from clients.models import CopyRequest
from clients.rules.consents import PAPER_UNDER_EFFECT
from clients.rules.rights import copy_text
from clients.views.release import FULL, one_of
from documents import actions as documents
from documents.actions.packages import archive_of
from documents.handing import hand_out
from documents.models import Package
from kap_practice.copies import issue
from kap_practice.copies.issue import NotReady, blockers
from kap_practice.copies.sessions import notes_to_choose
from screening.gather.clearances import Event, thread
from sessions.models import Note


class IssueForm(KapForm):
    """What the therapist adds to a copy: signed notes that she has read for it, and words of her own."""

    notes = forms.MultipleChoiceField(
        label="Signed notes to put in",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Read each before you tick it. Nothing that one of the two told alone belongs in it.",
    )
    prescriber_words = forms.MultipleChoiceField(
        label="Questions and answers with the prescriber to put in",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="They belong to the record. Leave out only what somebody else told in confidence.",
    )
    words = forms.CharField(
        label="Your words to whoever gets it",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="A summary, if that helps. It stands on the first page.",
    )

    def __init__(self, *args: Any, asked: CopyRequest, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = [] if asked.is_joint else thread(asked.people()[0], reader)
        self._offer("notes", [(str(note.pk), _called(note)) for note in notes_to_choose(asked, reader)])
        self._offer("prescriber_words", [(str(one.pk), _said(one)) for one in said])
        if said:
            self.fields["prescriber_words"].initial = [str(one.pk) for one in said]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # one of the fields above
        if not choices:
            del self.fields[name]

    def chosen(self, name: str) -> list[UUID]:
        """The keys that were ticked under this name."""
        return [UUID(key) for key in self.cleaned_data.get(name, [])]


def _called(note: Note) -> str:
    return f"{note.appointment.step}, {_day(note.appointment.starts_at)}"


def _said(one: Event) -> str:
    return f"{one.by}, {_day(one.at)}: {one.words}"


def _day(at: datetime) -> str:
    return formatted(clock.day_of(at), "F j, Y")


@requires(Permission.RELEASE_RECORDS)
def copy_request(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """One request: by when, who has agreed, what goes in, and the copy once it is made."""
    return page(request, found(request, request_id))


@requires(Permission.RELEASE_RECORDS)
@require_POST
def keep_copy_paper(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """Keep a request that somebody signed by hand."""
    asked = found(request, request_id)
    form = PaperForm(request.POST, request.FILES, people=asked.people())
    if not form.is_valid():
        return page(request, asked, paper=form)
    try:
        actions.keep_signed_copy_request(request=asked, **form.cleaned_data, by=request.user, at=clock.now())
    except (documents.TooMany, actions.UnderEffect) as refusal:
        form.add_error("paper", FULL if isinstance(refusal, documents.TooMany) else PAPER_UNDER_EFFECT)
        return page(request, asked, paper=form)
    except actions.TooLate:
        messages.info(request, "This request is done already.")
    else:
        messages.success(request, f"Kept: {form.cleaned_data['person']} signed on paper.")
    return redirect("copy_request", asked.pk)


@requires(Permission.RELEASE_RECORDS)
@require_POST
def refuse_copy(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """Write down that somebody said no, or took a yes back, in person."""
    asked = found(request, request_id)
    person = one_of(asked.people(), request.POST.get("person", ""))
    if person is not None:
        try:
            actions.refuse_copy(request=asked, person=person, by=request.user, at=clock.now())
        except actions.TooLate:
            messages.info(request, "This request is done already.")
        else:
            messages.success(request, f"Noted: {person} does not agree.")
    return redirect("copy_request", asked.pk)


@requires(Permission.RELEASE_RECORDS)
@require_POST
def remind_of_copy(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """Tell those who have not agreed that there is something to read, in neutral words."""
    asked = found(request, request_id)
    told = actions.remind_of_copy(request=asked, by=request.user, at=clock.now())
    names = " and ".join(person.called for person in told)
    messages.success(request, f"{names} will get a neutral line by e-mail." if told else "Nobody is left to remind.")
    return redirect("copy_request", asked.pk)


@requires(Permission.RELEASE_RECORDS)
@proved
@require_POST
def issue_copy(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """Fix what goes in, and have the copy made."""
    asked = found(request, request_id)
    form = IssueForm(request.POST, asked=asked, reader=request.user)
    if form.is_valid():
        chosen = {name: form.chosen(name) for name in ("notes", "prescriber_words")}
        try:
            issue.issue_copy(request=asked, **chosen, words=form.cleaned_data["words"], by=request.user, at=clock.now())
        except NotReady as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, "The copy is being made. Look it through before you give it.")
            return redirect("copy_request", asked.pk)
    return page(request, asked, issuing=form)


@requires(Permission.RELEASE_RECORDS)
@require_POST
def prepare_copy_again(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """Ask once more for a copy that could not be made."""
    asked = found(request, request_id)
    package = package_of(request, asked)
    if package is not None:
        try:
            documents.ask_package_again(package=package, by=request.user, at=clock.now())
        except documents.NotFailed:
            messages.info(request, "The copy is there, or being made.")
    return redirect("copy_request", asked.pk)


@requires(Permission.RELEASE_RECORDS)
@proved
@require_POST
def give_copy(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """Give the copy: in the portal, or by hand."""
    asked = found(request, request_id)
    how = "portal" if "portal" in request.POST else "hand"
    try:
        issue.give_copy(request=asked, how=how, by=request.user, at=clock.now())
    except NotReady as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "It lies in the portal now." if how == "portal" else "Noted: given by hand.")
    return redirect("copy_request", asked.pk)


@requires(Permission.RELEASE_RECORDS)
@require_POST
def close_copy_request(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """End a request that will not be met, or was met by showing the record."""
    asked = found(request, request_id)
    actions.close_copy_request(request=asked, by=request.user, at=clock.now())
    messages.success(request, "Closed.")
    return redirect("copy_request", asked.pk)


@requires(Permission.RELEASE_RECORDS)
@proved
@require_POST
def copy_zip(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """Download the copy, for the therapist who issued it, until its day."""
    package = package_of(request, found(request, request_id), bytes_too=True)
    if package is None or not Package.objects.open_at(clock.now()).filter(pk=package.pk).exists():
        raise Http404
    return hand_out(archive_of(package), content_type="application/zip", file_name=package.file_name)


def found(request: SignedInRequest, request_id: UUID) -> CopyRequest:
    rows = CopyRequest.objects.visible_to(request.user).select_related("person__user", "couple", "issued_by")
    return get_object_or_404(rows, pk=request_id)


def package_of(request: SignedInRequest, asked: CopyRequest, *, bytes_too: bool = False) -> Package | None:
    """The copy, if this therapist keeps it."""
    rows = Package.objects.visible_to(request.user).filter(copyrequest=asked)
    return rows.first() if bytes_too else rows.defer("archive", "contents").first()


def page(
    request: SignedInRequest, asked: CopyRequest, paper: PaperForm | None = None, issuing: IssueForm | None = None
) -> HttpResponse:
    people, package = asked.people(), package_of(request, asked)
    words, chip = copy_state(asked, clock.today())
    context = {
        "asked": asked,
        "people": people,
        "whose": " & ".join(one.called for one in people),
        "text": copy_text(joint=asked.is_joint),
        "terms": actions.copy_terms(),
        "words": words,
        "chip": chip,
        "said": each_said(asked),
        "blockers": blockers(asked),
        "package": package,
        "open": package is not None and package.state == Package.State.READY and package.until > clock.now(),
        "paper": paper or PaperForm(people=people),
        "issuing": issuing or IssueForm(asked=asked, reader=request.user),
    }
    refused = (paper and paper.errors) or (issuing and issuing.errors)
    return render(request, "kap_practice/copy_request.html", context, status=422 if refused else 200)
