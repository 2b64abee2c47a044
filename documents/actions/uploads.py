"""Taking in a file that somebody brought."""

import hashlib
from datetime import datetime

from accounts.models import User
from documents import rules
from documents.models import Upload


class TooMany(Exception):
    """There is a limit to what is kept about one person this way, so that nobody fills the database."""


def keep(*, about: User, purpose: str, brought: rules.Brought, by: User, at: datetime) -> Upload:
    """Keep a file that `rules.take` let through. Raises TooMany."""
    if Upload.objects.filter(about=about).count() >= rules.MAX_ABOUT_ONE:
        raise TooMany
    upload = Upload(
        about=about,
        purpose=purpose,
        kind=brought.taken.kind,
        called=rules.shown_name(brought.called),
        content=brought.taken.content,
        sha256=hashlib.sha256(brought.taken.content).hexdigest(),
        at=at,
        by=by,
    )
    upload.save(force_insert=True)
    return upload
