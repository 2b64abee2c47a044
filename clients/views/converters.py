"""The texts in addresses: by their number, so that an address in a history tells nothing."""

from django.urls import register_converter

from clients.rules.consents import KINDS

KEYS = tuple(KINDS)


class TextConverter:
    """A text's key as its place in the list, from 1 on."""

    regex = f"[1-{len(KEYS)}]"

    def to_python(self, value: str) -> str:
        return KEYS[int(value) - 1]

    def to_url(self, value: str) -> str:
        return str(KINDS[value].number)


register_converter(TextConverter, "text")
