"""Addresses for calendar programs: made, made anew, ended."""

import secrets
from datetime import datetime

from django.db import transaction

from accounts.models import User, digest_of
from sessions.models import Feed


def make_feed(*, person: User, words: str, at: datetime) -> str:
    """Give somebody an address of their own, and answer its token, which is shown once. The one before it ends."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        end_feed(person=person, at=at)
        Feed.objects.create(person=person, digest=digest_of(token), words=words, made_at=at)
    return token


def end_feed(*, person: User, at: datetime) -> bool:
    """From now on the address answers nothing. Whether there was one."""
    return bool(Feed.objects.visible_to(person).filter(ended_at=None).update(ended_at=at))
