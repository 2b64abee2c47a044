"""What screening asks of the therapist and of the prescriber, for their start pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Max, Min, Q, QuerySet
from django.urls import reverse

from accounts import clock
from accounts.models import User
from clients.models import Partner, Referral
from screening.gather.facts import by_partner, clearance_facts, latest, with_prescriber
from screening.models import (
    Clearance,
    Decision,
    Hold,
    Layer,
    PaperClearance,
    PrescriberReply,
    PrivateCheck,
    Submission,
    WordToPrescriber,
)
from screening.rules import waiting
from screening.rules.pages import NEEDED_HEALTH, NEEDED_PAGES, PRIVATE_PAGE, UNCHANGED_PAGE, answered_pages

PAGES_SENT = ArrayAgg("page", filter=Q(is_addition=False), distinct=True)


@dataclass(frozen=True)
class WaitingItem:
    """One thing that waits: its kind (see `rules.waiting.Waiting`), for whom, since when, and where it is done."""

    kind: str
    partner: Partner
    since: datetime
    url: str


def waiting_for_therapist(user: User) -> list[WaitingItem]:
    """What screening asks of this therapist, longest waiting first, in nine queries for any number of couples."""
    people = Partner.objects.visible_to(user).filter(memberships__until=None, memberships__couple__closed_at=None)
    own = {"partner__in": people}
    sent = _sent_moments(Submission.objects.filter(**own))
    checks = dict(PrivateCheck.objects.filter(**own, by=user).values_list("partner").annotate(Max("at")))
    decisions = by_partner(latest(Decision.objects.filter(**own), "at"))
    holds = {
        (partner, scope): at
        for partner, scope, at in Hold.objects.active()
        .filter(**own)
        .values_list("partner", "scope")
        .annotate(since=Min("opened_at"))
    }
    replies = by_partner(latest(PrescriberReply.objects.filter(**own), "at"))
    clearances = by_partner(latest(with_prescriber(Clearance.objects.filter(**own)), "given_at"))
    wrote = dict(WordToPrescriber.objects.filter(**own).values_list("partner").annotate(Max("at")))
    papers = _unread_papers(own)
    found = []
    for partner in people.distinct():
        pk = partner.pk
        decision, reply, cleared = decisions.get(pk), replies.get(pk), clearances.get(pk)
        suspension = getattr(cleared, "suspension", None)
        progress = waiting.Progress(
            **sent.get(pk, {}),
            checked_at=checks.get(pk),
            decided_at=decision.at if decision else None,
            outcome=decision.outcome if decision else "",
            safety_hold_at=holds.get((pk, Hold.Scope.SAFETY)),
            clinical_hold_at=holds.get((pk, Hold.Scope.CLINICAL)),
            reply=reply.kind if reply else "",
            replied_at=reply.at if reply else None,
            cleared_at=counts_since(cleared),
            suspended_at=suspension.at if suspension else None,
            wrote_at=wrote.get(pk),
            paper_at=papers.get(pk),
        )
        found += [
            WaitingItem(kind, partner, since, reverse(PAGE_OF.get(kind, "screening_review"), args=[pk]))
            for kind, since in waiting.for_therapist(progress)
        ]
    return sorted(found, key=lambda item: item.since)


# Where a thing is done, when not on the review of that person.
PAGE_OF = {
    waiting.Waiting.PRESCRIBER_ASKED: "with_prescriber",
    waiting.Waiting.PRESCRIBER_DECLINED: "with_prescriber",
    waiting.Waiting.PAPER_TO_READ: "with_prescriber",
}


def _unread_papers(own: dict[str, Any]) -> dict[UUID, datetime]:
    """Since when papers of these people wait for a second reading: one query."""
    unread = PaperClearance.objects.filter(**own, clearance=None, set_aside=None)
    return dict(unread.values_list("partner").annotate(Min("at")))


def counts_since(cleared: Clearance | None) -> datetime | None:
    """When a clearance began to count: a paper with its second reading."""
    return (cleared.confirmed_at or cleared.given_at) if cleared else None


def _sent_moments(submissions: QuerySet[Submission]) -> dict[UUID, dict[str, Any]]:
    rows = submissions.values_list("partner").annotate(
        pages=PAGES_SENT,
        last=Max("sent_at", filter=~Q(page=UNCHANGED_PAGE)),
        last_private=Max("sent_at", filter=Q(page=PRIVATE_PAGE)),
    )
    return {
        pk: {"complete": _complete(pages, NEEDED_PAGES), "last_sent_at": last, "last_private_at": last_private}
        for pk, pages, last, last_private in rows
    }


def _complete(sent: Iterable[str] | None, needed: Iterable[str]) -> bool:
    """Whether each of these pages is answered, by itself or by an older page that counts for it."""
    return answered_pages(set(sent or ())) >= set(needed)


def waiting_for_prescriber(user: User, at: datetime) -> list[WaitingItem]:
    """Whom this prescriber has to evaluate, or read again, longest waiting first, in seven queries."""
    referrals = list(Referral.objects.filter(prescriber=user, ended_at=None).select_related("partner"))
    own = {"partner__in": [referral.partner_id for referral in referrals]}
    health = Submission.objects.filter(**own, layer=Layer.HEALTH).exclude(page=UNCHANGED_PAGE)
    sent = {
        pk: (_complete(pages, NEEDED_HEALTH), last)
        for pk, pages, last in health.values_list("partner").annotate(pages=PAGES_SENT, last=Max("sent_at"))
    }
    replies = by_partner(latest(PrescriberReply.objects.filter(**own), "at"))
    words = by_partner(latest(WordToPrescriber.objects.filter(**own).defer("words"), "at"))
    clearances = by_partner(latest(with_prescriber(Clearance.objects.filter(**own)), "given_at"))
    papers = _unread_papers(own)
    today = clock.day_of(at)
    found = []
    for referral in referrals:
        pk = referral.partner_id
        complete, last = sent.get(pk, (False, None))
        cleared, reply, word = clearances.get(pk), replies.get(pk), words.get(pk)
        progress = waiting.ReferralProgress(
            complete=complete,
            referred_at=referral.made_at,
            last_sent_at=last,
            reply=reply.kind if reply else "",
            replied_at=reply.at if reply else None,
            cleared_at=counts_since(cleared),
            valid_until=cleared.valid_until if cleared and not clearance_facts(cleared).suspended else None,
            wrote=word.kind if word else "",
            wrote_at=word.at if word else None,
            paper_at=papers.get(pk),
        )
        url = reverse("clearance", args=[pk])
        found += [
            WaitingItem(kind, referral.partner, at_, url) for kind, at_ in waiting.for_prescriber(progress, today)
        ]
    return sorted(found, key=lambda item: item.since)
