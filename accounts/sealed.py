"""Text that lies encrypted in the database, its dumps, replicas and history."""

from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache
def _keys(names: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in names])


def seal(text: str) -> str:
    """A text encrypted with the first of `FIELD_KEYS`."""
    return _keys(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def unseal(text: str) -> str:
    """The text that was sealed. A wrong key raises `cryptography.fernet.InvalidToken`."""
    return _keys(tuple(settings.FIELD_KEYS)).decrypt(text.encode()).decode()


class SealedText(models.TextField):  # type: ignore[type-arg]  # the field is generic in the stubs only
    """A text encrypted with the first of `FIELD_KEYS`; every key listed can still read it.

    A wrong key raises `cryptography.fernet.InvalidToken`, never returns the ciphertext. It cannot be searched.
    """

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return None if text is None else seal(text)

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return None if value is None else unseal(value)

    def get_lookup(self, lookup_name: str) -> Any:
        raise TypeError(f"Sealed text cannot be searched ({lookup_name}).")
