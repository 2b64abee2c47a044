"""Where the reader of a page can set what is missing, and who can if the reader cannot."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from accounts.policy import Permission, may
from billing.rules.statement import Missing

# URL name: the permission of that page, and who is named to a reader without it.
PAGES = {
    "practice_details": (Permission.SET_UP_PRACTICE, "the therapist sets this"),
    "fees": (Permission.SET_UP_PRACTICE, "the therapist sets this"),
    "diagnosis": (Permission.SET_DIAGNOSIS, "the therapist sets this"),
    "edit_partner": (Permission.ADD_COUPLES, ""),
    "billing": (Permission.SEE_MONEY, ""),
}


@dataclass(frozen=True)
class Fix:
    """One missing thing in words; `url` leads to its page, or `owner` says who sets it."""

    text: str
    url: str = ""
    owner: str = ""


def fixes(missing: Iterable[Missing], user: User) -> list[Fix]:
    return [_fix(one, user) for one in missing]


def _fix(one: Missing, user: User) -> Fix:
    if one.where == "my_credentials":
        own = one.key == user.pk
        return Fix(one.what, reverse("my_credentials") if own else "", "" if own else "the therapist sets this")
    permission, owner = PAGES[one.where]
    if one.where == "billing" or not may(user, permission):
        return Fix(one.what, owner=owner)
    return Fix(one.what, reverse(one.where, args=[one.key] if one.key else []))
