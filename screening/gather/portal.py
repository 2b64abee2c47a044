"""A partner's own list of questions."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from clients.models import Partner
from screening.models import Draft, Submission
from screening.rules.pages import ISSUES_PAGE, PAGES


@dataclass(frozen=True)
class PageState:
    """One part of a partner's own questions. State: not_started, in_progress or sent. Only my_page takes `key`."""

    key: str
    title: str
    state: str
    url_name: str
    sent_at: datetime | None
    url: str


def portal_pages(partner: Partner) -> list[PageState]:
    """The five parts for the person's own list, in order, in two queries. What was answered changes nothing here."""
    first = Submission.objects.filter(partner=partner, is_addition=False)
    sent = dict(first.values_list("page", "sent_at"))
    begun = set(Draft.objects.filter(partner=partner).values_list("page", flat=True))
    return [_page_state(key, sent.get(key), begun=key in begun) for key in PAGES]


def _page_state(key: str, sent_at: datetime | None, *, begun: bool) -> PageState:
    url_name = "my_issues" if key == ISSUES_PAGE else "my_page"
    return PageState(
        key=key,
        title=PAGES[key].title,
        state="sent" if sent_at else "in_progress" if begun else "not_started",
        url_name=url_name,
        sent_at=sent_at,
        url=reverse(url_name, args=[] if key == ISSUES_PAGE else [key]),
    )
