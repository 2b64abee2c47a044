from datetime import datetime

from accounts.models import User
from clients.models import ConsentDocument


class SameText(Exception):
    """The wording is the one that stands already."""


def publish_text(*, kind: str, title: str, body: str, by: User, at: datetime) -> ConsentDocument:
    """Publish a new version of one of the practice's texts. The old ones stay, and with them who was shown which.

    Raises SameText.
    """
    standing = ConsentDocument.objects.current(kind)
    if standing is not None and (standing.title, standing.body.strip()) == (title, body.strip()):
        raise SameText
    version = standing.version + 1 if standing else 1
    return ConsentDocument.objects.create(kind=kind, version=version, title=title, body=body, published_at=at)
