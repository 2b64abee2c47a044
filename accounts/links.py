"""Addresses for mails: built from `SITE_URL`, never from what a request claims its host to be."""

from django.conf import settings
from django.urls import reverse


def link_to(name: str, *args: object) -> str:
    """The full address of a page by its URL name."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse(name, args=args)}"
