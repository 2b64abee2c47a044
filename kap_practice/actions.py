"""What the machinery does about the practice's record: anchor it elsewhere, and tell of reading that goes too wide or
was an emergency."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from accounts import clock
from accounts.actor import as_actor
from accounts.links import link_to
from accounts.models import Practice, User
from accounts.roles import Role
from clients.models import CareTeam, EmergencyAccess
from kap_practice.anchors import Anchor, keep_anchor, read_anchors
from outbox.actions import put

HEAD = "select lines, mark from kap_record_head()"
WIDE = "select reader, couples from kap_wide_readers(%s, %s)"
WINDOW = timedelta(minutes=10)

ANCHOR_TEXT = """Please keep this mail. It says how the practice's record of who opened what stands today,
so that nobody can take anything out of it later unseen.

Lines: {count}
Mark: {mark}
"""
WIDE_TEXT = """Somebody of the office opened the pages of many people within ten minutes.
Please look at the practice's record, and ask if you do not know why.

{link}
"""
EMERGENCY_TEXT = """Something needs to be read by you at {office}. Sign in to see what:

{link}
"""
TOLD_WITHIN = timedelta(days=1)


def anchor_record(*, path: Path, at: datetime) -> Anchor | None:
    """Keep the record's anchor of today, in the file and by mail with each therapist; nothing if it is kept already."""
    day = clock.day_of(at)
    kept = read_anchors(path)
    if kept and clock.day_of(kept[-1].at) == day:
        return None
    with as_actor(role="worker"):
        with connection.cursor() as cursor:
            cursor.execute(HEAD)
            count, mark = cursor.fetchone() or (0, "-")
        anchor = Anchor(at, count, mark)
        text = ANCHOR_TEXT.format(count=count, mark=mark)
        for therapist in therapists():
            tell(therapist, key=f"record-anchor:{day}:{therapist.pk}", subject="Mark of the day", body=text, at=at)
    keep_anchor(path, anchor)
    return anchor


def watch_record(*, at: datetime) -> int:
    """Tell the therapists of somebody of the office who opened very many couples in a short time, once an hour.

    Answers how many such people there are now. Source: trust.md, RL-05.
    """
    with as_actor(role="worker"):
        with connection.cursor() as cursor:
            cursor.execute(WIDE, [at - WINDOW, settings.KAP["WIDE_COUPLES"]])
            wide = cursor.fetchall()
        text = WIDE_TEXT.format(link=link_to("practice_record"))
        for reader, _ in wide:
            for therapist in therapists():
                key = f"record-wide:{reader}:{at:%Y-%m-%dT%H}:{therapist.pk}"
                tell(therapist, key=key, subject="Please look at the record", body=text, at=at)
    return len(wide)


def tell_of_emergencies(*, at: datetime) -> int:
    """Tell the therapists that a health record was opened in an emergency, once each. Answers of how many.

    Their own therapists by name of the couple; all of the practice where somebody is in nobody's care. Source:
    trust.md, RO-08.
    """
    with as_actor(role="worker"):
        lately = EmergencyAccess.objects.filter(opened_at__gte=at - TOLD_WITHIN, seen_at=None)
        opened = list(lately.order_by("opened_at").values_list("pk", "partner"))
        office = Practice.objects.values_list("short_name", flat=True).first() or "the office"
        for key, partner in opened:
            text = EMERGENCY_TEXT.format(office=office, link=link_to("today"))
            own = set(CareTeam.objects.filter(couple__memberships__partner=partner).values_list("user", flat=True))
            for therapist in therapists():
                if therapist.pk in own or not own:
                    tell(therapist, key=f"emergency:{key}:{therapist.pk}", subject="Please sign in", body=text, at=at)
    return len(opened)


def therapists() -> Iterator[User]:
    """Those who answer for the record, once there is a practice."""
    if Practice.objects.exists():
        yield from User.objects.filter(role=Role.THERAPIST, is_active=True).order_by("pk")


def tell(person: User, *, key: str, subject: str, body: str, at: datetime) -> None:
    put(key=key, kind="record", person=person, address=person.address, subject=subject, body=body, due_at=at, at=at)
