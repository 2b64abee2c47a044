"""A partner's own list of questions."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from clients.models import Partner
from screening.models import Draft, Submission
from screening.rules.pages import CHANGE_PAGE, ISSUES_PAGE, PAGES, UNCHANGED_PAGE, Page, counts_for


@dataclass(frozen=True)
class PageState:
    """One part of a partner's own questions. State: not_started, in_progress or sent. Only my_page takes `key`.

    `group` is its heading on the list, `layer` who reads it, `sitting` when it is asked (1 at the start), `minutes` how
    long it takes.
    """

    key: str
    title: str
    state: str
    url_name: str
    sent_at: datetime | None
    url: str
    group: str
    layer: str
    sitting: int
    minutes: int


def portal_pages(partner: Partner) -> list[PageState]:
    """The parts of the person's own list, in order, in two queries. What was answered changes nothing here."""
    first = Submission.objects.filter(partner=partner, is_addition=False).values_list("page", "sent_at")
    sent = {page: at for key, at in first for page in counts_for(key)}
    begun = set(Draft.objects.filter(partner=partner).values_list("page", flat=True))
    return [_page_state(page, sent.get(key), begun=key in begun) for key, page in PAGES.items()]


def change_told_at(partner: Partner) -> datetime | None:
    """When this person last said whether anything changed; whatever they said."""
    told = Submission.objects.filter(partner=partner, page__in=(CHANGE_PAGE, UNCHANGED_PAGE))
    return told.order_by("-sent_at").values_list("sent_at", flat=True).first()


def _page_state(page: Page, sent_at: datetime | None, *, begun: bool) -> PageState:
    url_name = "my_issues" if page.key == ISSUES_PAGE else "my_page"
    return PageState(
        key=page.key,
        title=page.title,
        state="sent" if sent_at else "in_progress" if begun else "not_started",
        url_name=url_name,
        sent_at=sent_at,
        url=reverse(url_name, args=[] if page.key == ISSUES_PAGE else [page.key]),
        group=page.group,
        layer=page.layer,
        sitting=page.sitting,
        minutes=page.minutes,
    )
