"""What a partner does: keep a page for later, send it, add to it."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from uuid import UUID, uuid4

from accounts.models import User
from accounts.wake import wake
from clients.models import ConsentDocument, Partner
from screening.actions.refusals import AlreadyReceived, DraftChanged, once
from screening.models import CallRequest, Draft, Hold, Layer, SafetyTask, SealedAnswer, Submission
from screening.rules import change, private
from screening.rules.calls import INSTEAD_OF_ANSWERING
from screening.rules.conditions.mind import in_danger
from screening.rules.findings import Answer
from screening.rules.pages import (
    ALONE_PAGES,
    CHANGE_PAGE,
    PAGES,
    PRIVATE_PAGE,
    UNCHANGED_PAGE,
    keys_of,
    layer_of,
)

Answers = Mapping[str, str]
# Whatever came in, the sweep of what cannot wait is woken: the time it takes tells nothing.
WATCH = "screening.tasks.watch_safety"


def save_draft(*, partner: Partner, page: str, answers: Answers, version: int, by: User, at: datetime) -> int:
    """Keep a page that is not sent yet; returns its new version.

    `version` is the one that the writer saw last, 0 for none. Raises DraftChanged when another tab saved since, and
    AlreadyReceived when the page has been sent. Some pages have no draft: they are sent at once or not at all.
    """
    if not PAGES[page].drafted:
        raise ValueError(f"{page} is never kept as a draft")
    if _was_sent(partner, page):
        raise AlreadyReceived
    return write_draft(partner=partner, page=page, answers=answers, version=version, at=at)


def write_draft(*, partner: Partner, page: str, answers: Answers, version: int, at: datetime) -> int:
    """The draft itself, whatever the page is; whoever calls this has made sure that it may have one. Raises
    DraftChanged.
    """
    body = json.dumps(dict(answers))
    own = Draft.objects.filter(partner=partner, page=page)
    if own.filter(version=version).update(answers=body, version=version + 1, saved_at=at):
        return version + 1
    try:
        with once("one_draft_per_page"):
            return Draft.objects.create(partner=partner, page=page, answers=body, version=1, saved_at=at).version
    except AlreadyReceived as collision:
        raise DraftChanged(own.values_list("version", flat=True).get()) from collision


def send_page(
    *,
    partner: Partner,
    page: str,
    answers: Answers,
    by: User,
    at: datetime,
    key: UUID | None = None,
    shown: ConsentDocument | None = None,
) -> None:
    """Seal a page: who, what and when; the words, out of the writer's own reach; and any hold, all in one transaction.

    `key` names this sending, so that a double click is one. `shown` is the text that lay before the writer of a private
    page. Raises AlreadyReceived for a second click, and for a page sent before.
    """
    if _was_sent(partner, page):
        raise AlreadyReceived
    _seal(partner, page, answers, at, key, shown=shown, addition=False)


def _was_sent(partner: Partner, page: str) -> bool:
    """Whether this page was sent, under its own key or within an older page whose questions it took over."""
    return Submission.objects.filter(partner=partner, page__in=keys_of(page), is_addition=False).exists()


def add_to_page(
    *,
    partner: Partner,
    page: str,
    answers: Answers,
    by: User,
    at: datetime,
    key: UUID | None = None,
    shown: ConsentDocument | None = None,
) -> None:
    """Add to a page that was sent: what is new, never the old. An addition to a health page opens a clinical hold.

    Raises AlreadyReceived for a second click.
    """
    _seal(partner, page, answers, at, key, shown=shown, addition=True)


def send_or_add(
    *,
    partner: Partner,
    page: str,
    answers: Answers,
    by: User,
    at: datetime,
    key: UUID | None = None,
    shown: ConsentDocument | None = None,
) -> None:
    """Send a page that may be sent again: first as itself, later as an addition. A second click changes nothing."""
    key = key or uuid4()
    try:
        send_page(partner=partner, page=page, answers=answers, by=by, at=at, key=key, shown=shown)
    except AlreadyReceived:
        with suppress(AlreadyReceived):
            add_to_page(partner=partner, page=page, answers=answers, by=by, at=at, key=key, shown=shown)


def report_change(*, partner: Partner, answers: Answers, by: User, at: datetime, key: UUID | None = None) -> None:
    """Say what has changed since last asked, or that nothing has. What changed opens a clinical hold, as additions do.

    Raises AlreadyReceived for a second click.
    """
    page = UNCHANGED_PAGE if change.nothing_changed(answers) else CHANGE_PAGE
    _seal(partner, page, answers, at, key, shown=None, addition=True)


def _seal(
    partner: Partner,
    page: str,
    answers: Answers,
    at: datetime,
    key: UUID | None,
    *,
    shown: ConsentDocument | None,
    addition: bool,
) -> None:
    layer, key = Layer(layer_of(page)), key or uuid4()
    with once("a_page_is_sent_once", "screening_submission_pkey"):
        Submission.objects.create(
            pk=key, partner=partner, page=page, layer=layer, sent_at=at, is_addition=addition, shown=shown
        )
        # The key is made here, since the writer may not read the row back.
        SealedAnswer.objects.create(
            pk=uuid4(),
            submission_id=key,
            partner=partner,
            page=page,
            layer=layer,
            body=json.dumps(dict(answers)),
            sent_at=at,
        )
        _hold_after(partner, page, answers, at, addition=addition)
        Draft.objects.filter(partner=partner, page=page).delete()
    wake(WATCH)


def _hold_after(partner: Partner, page: str, answers: Answers, at: datetime, *, addition: bool) -> None:
    if page == PRIVATE_PAGE:
        Hold.objects.open(partner.pk, Hold.Scope.SAFETY, at, only_if=private.of_concern(answers))
    if page in ALONE_PAGES:
        talks = private.wants_talk(answers)
        CallRequest.objects.ask(uuid4(), partner.pk, INSTEAD_OF_ANSWERING.as_text(), at, only_if=talks)
    elif layer_of(page) == Layer.HEALTH:
        danger = in_danger(answers) or answers.get(change.DANGER, Answer.NO) != Answer.NO
        news = addition and page != UNCHANGED_PAGE
        Hold.objects.open(partner.pk, Hold.Scope.CLINICAL, at, only_if=danger or news)
        SafetyTask.objects.ask(uuid4(), partner.pk, at, only_if=danger)
