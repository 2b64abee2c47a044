"""What may be said in a message that anybody in the house might read, and what follows an attempt to send it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from accounts.rules import forbidden_words

MAX_ATTEMPTS = 5
LEASE = timedelta(minutes=5)
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
LINK = re.compile(r"https?://\S+")


def forbidden(text: str, names: Collection[str] = ()) -> tuple[str, ...]:
    """What in `text` tells what the practice does, or is one of `names`, the other person's. Empty is good.

    Source: decisions 1.12; domain.md 4, "Minimum-necessary reminders".
    """
    said = set(re.findall(r"\w+", text.casefold()))
    return (*forbidden_words(text), *(name for name in names if name.strip().casefold() in said))


@dataclass(frozen=True)
class Failure:
    """Why one attempt did not send: words for the delivery log, and whether another try could help."""

    words: str
    final: bool = False


def wait_after(attempts: int, failure: Failure) -> timedelta | None:
    """How long to wait after this many attempts before the next; None when there is to be none."""
    if failure.final or attempts >= MAX_ATTEMPTS:
        return None
    return WAITS[min(attempts, len(WAITS)) - 1]


def for_the_log(body: str) -> str:
    """A body as the office may read it: a link in it is the person's own key, so it is left out."""
    return LINK.sub("[a link for this person]", body)
