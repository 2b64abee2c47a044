"""What may be said in a message that anybody in the house might read, and what follows an attempt to send it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.hours import ANY_HOUR, Week, next_in_hours
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
class Writing:
    """How one person may be written to: by which channels, and in which hours; an empty week is any hour."""

    channels: frozenset[str]
    hours: Week = ANY_HOUR


# Until a person has said something else: e-mail only, at any hour. Source: domain.md 2.3, trust.md 5 point 4.
AS_EVERYBODY = Writing(frozenset({"email"}))
NO_ADDRESS = "They have no e-mail address with us."
NO_MAIL = "They asked not to be written to this way."
NO_HOUR = "None of the hours that they gave comes before it is too late."


@dataclass(frozen=True)
class Verdict:
    """Send now; or not before `wait_until`; or, with `withheld` saying why, not at all."""

    wait_until: datetime | None = None
    withheld: str = ""


SEND = Verdict()


def may_send(
    writing: Writing, *, address: str, channel: str, not_after: datetime | None, at: datetime, zone: ZoneInfo
) -> Verdict:
    """Whether a message that is due may go out at this moment, by what its person allows."""
    if not address:
        return Verdict(withheld=NO_ADDRESS)
    if channel not in writing.channels:
        return Verdict(withheld=NO_MAIL)
    opens = next_in_hours(writing.hours, at, zone)
    if opens == at:
        return SEND
    if opens is None or (not_after is not None and opens > not_after):
        return Verdict(withheld=NO_HOUR)
    return Verdict(wait_until=opens)


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
