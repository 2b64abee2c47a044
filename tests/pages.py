"""Pages as tests compare them."""

import re

from django.utils.html import strip_tags

TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=|"X-CSRFToken":\s?)"[^"]*"')


def without_tokens(page: str) -> str:
    """A page as two people, or one at two times, can have it to the byte: without its form tokens."""
    return TOKEN.sub("", page)


def words_of(page: str) -> str:
    """What a page says, without its markup."""
    return " ".join(strip_tags(page).split())
